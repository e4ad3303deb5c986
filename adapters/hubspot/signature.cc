#include "adapters/hubspot/signature.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/faults.h"
#include "adapters/hmac.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kSignature = "X-HubSpot-Signature-v3";
constexpr absl::string_view kTimestamp = "X-HubSpot-Request-Timestamp";
// What HubSpot decodes in the uri before signing, and nothing else.
constexpr absl::string_view kDecoded = ":/?@!$'()*,;";
constexpr size_t kEscapeLength = 3;
constexpr size_t kMaxTimestampDigits = 15;

std::string DecodeUri(absl::string_view uri) {
  std::string decoded;
  for (size_t i = 0; i < uri.size(); ++i) {
    uint32_t code = 0;
    const bool escape = uri[i] == '%' && i + kEscapeLength <= uri.size() &&
                        absl::SimpleHexAtoi(uri.substr(i + 1, 2), &code) &&
                        absl::StrContains(kDecoded, static_cast<char>(code)) && code != 0;
    decoded += escape ? static_cast<char>(code) : uri[i];
    if (escape) i += kEscapeLength - 1;
  }
  return decoded;
}

void CheckTime(absl::string_view stated, absl::Time receive_time, Faults* faults) {
  int64_t millis = 0;
  if (stated.size() > kMaxTimestampDigits || !absl::SimpleAtoi(stated, &millis)) {
    return faults->Add(kTimestamp, absl::StrCat(stated.empty() ? "is missing" : "is no time",
                                                stated.empty() ? "" : ": ",
                                                stated.empty() ? "" : Excerpt(stated)));
  }
  const absl::Duration age = receive_time - absl::FromUnixMillis(millis);
  if (absl::AbsDuration(age) > kHubSpotSignatureWindow) {
    faults->Add(kTimestamp, "is more than 5 minutes from when it was received");
  }
}

}  // namespace

absl::Status CheckHubSpotSignature(const Webhook& webhook, absl::string_view secret) {
  Faults faults;
  if (secret.empty()) faults.Add("secret", "is missing");
  const absl::string_view time = webhook.Header(kTimestamp);
  CheckTime(time, webhook.receive_time, &faults);
  const std::string expected = absl::Base64Escape(
      HmacSha256(secret, absl::StrCat(webhook.method, DecodeUri(webhook.uri), webhook.body, time)));
  const absl::string_view stated = webhook.Header(kSignature);
  if (stated.empty()) {
    faults.Add(kSignature, "is missing");
  } else if (!SameBytes(stated, expected)) {
    faults.Add(kSignature, "was not made with the secret for this method, uri, body and time");
  }
  return faults.ToStatus();
}

}  // namespace baton::adapters
