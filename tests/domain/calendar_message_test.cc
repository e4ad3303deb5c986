#include "domain/calendar_message.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

void AddHours(v1::Weekday weekday, std::vector<std::pair<std::string, std::string>> times,
              v1::BusinessCalendar* calendar) {
  v1::WeekdayHours* hours = calendar->add_week();
  hours->set_weekday(weekday);
  for (const auto& [start, end] : times) {
    v1::WorkingTime* time = hours->add_times();
    time->set_start(start);
    time->set_end(end);
  }
}

void AddHoliday(const std::string& date, const std::string& name, v1::BusinessCalendar* calendar) {
  v1::Holiday* holiday = calendar->add_holidays();
  holiday->set_date(date);
  holiday->set_display_name(name);
}

// Monday to Friday, 09:00 to 17:30, in Berlin.
v1::BusinessCalendar Berlin() {
  v1::BusinessCalendar calendar;
  calendar.set_name("tenants/acme/calendars/berlin");
  calendar.set_display_name("Berlin office");
  calendar.set_time_zone("Europe/Berlin");
  for (int day = v1::WEEKDAY_MONDAY; day <= v1::WEEKDAY_FRIDAY; ++day) {
    AddHours(static_cast<v1::Weekday>(day), {{"09:00", "17:30"}}, &calendar);
  }
  return calendar;
}

std::vector<std::string> FaultsOf(const v1::BusinessCalendar& calendar) {
  Violations faults;
  CheckCalendar(calendar, &faults);
  std::vector<std::string> fields;
  for (const auto& [field, description] : faults.faults()) fields.push_back(field);
  return fields;
}

v1::Policy Binding(const v1::BusinessCalendar& calendar) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_calendar(calendar.name());
  *policy.mutable_business_calendar() = calendar;
  *policy.mutable_effective_time() = ToTimestamp(absl::FromUnixSeconds(1'767'603'600));
  return policy;
}

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(CalendarMessage, S3_AWholeCalendarHasNoFault) {
  v1::BusinessCalendar calendar = Berlin();
  AddHours(v1::WEEKDAY_SATURDAY, {{"00:00", "12:00"}, {"12:00", "24:00"}}, &calendar);
  AddHoliday("2028-02-29", "", &calendar);
  EXPECT_THAT(FaultsOf(calendar), IsEmpty());
  EXPECT_THAT(ReadCalendar(calendar), IsOk());
}

TEST(CalendarMessage, S3_EveryFaultIsNamedAtOnce) {
  v1::BusinessCalendar calendar;
  calendar.set_time_zone("Atlantis/Capital");
  AddHours(v1::WEEKDAY_MONDAY, {{"13:00", "17:00"}, {"09:00", "12:00"}}, &calendar);   // unsorted
  AddHours(v1::WEEKDAY_TUESDAY, {{"09:00", "12:00"}, {"11:59", "17:00"}}, &calendar);  // overlap
  AddHours(v1::WEEKDAY_WEDNESDAY, {{"22:00", "24:01"}}, &calendar);
  AddHours(v1::WEEKDAY_THURSDAY, {{"9:00", "17:00"}, {"18:00", "18:00"}}, &calendar);
  AddHours(v1::WEEKDAY_MONDAY, {}, &calendar);
  AddHours(v1::WEEKDAY_UNSPECIFIED, {{"24:00", "24:00"}}, &calendar);
  AddHoliday("2027-02-29", "", &calendar);
  AddHoliday("24.12.2027", std::string(201, 'x'), &calendar);
  EXPECT_THAT(FaultsOf(calendar),
              UnorderedElementsAre(
                  "calendar.display_name", "calendar.time_zone", "calendar.week[0].times[1].start",
                  "calendar.week[1].times[1].start", "calendar.week[2].times[0].end",
                  "calendar.week[3].times[0].start", "calendar.week[3].times[1].end",
                  "calendar.week[4].weekday", "calendar.week[5].weekday",
                  "calendar.week[5].times[0].end", "calendar.holidays[0].date",
                  "calendar.holidays[1].date", "calendar.holidays[1].display_name"));
}

TEST(CalendarMessage, S3_AWeekWithoutWorkingHoursIsRefused) {
  v1::BusinessCalendar calendar = Berlin();
  calendar.clear_week();
  EXPECT_THAT(FaultsOf(calendar), ElementsAre("calendar.week"));
  AddHours(v1::WEEKDAY_MONDAY, {}, &calendar);
  EXPECT_THAT(FaultsOf(calendar), ElementsAre("calendar.week"));
}

TEST(CalendarMessage, S3_ManyFaultsAreCountedBehindTheFirstTwenty) {
  v1::BusinessCalendar calendar = Berlin();
  for (int i = 0; i < 1'000; ++i) AddHoliday("never", "", &calendar);
  EXPECT_THAT(FaultsOf(calendar), SizeIs(21));
}

TEST(CalendarMessage, S3_IsKeptInOrder) {
  v1::BusinessCalendar calendar = Berlin();
  calendar.mutable_week()->SwapElements(0, 4);
  AddHours(v1::WEEKDAY_SUNDAY, {}, &calendar);
  AddHoliday("2027-12-25", "Christmas Day", &calendar);
  AddHoliday("2027-05-06", "Ascension Day", &calendar);
  AddHoliday("2027-12-25", "Again", &calendar);
  NormaliseCalendar(&calendar);
  ASSERT_EQ(calendar.week_size(), 5);
  EXPECT_EQ(calendar.week(0).weekday(), v1::WEEKDAY_MONDAY);
  EXPECT_EQ(calendar.week(4).weekday(), v1::WEEKDAY_FRIDAY);
  ASSERT_EQ(calendar.holidays_size(), 2);
  EXPECT_EQ(calendar.holidays(0).display_name(), "Ascension Day");
  EXPECT_EQ(calendar.holidays(1).display_name(), "Christmas Day");
}

TEST(CalendarMessage, S3_APolicyWithoutACalendarCountsElapsedHours) {
  const auto calendar = BoundCalendar(DefaultPolicy("acme"));
  ASSERT_THAT(calendar, IsOk());
  EXPECT_FALSE(calendar->has_value());
}

TEST(CalendarMessage, S3_TheBoundCalendarCountsItsWorkingHours) {
  v1::BusinessCalendar message = Berlin();
  AddHoliday("2026-01-06", "Epiphany", &message);
  const auto calendar = BoundCalendar(Binding(message));
  ASSERT_THAT(calendar, IsOk());
  ASSERT_TRUE(calendar->has_value());
  // Monday 16:30 in Berlin: an hour that day, none on the holiday, three on Wednesday.
  EXPECT_THAT(AddWorkingTime(**calendar, At("2026-01-05T16:30:00+01:00"), absl::Hours(4)),
              ::baton::testing::IsOkAndHolds(At("2026-01-07T12:00:00+01:00")));
}

// A policy that names a calendar but doesn't hold it would count the wrong hours.
TEST(CalendarMessage, S3_ABoundCalendarThatIsNotThereIsAFault) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_calendar("tenants/acme/calendars/berlin");
  EXPECT_FALSE(BoundCalendar(policy).ok());
}

TEST(CalendarMessage, S3_ACalendarMustGrantEveryClockItsTimeWithinAYear) {
  const auto faults_of = [](const v1::Policy& policy) {
    Violations faults;
    CheckBoundCalendar(policy, &faults);
    return faults.faults().size();
  };
  v1::BusinessCalendar calendar = Berlin();
  EXPECT_EQ(faults_of(Binding(calendar)), 0u);
  // 72 hours at an hour and a half a week take 48 weeks; at an hour and a quarter 58.
  calendar.clear_week();
  AddHours(v1::WEEKDAY_MONDAY, {{"09:00", "10:30"}}, &calendar);
  EXPECT_EQ(faults_of(Binding(calendar)), 0u);
  calendar.mutable_week(0)->mutable_times(0)->set_end("10:15");
  EXPECT_EQ(faults_of(Binding(calendar)), 1u);
  // A year of holidays that begins long after the policy.
  calendar = Berlin();
  for (absl::CivilDay day(2031, 3, 1); day < absl::CivilDay(2032, 3, 1); ++day) {
    AddHoliday(absl::FormatCivilTime(day), "", &calendar);
  }
  EXPECT_EQ(faults_of(Binding(calendar)), 1u);
}

}  // namespace
}  // namespace baton::domain
