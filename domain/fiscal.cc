#include "domain/fiscal.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/business_calendar.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int64_t kMonthsPerQuarter = 3;
constexpr int kMonthsPerYear = 12;

absl::StatusOr<int> FirstMonth(const v1::Policy& policy) {
  const int month = policy.fiscal_first_month();
  if (month < 1 || month > kMonthsPerYear) {
    return absl::InvalidArgumentError(absl::StrCat("there is no month ", month));
  }
  return month;
}

absl::Time StartOfDay(absl::CivilDay day, absl::TimeZone zone) {
  const absl::TimeZone::TimeInfo info = zone.At(absl::CivilSecond(day));
  return info.kind == absl::TimeZone::TimeInfo::SKIPPED ? info.trans : info.pre;
}

// The first month of a fiscal year.
absl::CivilMonth FirstMonthOf(int64_t fiscal_year, int first_month) {
  return absl::CivilMonth(first_month == 1 ? fiscal_year : fiscal_year - 1, first_month);
}

Quarter MakeQuarter(int64_t fiscal_year, int number, int first_month, absl::TimeZone zone) {
  const absl::CivilMonth first =
      FirstMonthOf(fiscal_year, first_month) + (number - 1) * kMonthsPerQuarter;
  const absl::CivilDay next_first_day(first + kMonthsPerQuarter);
  Quarter quarter;
  quarter.code = absl::StrCat(fiscal_year, "-Q", number);
  quarter.first_day = absl::CivilDay(first);
  quarter.last_day = next_first_day - 1;
  quarter.start = StartOfDay(quarter.first_day, zone);
  quarter.end = StartOfDay(next_first_day, zone);
  return quarter;
}

bool AreDigits(absl::string_view text) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos;
}

absl::Status NoQuarter(absl::string_view code) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", code, "\" is no quarter; it is written as 2027-Q1"));
}

}  // namespace

absl::StatusOr<absl::TimeZone> PolicyZone(const v1::Policy& policy) {
  return ParseTimeZone(policy.time_zone());
}

absl::StatusOr<Quarter> QuarterAt(const v1::Policy& policy, absl::Time time) {
  BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(policy));
  BATON_ASSIGN_OR_RETURN(const int first_month, FirstMonth(policy));
  const absl::CivilMonth month(absl::ToCivilMonth(time, zone));
  int64_t fiscal_year = month.year();
  if (first_month != 1 && month.month() >= first_month) ++fiscal_year;
  const int64_t months_in = month - FirstMonthOf(fiscal_year, first_month);
  int number = 1;
  while (months_in >= number * kMonthsPerQuarter) ++number;
  return MakeQuarter(fiscal_year, number, first_month, zone);
}

absl::StatusOr<Quarter> ParseQuarter(const v1::Policy& policy, absl::string_view code) {
  const absl::string_view year_text = code.substr(0, 4);
  absl::string_view rest = code.substr(year_text.size());
  if (!rest.empty() && rest.front() == '-') rest.remove_prefix(1);
  if (rest.size() != 2 || rest[0] != 'Q' || rest[1] < '1' || rest[1] > '4') return NoQuarter(code);
  int year = 0;
  if (!AreDigits(year_text) || !absl::SimpleAtoi(year_text, &year) || year < 1900) {
    return NoQuarter(code);
  }
  BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(policy));
  BATON_ASSIGN_OR_RETURN(const int first_month, FirstMonth(policy));
  return MakeQuarter(year, rest[1] - '0', first_month, zone);
}

absl::StatusOr<std::string> DateOf(const v1::Policy& policy, absl::Time time) {
  BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(policy));
  return DateText(absl::ToCivilDay(time, zone));
}

absl::StatusOr<absl::Time> StartOfDate(const v1::Policy& policy, absl::string_view date) {
  BATON_ASSIGN_OR_RETURN(const absl::TimeZone zone, PolicyZone(policy));
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date, &day) || DateText(day) != date) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", date, "\" is no date; it is written as 2027-03-31"));
  }
  return StartOfDay(day, zone);
}

std::string PayoutDate(const v1::Policy& policy, const Quarter& quarter) {
  return DateText(quarter.last_day + policy.payout_days());
}

std::string DateText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

}  // namespace baton::domain
