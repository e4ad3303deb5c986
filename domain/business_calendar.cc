#include "domain/business_calendar.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr size_t kMaxZoneNameLength = 64;

// A stretch of time in which the zone's offset stays the same, in microseconds since 1970 UTC.
struct Stretch {
  int64_t start = 0;
  int64_t end = 0;
  int64_t offset = 0;

  int64_t local_start() const { return start + offset; }
  int64_t local_end() const { return end + offset; }
};

// The stretch that begins at `start` and ends with the offset or at `limit`.
Stretch StretchFrom(const absl::TimeZone& zone, int64_t start, int64_t limit) {
  const absl::Time time = absl::FromUnixMicros(start);
  const absl::Duration offset = absl::Seconds(zone.At(time).offset);
  Stretch stretch = {start, limit, absl::ToInt64Microseconds(offset)};
  absl::TimeZone::CivilTransition change;
  if (zone.NextTransition(time, &change)) {
    // The change comes when the old offset's clock shows `from`.
    const absl::Time at = absl::FromCivil(change.from, absl::UTCTimeZone()) - offset;
    stretch.end = std::min(limit, absl::ToUnixMicros(at));
  }
  return stretch;
}

absl::Status CheckStart(absl::Time start) {
  static constexpr absl::CivilSecond kFirst(kFirstStartYear);
  static constexpr absl::CivilSecond kEnd(kEndStartYear);
  if (start >= absl::FromCivil(kFirst, absl::UTCTimeZone()) &&
      start < absl::FromCivil(kEnd, absl::UTCTimeZone())) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "a start outside the years ", kFirstStartYear.year(), " to ", kEndStartYear.year() - 1));
}

absl::Status BeyondLookAhead() {
  return absl::OutOfRangeError(absl::StrCat("not within the next ",
                                            absl::ToInt64Hours(kMaxLookAhead) / (24 * 366),
                                            " years of the calendar"));
}

bool IsZoneNameCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '+' || c == '-' || c == '/';
}

}  // namespace

absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view name) {
  absl::TimeZone zone;
  const bool plain = !name.empty() && name.size() <= kMaxZoneNameLength &&
                     absl::ascii_isupper(name.front()) &&
                     std::all_of(name.begin(), name.end(), IsZoneNameCharacter) &&
                     !absl::StartsWith(name, "Fixed/");
  if (plain && absl::LoadTimeZone(name, &zone)) return zone;
  return absl::InvalidArgumentError(
      absl::StrCat("unknown time zone \"", name.substr(0, kMaxZoneNameLength), "\""));
}

absl::StatusOr<BusinessCalendar> BusinessCalendar::Create(absl::string_view time_zone,
                                                          WeeklyWindows windows,
                                                          std::vector<absl::CivilDay> holidays) {
  absl::StatusOr<absl::TimeZone> zone = ParseTimeZone(time_zone);
  absl::StatusOr<WorkingHours> hours =
      WorkingHours::Create(std::move(windows), std::move(holidays));
  if (!zone.ok() && !hours.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(zone.status().message(), "; ", hours.status().message()));
  }
  BATON_RETURN_IF_ERROR(zone.status());
  BATON_RETURN_IF_ERROR(hours.status());
  return BusinessCalendar(*zone, *std::move(hours));
}

BusinessCalendar::BusinessCalendar(absl::TimeZone time_zone, WorkingHours hours)
    : time_zone_(time_zone), hours_(std::move(hours)) {}

absl::StatusOr<BusinessCalendar> DefaultCalendar(absl::string_view time_zone) {
  WeeklyWindows windows;
  for (size_t weekday = 0; weekday < 5; ++weekday) windows[weekday] = {{0, kMinutesPerDay}};
  return BusinessCalendar::Create(time_zone, std::move(windows), {});
}

absl::StatusOr<absl::Time> AddWorkingTime(const BusinessCalendar& calendar, absl::Time start,
                                          absl::Duration budget) {
  BATON_RETURN_IF_ERROR(CheckStart(start));
  if (budget < absl::ZeroDuration() || budget == absl::InfiniteDuration()) {
    return absl::InvalidArgumentError("a working time budget is negative or infinite");
  }
  if (budget > kMaxLookAhead) return BeyondLookAhead();
  int64_t rest = absl::ToInt64Microseconds(budget);
  int64_t now = absl::ToUnixMicros(start);
  const int64_t limit = now + absl::ToInt64Microseconds(kMaxLookAhead);
  if (rest == 0) return absl::FromUnixMicros(now);
  const WorkingHours& hours = calendar.hours();
  while (now < limit) {
    const Stretch stretch = StretchFrom(calendar.time_zone(), now, limit);
    const int64_t available =
        hours.WorkedUntil(stretch.local_end()) - hours.WorkedUntil(stretch.local_start());
    if (rest <= available) {
      const int64_t due = hours.WhenWorked(stretch.local_start(), rest) - stretch.offset;
      return absl::FromUnixMicros(due);
    }
    rest -= available;
    now = stretch.end;
  }
  return BeyondLookAhead();
}

absl::StatusOr<absl::Duration> WorkingTimeBetween(const BusinessCalendar& calendar, absl::Time from,
                                                  absl::Time to) {
  BATON_RETURN_IF_ERROR(CheckStart(from));
  if (to > from + kMaxLookAhead) return BeyondLookAhead();
  const WorkingHours& hours = calendar.hours();
  const int64_t end = to > from ? absl::ToUnixMicros(to) : absl::ToUnixMicros(from);
  int64_t worked = 0;
  for (int64_t now = absl::ToUnixMicros(from); now < end;) {
    const Stretch stretch = StretchFrom(calendar.time_zone(), now, end);
    worked += hours.WorkedUntil(stretch.local_end()) - hours.WorkedUntil(stretch.local_start());
    now = stretch.end;
  }
  return absl::Microseconds(worked);
}

absl::StatusOr<absl::Time> AddBusinessDays(const BusinessCalendar& calendar, absl::Time start,
                                           int n) {
  BATON_RETURN_IF_ERROR(CheckStart(start));
  if (n < 0) return absl::InvalidArgumentError("a negative number of business days");
  const absl::Time instant = absl::FromUnixMicros(absl::ToUnixMicros(start));
  if (n == 0) return instant;
  const absl::TimeZone::CivilInfo local = calendar.time_zone().At(instant);
  const absl::CivilDay first(local.cs);
  const absl::CivilDay last = first + absl::ToInt64Hours(kMaxLookAhead) / 24;
  int left = n;
  for (absl::CivilDay day = first + 1; day <= last; ++day) {
    if (!calendar.hours().IsBusinessDay(day) || --left > 0) continue;
    const absl::CivilSecond due(day.year(), day.month(), day.day(), local.cs.hour(),
                                local.cs.minute(), local.cs.second());
    return calendar.time_zone().At(due).pre + local.subsecond;
  }
  return BeyondLookAhead();
}

}  // namespace baton::domain
