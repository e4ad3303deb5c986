#include "tools/cli/calendar_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

// By v1::Weekday.
constexpr absl::string_view kDays[] = {"", "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

absl::StatusOr<int> ParseDay(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  const auto* found = std::find(std::begin(kDays) + 1, std::end(kDays), lower);
  if (found != std::end(kDays)) return static_cast<int>(found - std::begin(kDays));
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is no weekday; say mon, tue, wed, thu, fri, sat or sun"));
}

// "mon", "mon-fri", "sat,sun".
absl::StatusOr<std::vector<int>> ParseDays(absl::string_view text) {
  std::vector<int> days;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> ends =
        absl::StrSplit(part, absl::MaxSplits('-', 1));
    BATON_ASSIGN_OR_RETURN(const int first, ParseDay(ends.first));
    BATON_ASSIGN_OR_RETURN(const int last,
                           part.find('-') == part.npos ? first : ParseDay(ends.second));
    if (last < first) {
      return absl::InvalidArgumentError(absl::StrCat("\"", part, "\" runs backwards"));
    }
    for (int day = first; day <= last; ++day) days.push_back(day);
  }
  return days;
}

// "09:00-12:00,13:00-17:30".
absl::StatusOr<std::vector<v1::WorkingTime>> ParseTimes(absl::string_view text) {
  std::vector<v1::WorkingTime> times;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<std::string> ends = absl::StrSplit(part, '-');
    if (ends.size() != 2 || ends[0].size() != 5 || ends[1].size() != 5) {
      return absl::InvalidArgumentError(absl::StrCat("\"", part, "\" are no hours as 09:00-17:30"));
    }
    v1::WorkingTime& time = times.emplace_back();
    time.set_start(ends[0]);
    time.set_end(ends[1]);
  }
  return times;
}

std::string TimesText(const v1::WeekdayHours& hours) {
  return absl::StrJoin(hours.times(), ",", [](std::string* out, const v1::WorkingTime& time) {
    absl::StrAppend(out, time.start(), "-", time.end());
  });
}

absl::string_view DayText(int weekday) {
  const bool known = weekday >= v1::WEEKDAY_MONDAY && weekday <= v1::WEEKDAY_SUNDAY;
  return known ? kDays[weekday] : "?";
}

}  // namespace

absl::StatusOr<std::vector<v1::WeekdayHours>> ParseWeekHours(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.size() != 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" are no days with hours as \"mon-fri 09:00-17:30\""));
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<int> days, ParseDays(words[0]));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::WorkingTime> times, ParseTimes(words[1]));
  std::vector<v1::WeekdayHours> week;
  for (const int day : days) {
    v1::WeekdayHours& hours = week.emplace_back();
    hours.set_weekday(static_cast<v1::Weekday>(day));
    hours.mutable_times()->Add(times.begin(), times.end());
  }
  return week;
}

absl::StatusOr<v1::Holiday> ParseHoliday(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (parts.first.size() != 10) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no holiday as 2027-12-24 or 2027-12-24=Christmas Eve"));
  }
  v1::Holiday holiday;
  holiday.set_date(std::string(parts.first));
  holiday.set_display_name(std::string(parts.second));
  return holiday;
}

absl::StatusOr<Years> ParseYears(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, '-');
  Years years;
  const bool read = ends.size() <= 2 && absl::SimpleAtoi(ends.front(), &years.first) &&
                    absl::SimpleAtoi(ends.back(), &years.last);
  if (read) return years;
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" are no years as 2027-2036"));
}

std::string WeekText(const google::protobuf::RepeatedPtrField<v1::WeekdayHours>& week) {
  std::string text;
  for (int first = 0; first < week.size();) {
    int next = first + 1;
    while (next < week.size() && week[next].weekday() == week[next - 1].weekday() + 1 &&
           TimesText(week[next]) == TimesText(week[first])) {
      ++next;
    }
    absl::StrAppend(&text, text.empty() ? "" : ", ", DayText(week[first].weekday()));
    if (next - first > 1) absl::StrAppend(&text, "-", DayText(week[next - 1].weekday()));
    absl::StrAppend(&text, " ", TimesText(week[first]));
    first = next;
  }
  return text;
}

}  // namespace baton::cli
