#include "domain/fiscal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

v1::Policy PolicyIn(const char* zone, int first_month = 1) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_time_zone(zone);
  policy.set_fiscal_first_month(first_month);
  return policy;
}

std::string CodeAt(const v1::Policy& policy, const char* time) {
  return QuarterAt(policy, At(time)).value().code;
}

constexpr absl::Duration kTick = absl::Microseconds(1);

TEST(Fiscal, X3_AQuarterIsHalfOpen) {
  const v1::Policy policy = PolicyIn("UTC");
  EXPECT_EQ(CodeAt(policy, "2027-01-01T00:00:00Z"), "2027-Q1");
  EXPECT_EQ(CodeAt(policy, "2027-03-31T23:59:59.999999Z"), "2027-Q1");
  EXPECT_EQ(CodeAt(policy, "2027-04-01T00:00:00Z"), "2027-Q2");
  EXPECT_EQ(CodeAt(policy, "2026-12-31T23:59:59.999999Z"), "2026-Q4");
}

TEST(Fiscal, X3_AQuartersEdgesFollowTheZoneThroughItsDst) {
  const v1::Policy policy = PolicyIn("America/New_York");
  const Quarter quarter = ParseQuarter(policy, "2027-Q1").value();
  EXPECT_EQ(quarter.start, At("2027-01-01T05:00:00Z"));
  EXPECT_EQ(quarter.end, At("2027-04-01T04:00:00Z"));
  EXPECT_EQ(QuarterAt(policy, quarter.end - kTick)->code, "2027-Q1");
  EXPECT_EQ(QuarterAt(policy, quarter.end)->code, "2027-Q2");
  EXPECT_EQ(quarter.first_day, absl::CivilDay(2027, 1, 1));
  EXPECT_EQ(quarter.last_day, absl::CivilDay(2027, 3, 31));
}

// Paraguay's clocks went from 23:59:59 on 30 September to 01:00 on 1 October 2023.
TEST(Fiscal, X3_AQuarterWhoseMidnightIsSkippedBeginsWithTheChange) {
  const v1::Policy policy = PolicyIn("America/Asuncion");
  const Quarter quarter = ParseQuarter(policy, "2023-Q4").value();
  EXPECT_EQ(quarter.start, At("2023-10-01T04:00:00Z"));
  EXPECT_EQ(QuarterAt(policy, quarter.start)->code, "2023-Q4");
  EXPECT_EQ(QuarterAt(policy, quarter.start - kTick)->code, "2023-Q3");
  EXPECT_EQ(ParseQuarter(policy, "2023-Q3")->end, quarter.start);
}

// Havana's clocks go back from 01:00 to 00:00 on 7 November 2027.
TEST(Fiscal, X3_ADayWhoseMidnightComesTwiceBeginsWithTheFirst) {
  EXPECT_THAT(StartOfDate(PolicyIn("America/Havana"), "2027-11-07"),
              IsOkAndHolds(At("2027-11-07T04:00:00Z")));
}

TEST(Fiscal, X3_AFiscalYearIsNamedAfterTheYearItEndsIn) {
  const v1::Policy policy = PolicyIn("UTC", 2);
  EXPECT_EQ(CodeAt(policy, "2026-01-31T23:59:59Z"), "2026-Q4");
  EXPECT_EQ(CodeAt(policy, "2026-02-01T00:00:00Z"), "2027-Q1");
  EXPECT_EQ(CodeAt(policy, "2027-01-31T23:59:59Z"), "2027-Q4");
  const Quarter quarter = ParseQuarter(policy, "2027-Q4").value();
  EXPECT_EQ(quarter.start, At("2026-11-01T00:00:00Z"));
  EXPECT_EQ(quarter.end, At("2027-02-01T00:00:00Z"));
}

TEST(Fiscal, X3_EveryFirstMonthHasFourQuartersThatMeet) {
  for (int month = 1; month <= 12; ++month) {
    const v1::Policy policy = PolicyIn("Europe/Berlin", month);
    Quarter quarter = ParseQuarter(policy, "2026-Q1").value();
    for (const char* next_code : {"2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"}) {
      const Quarter next = ParseQuarter(policy, next_code).value();
      EXPECT_EQ(quarter.end, next.start) << month;
      EXPECT_EQ(quarter.last_day + 1, next.first_day) << month;
      EXPECT_EQ(QuarterAt(policy, next.start)->code, next_code) << month;
      EXPECT_EQ(QuarterAt(policy, next.start - kTick)->code, quarter.code) << month;
      quarter = next;
    }
  }
}

TEST(Fiscal, X3_ReadsBothFormsOfACode) {
  const v1::Policy policy = PolicyIn("UTC");
  EXPECT_EQ(ParseQuarter(policy, "2027-Q3")->code, "2027-Q3");
  EXPECT_EQ(ParseQuarter(policy, "2027Q3")->code, "2027-Q3");
}

TEST(Fiscal, X3_RefusesWhatIsNoQuarter) {
  const v1::Policy policy = PolicyIn("UTC");
  for (const char* code :
       {"", "2027", "2027-", "2027-Q", "2027-Q0", "2027-Q5", "2027-q1", "2027--Q1", "27-Q1",
        "2027-Q1 ", " 2027Q1", "+202-Q1", "1899-Q4", "2027-Q11", "Q1-2027"}) {
    EXPECT_THAT(ParseQuarter(policy, code),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no quarter")))
        << code;
  }
}

TEST(Fiscal, X3_RefusesAZoneOrMonthThatIsNone) {
  EXPECT_THAT(QuarterAt(PolicyIn("Mars/Olympus"), At("2027-01-01T00:00:00Z")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseQuarter(PolicyIn("UTC", 13), "2027-Q1"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Fiscal, X3_ADateIsThatOfTheZone) {
  const absl::Time late = At("2027-03-31T22:30:00Z");
  EXPECT_THAT(DateOf(PolicyIn("UTC"), late), IsOkAndHolds(std::string("2027-03-31")));
  EXPECT_THAT(DateOf(PolicyIn("Europe/Berlin"), late), IsOkAndHolds(std::string("2027-04-01")));
}

TEST(Fiscal, X3_ABareDateIsTheStartOfThatDayInTheZone) {
  EXPECT_THAT(StartOfDate(PolicyIn("UTC"), "2027-03-31"), IsOkAndHolds(At("2027-03-31T00:00:00Z")));
  EXPECT_THAT(StartOfDate(PolicyIn("Asia/Tokyo"), "2027-03-31"),
              IsOkAndHolds(At("2027-03-30T15:00:00Z")));
  EXPECT_THAT(StartOfDate(PolicyIn("UTC"), "2028-02-29"), IsOkAndHolds(At("2028-02-29T00:00:00Z")));
}

TEST(Fiscal, X3_RefusesWhatIsNoDate) {
  for (const char* date : {"", "2027-02-29", "2027-13-01", "2027-1-1", "2027-01-01T00:00:00Z",
                           " 2027-01-01", "01.01.2027"}) {
    EXPECT_THAT(StartOfDate(PolicyIn("UTC"), date),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no date")))
        << date;
  }
}

TEST(Fiscal, C14_PayoutComesDaysAfterTheLastDay) {
  v1::Policy policy = PolicyIn("America/New_York");
  EXPECT_EQ(PayoutDate(policy, ParseQuarter(policy, "2027-Q1").value()), "2027-04-15");
  EXPECT_EQ(PayoutDate(policy, ParseQuarter(policy, "2027-Q4").value()), "2028-01-15");
  policy.set_payout_days(0);
  EXPECT_EQ(PayoutDate(policy, ParseQuarter(policy, "2027-Q2").value()), "2027-06-30");
}

}  // namespace
}  // namespace baton::domain
