#include "domain/calendar_message.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/policy.h"
#include "domain/sla_clock.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kDaysOfWeek = 7;
// A refusal names this many faults and counts the rest: it travels in the trailers of a call.
constexpr size_t kMaxCalendarFaults = 20;

// Minutes after 00:00 of "HH:MM", 00:00 to 24:00; nothing for any other text.
std::optional<int> ParseMinute(absl::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t i : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(text[i])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const int minutes = hour * 60 + minute;
  return minute < 60 && minutes <= kMinutesPerDay ? std::optional<int>(minutes) : std::nullopt;
}

// The day of "YYYY-MM-DD"; nothing for any other text.
std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  absl::CivilDay day;
  if (text.size() != 10 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return absl::FormatCivilTime(day) == text ? std::optional<absl::CivilDay>(day) : std::nullopt;
}

void CheckTimes(absl::string_view field, const v1::WeekdayHours& hours, Violations* faults) {
  if (hours.times_size() > static_cast<int>(kMaxWindowsPerDay)) {
    return faults->Add(field, absl::StrCat("has more than ", kMaxWindowsPerDay, " times"));
  }
  int before = 0;
  for (int i = 0; i < hours.times_size(); ++i) {
    const v1::WorkingTime& time = hours.times(i);
    const std::string at = absl::StrCat(field, ".times[", i, "]");
    const std::optional<int> start = ParseMinute(time.start());
    const std::optional<int> end = ParseMinute(time.end());
    if (!start) faults->Add(absl::StrCat(at, ".start"), "is no time of day as 09:00");
    if (!end) faults->Add(absl::StrCat(at, ".end"), "is no time of day as 17:30, up to 24:00");
    if (start && end && *start >= *end) {
      faults->Add(absl::StrCat(at, ".end"),
                  absl::StrCat(time.end(), " is not after ", time.start()));
    }
    if (start && *start < before) {
      faults->Add(absl::StrCat(at, ".start"),
                  absl::StrCat(time.start(), " is before the end of the time before it"));
    }
    if (end) before = std::max(before, *end);
  }
}

void CheckWeek(const v1::BusinessCalendar& calendar, Violations* faults) {
  std::array<bool, kDaysOfWeek + 1> seen = {};
  bool works = false;
  for (int i = 0; i < calendar.week_size(); ++i) {
    const v1::WeekdayHours& hours = calendar.week(i);
    const std::string field = absl::StrCat("calendar.week[", i, "]");
    const int weekday = hours.weekday();
    if (weekday < v1::WEEKDAY_MONDAY || weekday > v1::WEEKDAY_SUNDAY) {
      faults->Add(absl::StrCat(field, ".weekday"), "is missing or unknown");
    } else if (std::exchange(seen[weekday], true)) {
      faults->Add(absl::StrCat(field, ".weekday"), "was there before");
    }
    CheckTimes(field, hours, faults);
    works = works || hours.times_size() > 0;
  }
  if (!works) faults->Add("calendar.week", "has no day with working hours");
}

void CheckHolidays(const v1::BusinessCalendar& calendar, Violations* faults) {
  if (calendar.holidays_size() > static_cast<int>(kMaxHolidays)) {
    return faults->Add("calendar.holidays",
                       absl::StrCat("has more than ", kMaxHolidays, " holidays"));
  }
  for (int i = 0; i < calendar.holidays_size(); ++i) {
    const std::string field = absl::StrCat("calendar.holidays[", i, "]");
    if (!ParseDate(calendar.holidays(i).date())) {
      faults->Add(absl::StrCat(field, ".date"), "is no date as 2027-12-24");
    }
    faults->LimitText(absl::StrCat(field, ".display_name"), calendar.holidays(i).display_name(),
                      kMaxHolidayDisplayName);
  }
}

// The longest budget that counts working time (S-1, S-11).
absl::Duration LongestBudget(const v1::Policy& policy) {
  const SlaPolicy sla = SlaPolicyOf(policy);
  return std::max({sla.hot.acknowledge, sla.hot.contact, sla.warm.acknowledge, sla.warm.contact,
                   sla.csm_contact_hot, sla.csm_contact_warm});
}

// Instants from which a clock takes longest: the policy's start, the start of each holiday that
// follows, and the day after the last.
std::vector<absl::Time> HardestStarts(const BusinessCalendar& calendar, absl::Time from) {
  std::vector<absl::Time> starts = {from};
  const auto add = [&](absl::CivilDay day) {
    const absl::Time start = absl::FromCivil(day, calendar.time_zone());
    if (start > from) starts.push_back(start);
  };
  for (const absl::CivilDay holiday : calendar.hours().holidays()) add(holiday);
  if (!calendar.hours().holidays().empty()) add(calendar.hours().holidays().back() + 1);
  return starts;
}

}  // namespace

void CheckCalendar(const v1::BusinessCalendar& calendar, Violations* faults) {
  Violations all;
  all.RequireText("calendar.display_name", calendar.display_name(), kMaxCalendarDisplayName);
  if (!ParseTimeZone(calendar.time_zone()).ok()) {
    all.Add("calendar.time_zone", "is no IANA time zone as Europe/Berlin");
  }
  CheckWeek(calendar, &all);
  CheckHolidays(calendar, &all);
  const size_t count = all.faults().size();
  for (size_t i = 0; i < std::min(count, kMaxCalendarFaults); ++i) {
    faults->Add(all.faults()[i].first, all.faults()[i].second);
  }
  if (count > kMaxCalendarFaults) {
    faults->Add("calendar", absl::StrCat("has ", count - kMaxCalendarFaults, " more faults"));
  }
}

void NormaliseCalendar(v1::BusinessCalendar* calendar) {
  auto& week = *calendar->mutable_week();
  week.erase(std::remove_if(week.begin(), week.end(),
                            [](const v1::WeekdayHours& day) { return day.times().empty(); }),
             week.end());
  std::sort(week.begin(), week.end(), [](const v1::WeekdayHours& a, const v1::WeekdayHours& b) {
    return a.weekday() < b.weekday();
  });
  auto& holidays = *calendar->mutable_holidays();
  std::stable_sort(holidays.begin(), holidays.end(),
                   [](const v1::Holiday& a, const v1::Holiday& b) { return a.date() < b.date(); });
  const auto end =
      std::unique(holidays.begin(), holidays.end(),
                  [](const v1::Holiday& a, const v1::Holiday& b) { return a.date() == b.date(); });
  holidays.erase(end, holidays.end());
}

absl::StatusOr<BusinessCalendar> ReadCalendar(const v1::BusinessCalendar& calendar) {
  WeeklyWindows windows;
  for (const v1::WeekdayHours& hours : calendar.week()) {
    if (hours.weekday() < v1::WEEKDAY_MONDAY || hours.weekday() > v1::WEEKDAY_SUNDAY) {
      return absl::InvalidArgumentError("an unknown weekday");
    }
    for (const v1::WorkingTime& time : hours.times()) {
      windows[hours.weekday() - v1::WEEKDAY_MONDAY].push_back(
          {ParseMinute(time.start()).value_or(-1), ParseMinute(time.end()).value_or(-1)});
    }
  }
  std::vector<absl::CivilDay> holidays;
  holidays.reserve(calendar.holidays_size());
  for (const v1::Holiday& holiday : calendar.holidays()) {
    const std::optional<absl::CivilDay> day = ParseDate(holiday.date());
    if (!day) return absl::InvalidArgumentError("a holiday without a date");
    holidays.push_back(*day);
  }
  return BusinessCalendar::Create(calendar.time_zone(), std::move(windows), std::move(holidays));
}

absl::StatusOr<std::optional<BusinessCalendar>> BoundCalendar(const v1::Policy& policy) {
  if (policy.calendar().empty()) return std::optional<BusinessCalendar>();
  BATON_ASSIGN_OR_RETURN(BusinessCalendar calendar, ReadCalendar(policy.business_calendar()));
  return std::optional<BusinessCalendar>(std::move(calendar));
}

absl::StatusOr<absl::Time> AfterBusinessDays(const v1::Policy& policy, absl::Time from, int days) {
  BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(policy));
  BATON_ASSIGN_OR_RETURN(const std::optional<BusinessCalendar> bound, BoundCalendar(policy));
  if (bound.has_value()) return AddBusinessDays(*bound, from, days);
  BATON_ASSIGN_OR_RETURN(const BusinessCalendar calendar, DefaultCalendar(zone.name()));
  return AddBusinessDays(calendar, from, days);
}

void CheckBoundCalendar(const v1::Policy& policy, Violations* faults) {
  const absl::StatusOr<std::optional<BusinessCalendar>> calendar = BoundCalendar(policy);
  if (!calendar.ok()) return faults->Add("policy.calendar", calendar.status().message());
  if (!calendar->has_value()) return;
  const absl::Duration budget = LongestBudget(policy);
  const int days = policy.signature_business_days();
  for (const absl::Time start : HardestStarts(**calendar, ToTime(policy.effective_time()))) {
    const absl::StatusOr<absl::Time> due = AddWorkingTime(**calendar, start, budget);
    const absl::StatusOr<absl::Time> signed_by = AddBusinessDays(**calendar, start, days);
    if (due.ok() && *due - start <= kLongestClock && signed_by.ok()) continue;
    return faults->Add("policy.calendar",
                       absl::StrCat("has too little working time after ", FormatDay(start),
                                    ": a clock needs ", absl::ToInt64Hours(budget),
                                    " hours within a year, a signature ", days, " business days"));
  }
}

}  // namespace baton::domain
