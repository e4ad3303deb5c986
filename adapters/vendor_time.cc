#include "adapters/vendor_time.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/faults.h"
#include "adapters/text.h"
#include "domain/instant_text.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

constexpr size_t kMaxInstantLength = 40;
// 1973-03-03 in milliseconds. A smaller number is one of seconds or days, not of milliseconds.
constexpr int64_t kFirstMillis = 100'000'000'000;
// The end of the year 9999, the last that a protobuf Timestamp holds.
constexpr int64_t kLastMillis = 253'402'300'799'999;

absl::Status Refused(absl::string_view what, absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", Excerpt(text)));
}

// The text of a number: digits, and what surrounds them in "1.7617446e12".
bool LooksLikeNumber(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+';
  });
}

absl::StatusOr<absl::Time> FromMillis(absl::string_view text) {
  const auto millis = domain::ParseDecimalMinor(text, 0);
  if (!millis.ok() || *millis < kFirstMillis || *millis > kLastMillis) {
    return Refused("is no time in milliseconds since 1970", text);
  }
  return absl::FromUnixMillis(*millis);
}

absl::StatusOr<absl::Time> FromIso(absl::string_view text) {
  absl::Time time;
  const bool dated = text.size() >= 10 && text[4] == '-' && text[7] == '-';
  if (dated && text.size() == 10) {
    if (absl::ParseTime("%Y-%m-%d", text, absl::UTCTimeZone(), &time, nullptr)) return time;
    return Refused("is no date", text);
  }
  if (!dated || text.size() < 12 || !absl::StrContains("Tt ", text[10])) {
    return Refused("is no time", text);
  }
  std::string normal(text);
  normal[10] = 'T';
  if (absl::ParseTime("%Y-%m-%dT%H:%M:%E*S%Ez", normal, &time, nullptr) ||
      absl::ParseTime("%Y-%m-%dT%H:%M%Ez", normal, &time, nullptr)) {
    return time;
  }
  if (absl::ParseTime("%Y-%m-%dT%H:%M:%E*S", normal, &time, nullptr) ||
      absl::ParseTime("%Y-%m-%dT%H:%M", normal, &time, nullptr)) {
    return Refused("has no time zone", text);
  }
  return Refused("is no time", text);
}

}  // namespace

absl::StatusOr<absl::Time> ParseInstant(absl::string_view text) {
  text = Trim(text);
  if (text.empty() || text.size() > kMaxInstantLength || !absl::ascii_isdigit(text.front())) {
    return Refused("is no time", text);
  }
  if (LooksLikeNumber(text)) return FromMillis(text);
  const auto time = FromIso(text);
  if (!time.ok()) return time.status();
  if (*time < absl::FromUnixMillis(kFirstMillis) || *time > absl::FromUnixMillis(kLastMillis)) {
    return Refused("is before 1973 or after 9999", text);
  }
  return absl::FromUnixMicros(absl::ToUnixMicros(*time));
}

absl::StatusOr<std::string> ParseDay(absl::string_view text) {
  const auto time = ParseInstant(text);
  if (!time.ok()) return time.status();
  return domain::FormatDay(*time);
}

}  // namespace baton::adapters
