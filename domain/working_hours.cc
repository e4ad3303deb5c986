#include "domain/working_hours.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace baton::domain {
namespace {

constexpr int64_t kMicrosPerMinute = 60'000'000;
constexpr int64_t kMicrosPerDay = kMinutesPerDay * kMicrosPerMinute;
constexpr absl::CivilDay kEpoch(1970, 1, 1);
constexpr absl::string_view kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};

int64_t FloorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// 1970-01-01 was a Thursday; weeks are counted from the Monday before it.
constexpr int64_t kEpochWeekday = 3;
int64_t Week(int64_t day) { return FloorDivide(day + kEpochWeekday, 7); }
size_t Weekday(int64_t day) { return static_cast<size_t>(day + kEpochWeekday - 7 * Week(day)); }

std::string Describe(const WorkingWindow& window) {
  auto clock = [](int minute) {
    if (minute < 0) return absl::StrCat(minute, " min");
    return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
  };
  return absl::StrCat(clock(window.from_minute), "-", clock(window.to_minute));
}

void AddFaults(absl::string_view weekday, const std::vector<WorkingWindow>& windows,
               std::vector<std::string>* faults) {
  if (windows.size() > kMaxWindowsPerDay) {
    faults->push_back(absl::StrCat(weekday, " has more than ", kMaxWindowsPerDay, " windows"));
    return;
  }
  for (size_t i = 0; i < windows.size(); ++i) {
    const WorkingWindow& window = windows[i];
    if (window.from_minute < 0 || window.to_minute > kMinutesPerDay) {
      faults->push_back(absl::StrCat(weekday, " ", Describe(window), " leaves 00:00-24:00"));
    }
    if (window.from_minute >= window.to_minute) {
      faults->push_back(absl::StrCat(weekday, " ", Describe(window), " is empty or reversed"));
    }
    if (i > 0 && window.from_minute < windows[i - 1].to_minute) {
      faults->push_back(absl::StrCat(weekday, " ", Describe(window), " starts before ",
                                     Describe(windows[i - 1]), " ends"));
    }
  }
}

}  // namespace

absl::StatusOr<WorkingHours> WorkingHours::Create(WeeklyWindows windows,
                                                  std::vector<absl::CivilDay> holidays) {
  std::vector<std::string> faults;
  bool any_window = false;
  for (size_t i = 0; i < windows.size(); ++i) {
    AddFaults(kWeekdays[i], windows[i], &faults);
    any_window = any_window || !windows[i].empty();
  }
  if (!any_window) faults.push_back("no day has working hours");
  if (holidays.size() > kMaxHolidays) {
    faults.push_back(absl::StrCat("more than ", kMaxHolidays, " holidays"));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
  std::sort(holidays.begin(), holidays.end());
  holidays.erase(std::unique(holidays.begin(), holidays.end()), holidays.end());
  return WorkingHours(std::move(windows), std::move(holidays));
}

WorkingHours::WorkingHours(WeeklyWindows windows, std::vector<absl::CivilDay> holidays)
    : windows_(std::move(windows)), holidays_(std::move(holidays)) {
  for (size_t i = 0; i < windows_.size(); ++i) {
    int64_t minutes = 0;
    for (const WorkingWindow& window : windows_[i])
      minutes += window.to_minute - window.from_minute;
    worked_before_weekday_[i + 1] = worked_before_weekday_[i] + minutes * kMicrosPerMinute;
  }
  lost_before_holiday_.push_back(0);
  for (absl::CivilDay holiday : holidays_) {
    const int64_t day = holiday - kEpoch;
    const size_t weekday = Weekday(day);
    holiday_days_.push_back(day);
    lost_before_holiday_.push_back(lost_before_holiday_.back() +
                                   worked_before_weekday_[weekday + 1] -
                                   worked_before_weekday_[weekday]);
  }
}

bool WorkingHours::IsBusinessDay(absl::CivilDay day) const {
  const int64_t number = day - kEpoch;
  return !windows_[Weekday(number)].empty() && !IsHoliday(number);
}

bool WorkingHours::ForEachWindow(int64_t from, int64_t to,
                                 const std::function<bool(int64_t from, int64_t to)>& take) const {
  for (int64_t day = FloorDivide(from, kMicrosPerDay); day * kMicrosPerDay < to; ++day) {
    if (IsHoliday(day)) continue;
    for (const WorkingWindow& window : windows_[Weekday(day)]) {
      const int64_t begin =
          std::max(from, day * kMicrosPerDay + window.from_minute * kMicrosPerMinute);
      const int64_t end = std::min(to, day * kMicrosPerDay + window.to_minute * kMicrosPerMinute);
      if (begin < end && !take(begin, end)) return false;
    }
  }
  return true;
}

int64_t WorkingHours::WorkedUntil(int64_t local) const {
  const int64_t day = FloorDivide(local, kMicrosPerDay);
  return WorkedUntilDay(day) + WorkedOnDayUntil(day, local - day * kMicrosPerDay);
}

int64_t WorkingHours::WhenWorked(int64_t local, int64_t duration) const {
  const int64_t target = WorkedUntil(local) + duration;
  int64_t day = FloorDivide(local, kMicrosPerDay);
  // Whole weeks first. A week works at most worked_before_weekday_[7], so this never steps past
  // the day that is sought; holidays on the way make it take another, shorter step.
  for (;;) {
    const int64_t weeks = (target - WorkedUntilDay(day) - 1) / worked_before_weekday_[7];
    if (weeks <= 0) break;
    day += 7 * weeks;
  }
  while (WorkedUntilDay(day + 1) < target) ++day;

  int64_t rest = target - WorkedUntilDay(day);
  int64_t time_of_day = 0;
  for (const WorkingWindow& window : windows_[Weekday(day)]) {
    const int64_t length = (window.to_minute - window.from_minute) * kMicrosPerMinute;
    time_of_day = window.from_minute * kMicrosPerMinute + std::min(rest, length);
    rest -= length;
    if (rest <= 0) break;
  }
  return day * kMicrosPerDay + time_of_day;
}

int64_t WorkingHours::WorkedOnDayUntil(int64_t day, int64_t time_of_day) const {
  if (IsHoliday(day)) return 0;
  int64_t worked = 0;
  for (const WorkingWindow& window : windows_[Weekday(day)]) {
    const int64_t from = window.from_minute * kMicrosPerMinute;
    const int64_t to = window.to_minute * kMicrosPerMinute;
    if (time_of_day > from) worked += std::min(time_of_day, to) - from;
  }
  return worked;
}

int64_t WorkingHours::WorkedUntilDay(int64_t day) const {
  const auto next = std::lower_bound(holiday_days_.begin(), holiday_days_.end(), day);
  return Week(day) * worked_before_weekday_[7] + worked_before_weekday_[Weekday(day)] -
         lost_before_holiday_[static_cast<size_t>(next - holiday_days_.begin())];
}

bool WorkingHours::IsHoliday(int64_t day) const {
  return std::binary_search(holiday_days_.begin(), holiday_days_.end(), day);
}

}  // namespace baton::domain
