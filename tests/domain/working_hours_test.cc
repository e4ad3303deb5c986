#include "domain/working_hours.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::CivilDay;
using ::absl::StatusCode;
using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kHour = 3'600'000'000;
constexpr int64_t kDay = 24 * kHour;
// 1970-01-05 00:00, the first Monday of the time line.
constexpr int64_t kMonday = 4 * kDay;

WeeklyWindows On(size_t weekday, std::vector<WorkingWindow> day) {
  WeeklyWindows windows;
  windows[weekday] = std::move(day);
  return windows;
}

WeeklyWindows NineToFive() {
  WeeklyWindows windows;
  for (size_t weekday = 0; weekday < 5; ++weekday) windows[weekday] = {{9 * 60, 17 * 60}};
  return windows;
}

TEST(WorkingHours, S3_WindowsMayTouchAndFillTheDay) {
  EXPECT_THAT(WorkingHours::Create(On(0, {{0, 720}, {720, 1440}}), {}), IsOk());
  EXPECT_THAT(WorkingHours::Create(On(6, {{1439, 1440}}), {}), IsOk());
}

TEST(WorkingHours, S3_WindowsOutsideTheDayAreRefused) {
  EXPECT_THAT(WorkingHours::Create(On(0, {{-1, 60}}), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("Monday -1 min-01:00 leaves")));
  EXPECT_THAT(WorkingHours::Create(On(6, {{60, 1441}}), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("Sunday 01:00-24:01 leaves")));
}

TEST(WorkingHours, S3_EmptyReversedUnsortedAndOverlappingWindowsAreRefused) {
  EXPECT_THAT(WorkingHours::Create(On(1, {{60, 60}}), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("empty or reversed")));
  EXPECT_THAT(WorkingHours::Create(On(1, {{120, 60}}), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("empty or reversed")));
  EXPECT_THAT(WorkingHours::Create(On(2, {{60, 120}, {119, 180}}), {}),
              StatusIs(StatusCode::kInvalidArgument,
                       HasSubstr("Wednesday 01:59-03:00 starts before 01:00-02:00 ends")));
  EXPECT_THAT(WorkingHours::Create(On(2, {{600, 720}, {60, 120}}), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("starts before")));
}

TEST(WorkingHours, S3_EveryFaultIsNamedAtOnce) {
  WeeklyWindows windows = On(0, {{-5, 60}});
  windows[3] = {{120, 60}};
  EXPECT_THAT(WorkingHours::Create(windows, std::vector<CivilDay>(kMaxHolidays + 1)),
              StatusIs(StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("Monday"), HasSubstr("Thursday"), HasSubstr("holidays"))));
}

TEST(WorkingHours, S3_AWeekWithoutWindowsIsRefused) {
  EXPECT_THAT(WorkingHours::Create({}, {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("no day has working hours")));
}

TEST(WorkingHours, S3_TooManyWindowsAreRefused) {
  EXPECT_THAT(WorkingHours::Create(On(0, std::vector<WorkingWindow>(kMaxWindowsPerDay + 1)), {}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than 48 windows")));
}

TEST(WorkingHours, S3_HolidaysAreSortedAndCountOnce) {
  const CivilDay first(2027, 1, 1);
  const CivilDay second(2027, 5, 1);
  const auto hours = WorkingHours::Create(NineToFive(), {second, first, second});
  ASSERT_THAT(hours, IsOk());
  EXPECT_THAT(hours->holidays(), ElementsAre(first, second));
  EXPECT_FALSE(hours->IsBusinessDay(first));
  EXPECT_TRUE(hours->IsBusinessDay(CivilDay(2027, 1, 4)));
  EXPECT_FALSE(hours->IsBusinessDay(CivilDay(2027, 1, 3)));
}

TEST(WorkingHours, S3_OnlyTimeInsideAWindowCounts) {
  const auto hours = WorkingHours::Create(NineToFive(), {});
  const int64_t origin = hours->WorkedUntil(kMonday);
  EXPECT_EQ(hours->WorkedUntil(kMonday + 9 * kHour) - origin, 0);
  EXPECT_EQ(hours->WorkedUntil(kMonday + 9 * kHour + 1) - origin, 1);
  EXPECT_EQ(hours->WorkedUntil(kMonday + 17 * kHour) - origin, 8 * kHour);
  EXPECT_EQ(hours->WorkedUntil(kMonday + kDay) - origin, 8 * kHour);
  EXPECT_EQ(hours->WorkedUntil(kMonday + 7 * kDay) - origin, 40 * kHour);
  EXPECT_EQ(hours->WorkedUntil(kMonday - 7 * kDay) - origin, -40 * kHour);
}

TEST(WorkingHours, S3_ABudgetUsedUpAtAWindowsEndIsReachedThere) {
  const auto hours = WorkingHours::Create(NineToFive(), {});
  EXPECT_EQ(hours->WhenWorked(kMonday, 8 * kHour), kMonday + 17 * kHour);
  EXPECT_EQ(hours->WhenWorked(kMonday, 8 * kHour + 1), kMonday + kDay + 9 * kHour + 1);
  EXPECT_EQ(hours->WhenWorked(kMonday, 40 * kHour), kMonday + 4 * kDay + 17 * kHour);
  EXPECT_EQ(hours->WhenWorked(kMonday + 17 * kHour, 1), kMonday + kDay + 9 * kHour + 1);
  EXPECT_EQ(hours->WhenWorked(kMonday + 16 * kHour, kHour), kMonday + 17 * kHour);
}

TEST(WorkingHours, S3_AHolidayIsNoWorkingTimeAtAll) {
  const auto hours =
      WorkingHours::Create(NineToFive(), {CivilDay(1970, 1, 6), CivilDay(1970, 1, 10)});
  EXPECT_EQ(hours->WhenWorked(kMonday, 9 * kHour), kMonday + 2 * kDay + 10 * kHour);
  EXPECT_EQ(hours->WorkedUntil(kMonday + 7 * kDay) - hours->WorkedUntil(kMonday), 32 * kHour);
}

TEST(WorkingHours, S3_WeeksOfHolidaysAreSteppedOver) {
  std::vector<CivilDay> holidays;
  for (CivilDay day(1970, 1, 6); day < CivilDay(1975, 1, 6); ++day) holidays.push_back(day);
  const auto hours = WorkingHours::Create(NineToFive(), holidays);
  const int64_t monday_1975 = (CivilDay(1975, 1, 6) - CivilDay(1970, 1, 1)) * kDay;
  EXPECT_EQ(hours->WhenWorked(kMonday, 9 * kHour), monday_1975 + 10 * kHour);
}

}  // namespace
}  // namespace baton::domain
