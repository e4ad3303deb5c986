#include "adapters/standard_webhook.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/faults.h"
#include "adapters/hmac.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kId = "webhook-id";
constexpr absl::string_view kTimestamp = "webhook-timestamp";
constexpr absl::string_view kSignature = "webhook-signature";
constexpr absl::string_view kVersion = "v1,";
constexpr absl::string_view kSecretPrefix = "whsec_";
constexpr size_t kMaxTimestampDigits = 12;
// Signatures of one webhook that are looked at.
constexpr int kMaxSignatures = 20;

// What signs: the bytes behind "whsec_", or the text as it is.
std::string KeyOf(absl::string_view secret) {
  std::string key;
  if (absl::StartsWith(secret, kSecretPrefix) &&
      absl::Base64Unescape(secret.substr(kSecretPrefix.size()), &key)) {
    return key;
  }
  return std::string(secret);
}

std::string Sign(absl::string_view id, absl::string_view seconds, absl::string_view body,
                 absl::string_view secret) {
  return absl::StrCat(kVersion, absl::Base64Escape(HmacSha256(
                                    KeyOf(secret), absl::StrCat(id, ".", seconds, ".", body))));
}

void CheckTime(absl::string_view stated, absl::Time receive_time, Faults* faults) {
  int64_t seconds = 0;
  if (stated.empty()) return faults->Add(kTimestamp, "is missing");
  if (stated.size() > kMaxTimestampDigits || !absl::SimpleAtoi(stated, &seconds)) {
    return faults->Add(kTimestamp, absl::StrCat("is no time: ", Excerpt(stated)));
  }
  if (absl::AbsDuration(receive_time - absl::FromUnixSeconds(seconds)) > kWebhookWindow) {
    faults->Add(kTimestamp, "is more than 5 minutes from when it was received");
  }
}

// Looks at every pair, so that the time it takes says nothing.
bool IsSigned(const Webhook& webhook, const std::vector<std::string>& secrets) {
  const std::vector<absl::string_view> stated =
      absl::StrSplit(webhook.Header(kSignature), absl::MaxSplits(' ', kMaxSignatures));
  bool found = false;
  for (const std::string& secret : secrets) {
    if (KeyOf(secret).empty()) continue;  // anybody could sign with it
    const std::string expected =
        Sign(webhook.Header(kId), webhook.Header(kTimestamp), webhook.body, secret);
    for (const absl::string_view signature : stated) found |= SameBytes(signature, expected);
  }
  return found;
}

// The secret in a header's value.
std::string SecretIn(absl::string_view value) {
  if (absl::ConsumePrefix(&value, "Bearer ")) return std::string(value);
  if (!absl::ConsumePrefix(&value, "Basic ")) return std::string(value);
  std::string pair;
  if (!absl::Base64Unescape(value, &pair)) return "";
  const size_t colon = pair.find(':');
  return colon == std::string::npos ? "" : pair.substr(colon + 1);
}

}  // namespace

bool IsStandardWebhook(const Webhook& webhook) {
  return !webhook.Header(kId).empty() || !webhook.Header(kTimestamp).empty() ||
         !webhook.Header(kSignature).empty();
}

absl::Status CheckStandardWebhook(const Webhook& webhook, const std::vector<std::string>& secrets) {
  Faults faults;
  if (webhook.Header(kId).empty()) faults.Add(kId, "is missing");
  CheckTime(webhook.Header(kTimestamp), webhook.receive_time, &faults);
  if (webhook.Header(kSignature).empty()) {
    faults.Add(kSignature, "is missing");
  } else if (!IsSigned(webhook, secrets)) {
    faults.Add(kSignature, "was not made with the connection's secret for this id, time and body");
  }
  return faults.ToStatus();
}

std::string SignStandardWebhook(absl::string_view id, absl::Time time, absl::string_view body,
                                absl::string_view secret) {
  return Sign(id, absl::StrCat(absl::ToUnixSeconds(time)), body, secret);
}

absl::Status CheckSecretHeader(const Webhook& webhook, absl::string_view header,
                               const std::vector<std::string>& secrets) {
  const absl::string_view value = webhook.Header(header);
  Faults faults;
  if (value.empty()) {
    faults.Add(header, "is missing");
    return faults.ToStatus();
  }
  const std::string stated = SecretIn(value);
  bool found = false;
  for (const std::string& secret : secrets) found |= !secret.empty() && SameBytes(stated, secret);
  if (!found) faults.Add(header, "is not the connection's secret");
  return faults.ToStatus();
}

}  // namespace baton::adapters
