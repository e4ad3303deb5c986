#include "tools/cli/time_text.h"

#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kLongestSpan = absl::Hours(24 * 36525);

absl::Status NotASpan(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not a span; write 90s, 4h30m, 1d12h or 2w"));
}

absl::Duration UnitOf(absl::string_view unit) {
  if (unit == "w") return kDay * 7;
  if (unit == "d") return kDay;
  if (unit == "h") return absl::Hours(1);
  if (unit == "m" || unit == "min") return absl::Minutes(1);
  if (unit == "s") return absl::Seconds(1);
  return absl::ZeroDuration();
}

// Takes the longest run of characters for which `fits` holds off the front of `text`.
template <typename Fits>
absl::string_view Take(absl::string_view& text, Fits fits) {
  size_t length = 0;
  while (length < text.size() && fits(static_cast<unsigned char>(text[length]))) ++length;
  const absl::string_view taken = text.substr(0, length);
  text.remove_prefix(length);
  return taken;
}

}  // namespace

absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  if (rest.empty()) return NotASpan(text);
  absl::Duration span;
  while (!rest.empty()) {
    const absl::string_view digits = Take(rest, absl::ascii_isdigit);
    rest = absl::StripLeadingAsciiWhitespace(rest);
    const absl::Duration unit = UnitOf(Take(rest, absl::ascii_isalpha));
    rest = absl::StripLeadingAsciiWhitespace(rest);
    int64_t count = 0;
    if (!absl::SimpleAtoi(digits, &count) || unit == absl::ZeroDuration()) return NotASpan(text);
    span += unit * count;
    if (span > kLongestSpan) return NotASpan(text);
  }
  return span;
}

absl::StatusOr<TimeSpec> ParseTime(absl::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (trimmed == "now") return TimeSpec::FromNow(absl::ZeroDuration());
  if (!trimmed.empty() && (trimmed.front() == '+' || trimmed.front() == '-')) {
    BATON_ASSIGN_OR_RETURN(const absl::Duration span, ParseSpan(trimmed.substr(1)));
    return TimeSpec::FromNow(trimmed.front() == '+' ? span : -span);
  }
  for (const char* format :
       {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%dT%H:%M%Ez",
        "%Y-%m-%dT%H:%M:%E*S%Ez", "%Y-%m-%d %H:%M UTC", "%Y-%m-%d %H:%M:%E*S UTC"}) {
    absl::Time time;
    if (absl::ParseTime(format, trimmed, absl::UTCTimeZone(), &time, nullptr)) {
      return TimeSpec::Absolute(time);
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text,
                   "\" is not a time; write 2027-01-05, \"2027-01-05 09:30\" (UTC), "
                   "2027-01-05T09:30:00Z, now or +4h30m"));
}

std::string FormatInstant(absl::Time time) {
  const bool whole_minute = time == absl::FromUnixSeconds(absl::ToUnixSeconds(time)) &&
                            absl::ToUnixSeconds(time) % 60 == 0;
  return absl::FormatTime(whole_minute ? "%Y-%m-%d %H:%M UTC" : "%Y-%m-%d %H:%M:%S UTC", time,
                          absl::UTCTimeZone());
}

std::string FormatSpan(absl::Duration span) {
  struct Unit {
    absl::Duration length;
    const char* name;
  };
  static constexpr Unit kUnits[] = {
      {kDay, "d"}, {absl::Hours(1), "h"}, {absl::Minutes(1), "min"}, {absl::Seconds(1), "s"}};
  span = absl::AbsDuration(span);
  for (int i = 0; i < 3; ++i) {
    absl::Duration rest;
    const int64_t count = absl::IDivDuration(span, kUnits[i].length, &rest);
    if (count == 0) continue;
    const bool counts_seconds = kUnits[i + 1].length == absl::Seconds(1);
    const int64_t smaller = absl::IDivDuration(rest, kUnits[i + 1].length, &rest);
    const std::string text = absl::StrCat(count, " ", kUnits[i].name);
    if (smaller == 0 || counts_seconds) return text;
    return absl::StrCat(text, " ", smaller, " ", kUnits[i + 1].name);
  }
  return absl::StrCat(absl::ToInt64Seconds(span), " s");
}

std::string FormatTimeLeft(absl::Time due, absl::Time now) {
  if (now > due) return absl::StrCat("overdue by ", FormatSpan(now - due));
  if (due - now < absl::Seconds(1)) return "due now";
  return absl::StrCat("in ", FormatSpan(due - now));
}

std::string FormatAge(absl::Time time, absl::Time now) {
  if (absl::AbsDuration(now - time) < absl::Seconds(1)) return "just now";
  if (time > now) return absl::StrCat("in ", FormatSpan(time - now));
  return absl::StrCat(FormatSpan(now - time), " ago");
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    seconds -= 1;
    rest += 1'000'000;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return timestamp;
}

}  // namespace baton::cli
