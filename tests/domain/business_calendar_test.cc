#include "domain/business_calendar.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::CivilDay;
using ::absl::StatusCode;
using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << ": " << error;
  return time;
}

WeeklyWindows EveryDay(std::vector<WorkingWindow> day) {
  WeeklyWindows windows;
  windows.fill(day);
  return windows;
}

WeeklyWindows Weekdays(WorkingWindow window) {
  WeeklyWindows windows;
  for (size_t weekday = 0; weekday < 5; ++weekday) windows[weekday] = {window};
  return windows;
}

constexpr WorkingWindow kNineToFive = {9 * 60, 17 * 60};

BusinessCalendar Make(absl::string_view zone, WeeklyWindows windows,
                      std::vector<CivilDay> holidays = {}) {
  return BusinessCalendar::Create(zone, std::move(windows), std::move(holidays)).value();
}

TEST(BusinessCalendar, S3_UnknownZonesAreRefused) {
  for (absl::string_view zone :
       {"", "Mars/Olympus", "europe/berlin", "localtime", "/etc/localtime", "../UTC", "Europe/..",
        "posix/UTC", "right/UTC", "Fixed/UTC+01:00:00", "UTC ", "file:UTC"}) {
    EXPECT_THAT(BusinessCalendar::Create(zone, Weekdays(kNineToFive), {}),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("unknown time zone")))
        << zone;
  }
  for (absl::string_view zone :
       {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"}) {
    EXPECT_THAT(BusinessCalendar::Create(zone, Weekdays(kNineToFive), {}), IsOk()) << zone;
  }
}

TEST(BusinessCalendar, S3_EveryFaultIsNamedAtOnce) {
  EXPECT_THAT(
      BusinessCalendar::Create("Mars/Olympus", {}, {}),
      StatusIs(StatusCode::kInvalidArgument, AllOf(HasSubstr("unknown time zone \"Mars/Olympus\""),
                                                   HasSubstr("no day has working hours"))));
}

TEST(BusinessCalendar, S3_ABudgetUsedUpAtAWindowsEndFallsDueThere) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  EXPECT_THAT(AddWorkingTime(calendar, At("2027-03-01T13:00:00Z"), absl::Hours(4)),
              IsOkAndHolds(At("2027-03-01T17:00:00Z")));
  EXPECT_THAT(AddWorkingTime(calendar, At("2027-03-01T13:00:00.000001Z"), absl::Hours(4)),
              IsOkAndHolds(At("2027-03-02T09:00:00.000001Z")));
}

TEST(BusinessCalendar, S3_AStartOutsideHoursWaitsForTheNextWindow) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  // Friday 17:00 is outside already.
  EXPECT_THAT(AddWorkingTime(calendar, At("2027-03-05T17:00:00Z"), absl::Hours(4)),
              IsOkAndHolds(At("2027-03-08T13:00:00Z")));
  EXPECT_THAT(AddWorkingTime(calendar, At("2027-03-05T16:59:59Z"), absl::Hours(4)),
              IsOkAndHolds(At("2027-03-08T12:59:59Z")));
}

TEST(BusinessCalendar, S3_AnEmptyBudgetIsDueAtOnce) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  const absl::Time sunday = At("2027-03-07T12:00:00Z");
  EXPECT_THAT(AddWorkingTime(calendar, sunday, absl::ZeroDuration()), IsOkAndHolds(sunday));
}

TEST(BusinessCalendar, S3_HolidaysAreLocalDays) {
  // In Auckland the 1st begins at 11:00 UTC of the day before.
  const BusinessCalendar calendar =
      Make("Pacific/Auckland", EveryDay({{0, kMinutesPerDay}}), {CivilDay(2027, 1, 1)});
  EXPECT_THAT(AddWorkingTime(calendar, At("2026-12-31T10:00:00Z"), absl::Hours(2)),
              IsOkAndHolds(At("2027-01-01T12:00:00Z")));
}

TEST(BusinessCalendar, S3_SkippedLocalTimesContributeNothing) {
  // Berlin, 2027-03-28: 02:00 becomes 03:00 at 01:00 UTC.
  const BusinessCalendar window = Make("Europe/Berlin", EveryDay({{60, 240}}));
  EXPECT_THAT(AddWorkingTime(window, At("2027-03-28T00:00:00Z"), absl::Hours(2)),
              IsOkAndHolds(At("2027-03-28T02:00:00Z")));
  EXPECT_THAT(AddWorkingTime(window, At("2027-03-28T00:00:00Z"), absl::Hours(3)),
              IsOkAndHolds(At("2027-03-29T00:00:00Z")));
  // A window that is skipped as a whole.
  const BusinessCalendar skipped = Make("Europe/Berlin", EveryDay({{120, 180}}));
  EXPECT_THAT(AddWorkingTime(skipped, At("2027-03-28T00:00:00Z"), absl::Minutes(1)),
              IsOkAndHolds(At("2027-03-29T00:01:00Z")));
}

TEST(BusinessCalendar, S3_RepeatedLocalTimesCountEachTime) {
  // Berlin, 2027-10-31: 03:00 becomes 02:00 at 01:00 UTC.
  const BusinessCalendar window = Make("Europe/Berlin", EveryDay({{120, 150}}));
  EXPECT_THAT(AddWorkingTime(window, At("2027-10-31T00:00:00Z"), absl::Minutes(30)),
              IsOkAndHolds(At("2027-10-31T00:30:00Z")));
  EXPECT_THAT(AddWorkingTime(window, At("2027-10-31T00:00:00Z"), absl::Minutes(31)),
              IsOkAndHolds(At("2027-10-31T01:01:00Z")));
  EXPECT_THAT(AddWorkingTime(window, At("2027-10-31T00:00:00Z"), absl::Hours(1)),
              IsOkAndHolds(At("2027-10-31T01:30:00Z")));
}

TEST(BusinessCalendar, S3_ADayThatBeginsTwiceCountsTwice) {
  // St. John's until 2011: 00:01 becomes 23:01 of the day before, so the first minute of Sunday
  // 2010-11-07 comes twice, and Saturday's last 59 minutes between the two.
  const BusinessCalendar sunday = Make("America/St_Johns", [] {
    WeeklyWindows windows;
    windows[6] = {{0, 60}};
    return windows;
  }());
  const absl::Time start = At("2010-11-07T02:30:00Z");
  EXPECT_THAT(AddWorkingTime(sunday, start, absl::Minutes(1)),
              IsOkAndHolds(At("2010-11-07T02:31:00Z")));
  EXPECT_THAT(AddWorkingTime(sunday, start, absl::Minutes(2)),
              IsOkAndHolds(At("2010-11-07T03:31:00Z")));
}

TEST(BusinessCalendar, S3_WorkingTimeBetweenIsWhatAddWorkingTimeAdds) {
  const BusinessCalendar calendar = Make("Europe/Berlin", Weekdays(kNineToFive));
  const absl::Time start = At("2027-01-15T10:30:00Z");
  const absl::Duration budget = absl::Hours(1234) + absl::Microseconds(7);
  const absl::StatusOr<absl::Time> due = AddWorkingTime(calendar, start, budget);
  ASSERT_THAT(due, IsOk());
  EXPECT_THAT(WorkingTimeBetween(calendar, start, *due), IsOkAndHolds(budget));
  EXPECT_THAT(WorkingTimeBetween(calendar, *due, start), IsOkAndHolds(absl::ZeroDuration()));
}

TEST(BusinessCalendar, S3_WhatLiesBeyondTheLookAheadIsRefused) {
  const BusinessCalendar calendar = Make("UTC", EveryDay({{0, 1}}));
  const absl::Time start = At("2027-01-01T00:00:00Z");
  const absl::Duration all = absl::Minutes(20 * 366);
  EXPECT_THAT(AddWorkingTime(calendar, start, all), IsOk());
  EXPECT_THAT(AddWorkingTime(calendar, start, all + absl::Microseconds(1)),
              StatusIs(StatusCode::kOutOfRange, HasSubstr("20 years")));
  EXPECT_THAT(WorkingTimeBetween(calendar, start, start + kMaxLookAhead), IsOkAndHolds(all));
  EXPECT_THAT(WorkingTimeBetween(calendar, start, start + kMaxLookAhead + absl::Seconds(1)),
              StatusIs(StatusCode::kOutOfRange));
}

TEST(BusinessCalendar, S3_BudgetsAndStartsThatMeanNothingAreRefused) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  const absl::Time start = At("2027-01-01T00:00:00Z");
  EXPECT_THAT(AddWorkingTime(calendar, start, -absl::Seconds(1)),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(AddWorkingTime(calendar, start, absl::InfiniteDuration()),
              StatusIs(StatusCode::kInvalidArgument));
  for (absl::Time bad : {absl::InfinitePast(), absl::InfiniteFuture(), At("1899-12-31T23:59:59Z"),
                         At("2400-01-01T00:00:00Z")}) {
    EXPECT_THAT(AddWorkingTime(calendar, bad, absl::Hours(1)),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("years 1900 to 2399")));
    EXPECT_THAT(AddBusinessDays(calendar, bad, 1), StatusIs(StatusCode::kInvalidArgument));
    EXPECT_THAT(WorkingTimeBetween(calendar, bad, start), StatusIs(StatusCode::kInvalidArgument));
  }
}

TEST(BusinessCalendar, S8_TheDefaultIsMondayToFriday) {
  const absl::StatusOr<BusinessCalendar> calendar = DefaultCalendar("America/New_York");
  ASSERT_THAT(calendar, IsOk());
  // Thursday evening in New York is Friday in UTC: the local day counts.
  EXPECT_THAT(AddBusinessDays(*calendar, At("2027-06-04T03:00:00Z"), 5),
              IsOkAndHolds(At("2027-06-11T03:00:00Z")));
  EXPECT_THAT(DefaultCalendar("Nowhere"), StatusIs(StatusCode::kInvalidArgument));
}

TEST(BusinessCalendar, S8_TheFirstBusinessDayIsNeverTheDayOfTheStart) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive), {CivilDay(2027, 6, 8)});
  // From Saturday the first is Monday; Tuesday is a holiday.
  EXPECT_THAT(AddBusinessDays(calendar, At("2027-06-05T23:30:00.000001Z"), 1),
              IsOkAndHolds(At("2027-06-07T23:30:00.000001Z")));
  EXPECT_THAT(AddBusinessDays(calendar, At("2027-06-07T00:00:00Z"), 1),
              IsOkAndHolds(At("2027-06-09T00:00:00Z")));
}

TEST(BusinessCalendar, S8_ASkippedLocalTimeIsReadWithTheOffsetBeforeTheChange) {
  // 02:30 does not exist in Berlin on 2027-03-28: read as UTC+1 it is 03:30 summer time.
  const BusinessCalendar calendar = Make("Europe/Berlin", EveryDay({kNineToFive}));
  EXPECT_THAT(AddBusinessDays(calendar, At("2027-03-27T01:30:00Z"), 1),
              IsOkAndHolds(At("2027-03-28T01:30:00Z")));
}

TEST(BusinessCalendar, S8_OfARepeatedLocalTimeTheFirstOccurrenceCounts) {
  // 02:30 comes twice in Berlin on 2027-10-31: at 00:30 and at 01:30 UTC.
  const BusinessCalendar calendar = Make("Europe/Berlin", EveryDay({kNineToFive}));
  EXPECT_THAT(AddBusinessDays(calendar, At("2027-10-30T00:30:00Z"), 1),
              IsOkAndHolds(At("2027-10-31T00:30:00Z")));
}

TEST(BusinessCalendar, S8_NoneIsTheStartAndFewerIsRefused) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  const absl::Time start = At("2027-06-05T23:30:00Z");
  EXPECT_THAT(AddBusinessDays(calendar, start, 0), IsOkAndHolds(start));
  EXPECT_THAT(AddBusinessDays(calendar, start, -1), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(AddBusinessDays(calendar, start, std::numeric_limits<int>::max()),
              StatusIs(StatusCode::kOutOfRange));
}

TEST(BusinessCalendar, S10_SegmentsAreTheWindowsThatCount) {
  const BusinessCalendar calendar =
      Make("Europe/Berlin", Weekdays(kNineToFive), {CivilDay(2027, 1, 6)});
  // Monday 16:00 to Thursday 10:00, with a holiday on Wednesday.
  const auto segments = WorkingSegments(calendar, At("2027-01-04T16:00:00+01:00"),
                                        At("2027-01-07T10:00:00+01:00"), 10);
  ASSERT_THAT(segments, IsOk());
  EXPECT_EQ(*segments, (std::vector<TimeSegment>{
                           {At("2027-01-04T16:00:00+01:00"), At("2027-01-04T17:00:00+01:00")},
                           {At("2027-01-05T09:00:00+01:00"), At("2027-01-05T17:00:00+01:00")},
                           {At("2027-01-07T09:00:00+01:00"), At("2027-01-07T10:00:00+01:00")}}));
}

TEST(BusinessCalendar, S10_SegmentsAddUpToTheWorkingTimeOverAYearOfChanges) {
  for (const char* zone : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}) {
    const BusinessCalendar calendar = Make(zone, EveryDay({{60, 150}, {150, 200}, {600, 1440}}));
    const absl::Time from = At("2027-01-01T00:30:00+00:00");
    const absl::Time to = At("2027-12-31T12:00:00+00:00");
    const auto segments = WorkingSegments(calendar, from, to, 10'000);
    ASSERT_THAT(segments, IsOk());
    absl::Duration sum;
    for (const TimeSegment& segment : *segments) sum += segment.to - segment.from;
    EXPECT_THAT(WorkingTimeBetween(calendar, from, to), IsOkAndHolds(sum)) << zone;
    for (size_t i = 1; i < segments->size(); ++i) {
      EXPECT_LT((*segments)[i - 1].to, (*segments)[i].from) << zone << " " << i;
    }
  }
}

TEST(BusinessCalendar, S10_SegmentsAreCutOffAtTheLimit) {
  const BusinessCalendar calendar = Make("UTC", Weekdays(kNineToFive));
  const auto segments = WorkingSegments(calendar, At("2027-01-04T00:00:00+00:00"),
                                        At("2027-12-31T00:00:00+00:00"), 3);
  ASSERT_THAT(segments, IsOk());
  EXPECT_EQ(segments->size(), 3U);
}

}  // namespace
}  // namespace baton::domain
