// Working hours on the local time line (S-3).
//
// The local time line runs as a wall clock does between two changes of its offset: it has no gaps
// and no repetitions, and every day has 24 hours. Which instants its times are is the business
// calendar's affair (business_calendar.h).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

namespace baton::domain {

// Part of a local day, [from, to), in minutes after its 00:00. A day ends at 1,440.
struct WorkingWindow {
  int from_minute = 0;
  int to_minute = 0;

  friend bool operator==(const WorkingWindow&, const WorkingWindow&) = default;
};

// The windows of each weekday, Monday first.
using WeeklyWindows = std::array<std::vector<WorkingWindow>, 7>;

inline constexpr int kMinutesPerDay = 24 * 60;
inline constexpr size_t kMaxWindowsPerDay = 48;
inline constexpr size_t kMaxHolidays = 10'000;

// Which local times are working time: windows by weekday, less whole holidays. Never changes once
// made; safe to read from many threads.
//
// Local times are microseconds since 1970-01-01 00:00 on the local time line; durations are
// microseconds.
class WorkingHours {
 public:
  // S-3. A day's windows must be sorted, disjoint (they may touch) and within 00:00-24:00, and some
  // day must have one. InvalidArgument names every fault at once. Holidays come in any order, and
  // count once however often they are named.
  static absl::StatusOr<WorkingHours> Create(WeeklyWindows windows,
                                             std::vector<absl::CivilDay> holidays);

  const WeeklyWindows& windows() const { return windows_; }

  // Sorted, each once.
  const std::vector<absl::CivilDay>& holidays() const { return holidays_; }

  // Whether the day has working hours and is no holiday.
  bool IsBusinessDay(absl::CivilDay day) const;

  // Calls `take` for what lies in [from, to) of every window, in their order, until it answers
  // false. False when it did.
  bool ForEachWindow(int64_t from, int64_t to,
                     const std::function<bool(int64_t from, int64_t to)>& take) const;

  // Working time between a fixed origin and `local`; only differences mean something. O(log n) in
  // the number of holidays.
  int64_t WorkedUntil(int64_t local) const;

  // The earliest local time at or after `local` by which `duration` > 0 has been worked since
  // `local`: a duration used up at a window's end is reached there. The caller knows that so much
  // working time is ahead, see WorkedUntil; the cost is a few O(log n) steps, however far it is.
  int64_t WhenWorked(int64_t local, int64_t duration) const;

 private:
  WorkingHours(WeeklyWindows windows, std::vector<absl::CivilDay> holidays);

  int64_t WorkedOnDayUntil(int64_t day, int64_t time_of_day) const;
  int64_t WorkedUntilDay(int64_t day) const;
  bool IsHoliday(int64_t day) const;

  WeeklyWindows windows_;
  std::vector<absl::CivilDay> holidays_;

  // worked_before_weekday_[7] is the working time of a week without holidays.
  std::array<int64_t, 8> worked_before_weekday_ = {};
  // The holidays as days since 1970-01-01, and the working time that those before each one cost.
  std::vector<int64_t> holiday_days_;
  std::vector<int64_t> lost_before_holiday_;
};

}  // namespace baton::domain
