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
constexpr int64_t kMicrosPerSecond = 1'000'000;

// The stretches of constant offset from one instant to another, in their order. All figures are
// microseconds, the instants since 1970 UTC.
class Stretches {
 public:
  // Stands at the first one, which begins at `start`; the last one ends at `limit`.
  Stretches(absl::TimeZone zone, int64_t start, int64_t limit)
      : zone_(zone), limit_(limit), start_(start) {
    offset_ = zone.At(absl::FromUnixMicros(start)).offset * kMicrosPerSecond;
    FindEnd();
  }

  // False: there is no further one.
  bool Next() {
    start_ = end_;
    offset_ = next_offset_;
    if (start_ >= limit_) return false;
    FindEnd();
    return true;
  }

  int64_t offset() const { return offset_; }
  int64_t local_start() const { return start_ + offset_; }
  int64_t local_end() const { return end_ + offset_; }

 private:
  void FindEnd() {
    static constexpr absl::CivilSecond kEpoch(1970, 1, 1);
    end_ = limit_;
    absl::TimeZone::CivilTransition change;
    if (!zone_.NextTransition(absl::FromUnixMicros(start_), &change)) return;
    // It comes when the old offset's clock shows `from`, and the new one's shows `to`.
    end_ = std::min(limit_, (change.from - kEpoch) * kMicrosPerSecond - offset_);
    next_offset_ = offset_ + (change.to - change.from) * kMicrosPerSecond;
  }

  absl::TimeZone zone_;
  int64_t limit_;
  int64_t start_;
  int64_t end_ = 0;
  int64_t offset_ = 0;
  int64_t next_offset_ = 0;
};

absl::Status CheckStart(absl::Time start) {
  if (start >= kFirstStart && start < kEndOfStarts) return absl::OkStatus();
  return absl::InvalidArgumentError("a start outside the years 1900 to 2399");
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
  const int64_t begin = absl::ToUnixMicros(start);
  if (rest == 0) return absl::FromUnixMicros(begin);
  const int64_t limit = begin + absl::ToInt64Microseconds(kMaxLookAhead);
  const WorkingHours& hours = calendar.hours();
  Stretches stretches(calendar.time_zone(), begin, limit);
  do {
    const int64_t available =
        hours.WorkedUntil(stretches.local_end()) - hours.WorkedUntil(stretches.local_start());
    if (rest <= available) {
      const int64_t due = hours.WhenWorked(stretches.local_start(), rest) - stretches.offset();
      return absl::FromUnixMicros(due);
    }
    rest -= available;
  } while (stretches.Next());
  return BeyondLookAhead();
}

absl::StatusOr<absl::Duration> WorkingTimeBetween(const BusinessCalendar& calendar, absl::Time from,
                                                  absl::Time to) {
  BATON_RETURN_IF_ERROR(CheckStart(from));
  if (to > from + kMaxLookAhead) return BeyondLookAhead();
  const WorkingHours& hours = calendar.hours();
  if (to <= from) return absl::ZeroDuration();
  Stretches stretches(calendar.time_zone(), absl::ToUnixMicros(from), absl::ToUnixMicros(to));
  int64_t worked = 0;
  do {
    worked += hours.WorkedUntil(stretches.local_end()) - hours.WorkedUntil(stretches.local_start());
  } while (stretches.Next());
  return absl::Microseconds(worked);
}

absl::StatusOr<std::vector<TimeSegment>> WorkingSegments(const BusinessCalendar& calendar,
                                                         absl::Time from, absl::Time to,
                                                         size_t limit) {
  BATON_RETURN_IF_ERROR(CheckStart(from));
  if (to > from + kMaxLookAhead) return BeyondLookAhead();
  std::vector<TimeSegment> segments;
  if (to <= from) return segments;
  Stretches stretches(calendar.time_zone(), absl::ToUnixMicros(from), absl::ToUnixMicros(to));
  do {
    const auto add = [&](int64_t local_from, int64_t local_to) {
      const absl::Time begin = absl::FromUnixMicros(local_from - stretches.offset());
      const absl::Time end = absl::FromUnixMicros(local_to - stretches.offset());
      if (!segments.empty() && segments.back().to == begin) {
        segments.back().to = end;
      } else if (segments.size() < limit) {
        segments.push_back({begin, end});
      } else {
        return false;
      }
      return true;
    };
    if (!calendar.hours().ForEachWindow(stretches.local_start(), stretches.local_end(), add)) {
      return segments;
    }
  } while (stretches.Next());
  return segments;
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
