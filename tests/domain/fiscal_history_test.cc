#include "domain/fiscal_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::StatusIs;

v1::Policy Version(const char* start, const char* zone, int first_month = 1) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_time_zone(zone);
  policy.set_fiscal_first_month(first_month);
  *policy.mutable_effective_time() = ToTimestamp(At(start));
  return policy;
}

constexpr const char* kEver = "2020-01-01T00:00:00Z";
constexpr absl::Duration kTick = absl::Microseconds(1);

TEST(FiscalHistory, X3_OneVersionsQuartersAreThePolicys) {
  const v1::Policy policy = Version("2027-02-10T00:00:00Z", "America/New_York", 2);
  const FiscalHistory history({policy});
  for (const char* code : {"2026-Q4", "2027-Q1", "2027-Q2", "2028-Q1"}) {
    const Quarter by_policy = ParseQuarter(policy, code).value();
    const Quarter quarter = history.Of(code).value();
    EXPECT_EQ(quarter.code, by_policy.code);
    EXPECT_EQ(quarter.start, by_policy.start);
    EXPECT_EQ(quarter.end, by_policy.end);
    EXPECT_EQ(quarter.first_day, by_policy.first_day);
    EXPECT_EQ(quarter.last_day, by_policy.last_day);
    EXPECT_EQ(history.At(quarter.start)->code, code);
    EXPECT_EQ(history.At(quarter.end - kTick)->code, code);
  }
}

TEST(FiscalHistory, X5_ANewVersionMovesNoEdgeThatWasReached) {
  const FiscalHistory history(
      {Version(kEver, "UTC"), Version("2027-04-01T00:00:00Z", "America/New_York")});
  const Quarter first = history.Of("2027-Q1").value();
  EXPECT_EQ(first.start, At("2027-01-01T00:00:00Z"));
  EXPECT_EQ(first.end, At("2027-04-01T00:00:00Z"));
  EXPECT_EQ(history.Of("2026-Q4")->end, first.start);
  const Quarter second = history.Of("2027-Q2").value();
  EXPECT_EQ(second.start, first.end);
  EXPECT_EQ(second.end, At("2027-07-01T04:00:00Z"));
  EXPECT_EQ(second.last_day, absl::CivilDay(2027, 6, 30));
  // By the new version alone it is still March in New York.
  EXPECT_EQ(history.At(At("2027-04-01T02:00:00Z"))->code, "2027-Q2");
}

TEST(FiscalHistory, X5_QuartersLieEndToEndWhateverChanges) {
  const std::vector<std::vector<v1::Policy>> changes = {
      {Version(kEver, "UTC"), Version("2027-03-31T23:00:00Z", "America/New_York")},
      {Version(kEver, "America/New_York"), Version("2027-04-01T02:00:00Z", "UTC")},
      {Version(kEver, "UTC"), Version("2027-04-01T02:00:00Z", "America/New_York")},
      {Version(kEver, "UTC"), Version("2027-07-01T00:00:00Z", "UTC", 2)},
      {Version(kEver, "UTC", 2), Version("2027-07-15T12:00:00Z", "Asia/Tokyo", 12)},
      {Version(kEver, "UTC"), Version("2027-05-01T00:00:00Z", "UTC", 7),
       Version("2027-05-01T00:00:00Z", "UTC", 4), Version("2027-09-01T00:00:00Z", "UTC")},
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    const FiscalHistory history(changes[i]);
    absl::Time end = history.Of("2025-Q1")->start;
    for (int year = 2025; year < 2031; ++year) {
      for (int number = 1; number <= 4; ++number) {
        const std::string code = std::to_string(year) + "-Q" + std::to_string(number);
        const Quarter quarter = history.Of(code).value();
        EXPECT_EQ(quarter.start, end) << i << " " << code;
        EXPECT_LE(quarter.start, quarter.end) << i << " " << code;
        end = quarter.end;
        if (quarter.start == quarter.end) continue;
        EXPECT_EQ(history.At(quarter.start)->code, code) << i;
        EXPECT_EQ(history.At(quarter.end - kTick)->code, code) << i;
      }
    }
  }
}

// The year that began in February 2027 is 2028: three quarters are skipped.
TEST(FiscalHistory, X5_WhatANewCalendarSkipsIsEmpty) {
  const FiscalHistory history({Version(kEver, "UTC"), Version("2027-07-01T00:00:00Z", "UTC", 2)});
  EXPECT_EQ(history.Of("2027-Q2")->end, At("2027-07-01T00:00:00Z"));
  for (const char* code : {"2027-Q3", "2027-Q4", "2028-Q1"}) {
    EXPECT_EQ(history.Of(code)->start, history.Of(code)->end) << code;
  }
  EXPECT_EQ(history.Of("2028-Q2")->start, At("2027-07-01T00:00:00Z"));
  EXPECT_EQ(history.Of("2028-Q2")->end, At("2027-08-01T00:00:00Z"));
  EXPECT_EQ(history.At(At("2027-07-01T00:00:00Z"))->code, "2028-Q2");
}

TEST(FiscalHistory, WhatIsNoQuarterIsRefused) {
  EXPECT_THAT(FiscalHistory({Version(kEver, "UTC")}).Of("2027-Q5"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace baton::domain
