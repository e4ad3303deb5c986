// Business calendars: when a team works, and what falls due when only working time counts
// (S-3, S-8).
//
// Instants have whole microseconds; finer digits are cut off.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/working_hours.h"

namespace baton::domain {

// How far ahead a deadline may lie. A budget that a calendar does not grant by then is refused.
inline constexpr absl::Duration kMaxLookAhead = absl::Hours(24 * 366 * 20);

// Starts are taken from the year 1900 up to, not including, 2400: the time zones' rules hold there.
inline constexpr absl::Time kFirstStart = absl::FromUnixSeconds(-2'208'988'800);
inline constexpr absl::Time kEndOfStarts = absl::FromUnixSeconds(13'569'465'600);

// The zone of an IANA name ("Europe/Berlin", "UTC"). InvalidArgument: unknown, or a name that means
// another zone on another machine ("localtime") or reaches outside the time zone database.
absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view name);

// A time zone, windows per weekday and holidays. Cheap to move, about 1 KiB to copy; never changes
// once made, so it is safe to read from many threads.
class BusinessCalendar {
 public:
  // S-3. InvalidArgument names every fault at once: an unknown zone, and what WorkingHours refuses.
  static absl::StatusOr<BusinessCalendar> Create(absl::string_view time_zone, WeeklyWindows windows,
                                                 std::vector<absl::CivilDay> holidays);

  absl::TimeZone time_zone() const { return time_zone_; }
  const WorkingHours& hours() const { return hours_; }

 private:
  BusinessCalendar(absl::TimeZone time_zone, WorkingHours hours);

  absl::TimeZone time_zone_;
  WorkingHours hours_;
};

// S-8. Monday to Friday, around the clock, no holidays. InvalidArgument: an unknown zone.
absl::StatusOr<BusinessCalendar> DefaultCalendar(absl::string_view time_zone);

// S-3. The earliest instant at or after `start` by which `budget` of working time has passed. Local
// times that a change of the offset skips contribute nothing, repeated ones count each time. A
// budget used up exactly at a window's end falls due there; an empty one at once.
//
// Costs about one time zone look-up for each change of the offset on the way (two a year), however
// many days, windows and holidays lie between.
//
// InvalidArgument: a negative or infinite budget, a start outside the years above. OutOfRange: not
// due within kMaxLookAhead.
absl::StatusOr<absl::Time> AddWorkingTime(const BusinessCalendar& calendar, absl::Time start,
                                          absl::Duration budget);

// S-3. The working time in [from, to); none if `to` is not after `from`. Errors as AddWorkingTime;
// `to` may lie kMaxLookAhead after `from`.
absl::StatusOr<absl::Duration> WorkingTimeBetween(const BusinessCalendar& calendar, absl::Time from,
                                                  absl::Time to);

// From one instant up to another.
struct TimeSegment {
  absl::Time from;
  absl::Time to;

  friend bool operator==(const TimeSegment&, const TimeSegment&) = default;
};

// S-10. The stretches of working time in [from, to), in their order; those that touch are one. Past
// `limit` they are cut off. Errors as WorkingTimeBetween.
absl::StatusOr<std::vector<TimeSegment>> WorkingSegments(const BusinessCalendar& calendar,
                                                         absl::Time from, absl::Time to,
                                                         size_t limit);

// S-8. The local time of `start` on the n-th business day (a day with working hours that is no
// holiday) after its local day. A local time that is skipped on that day is read with the offset
// before the change; of one that occurs twice the first occurrence counts. n = 0 is `start`.
//
// InvalidArgument: n < 0, a start outside the years above. OutOfRange: not due within
// kMaxLookAhead.
absl::StatusOr<absl::Time> AddBusinessDays(const BusinessCalendar& calendar, absl::Time start,
                                           int n);

}  // namespace baton::domain
