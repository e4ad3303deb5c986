#include "domain/plan_period.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Time Day(int days) { return absl::FromUnixSeconds(1'800'000'000) + absl::Hours(24 * days); }

v1::PlanAssignment Assigned(const std::string& code, int day) {
  v1::PlanAssignment assignment;
  assignment.mutable_plan()->set_code(code);
  *assignment.mutable_start_time() = ToTimestamp(Day(day));
  return assignment;
}

v1::PlanVersion Signed(const std::string& code, int number, int day) {
  v1::PlanVersion version;
  version.mutable_plan()->set_code(code);
  version.mutable_plan()->set_version(number);
  *version.mutable_effective_time() = ToTimestamp(Day(day));
  *version.mutable_approve_time() = ToTimestamp(Day(-30));
  return version;
}

// "A/1 0-10" for each.
std::vector<std::string> Told(const std::vector<PlanPeriod>& periods) {
  std::vector<std::string> told;
  for (const PlanPeriod& period : periods) {
    told.push_back(absl::StrCat(period.plan.code(), "/", period.plan.version(), " ",
                                (period.start - Day(0)) / absl::Hours(24), "-",
                                (period.end - Day(0)) / absl::Hours(24)));
  }
  return told;
}

TEST(PlanPeriod, X5_AVersionCountsFromItsStartToTheNext) {
  const PlanHistory history = {{Assigned("A", -5)}, {Signed("A", 2, 10), Signed("A", 1, -9)}};
  EXPECT_THAT(Told(PlanPeriods(history, Day(0), Day(90))), ElementsAre("A/1 0-10", "A/2 10-90"));
  const auto periods = PlanPeriods(history, Day(0), Day(90));
  EXPECT_EQ(PlanAtInstant(periods, Day(10))->version(), 2);
  EXPECT_EQ(PlanAtInstant(periods, Day(10) - absl::Microseconds(1))->version(), 1);
  EXPECT_FALSE(PlanAtInstant(periods, Day(90)).has_value());
}

TEST(PlanPeriod, X5_AnotherCodeCountsFromItsAssignment) {
  const PlanHistory history = {{Assigned("B", 30), Assigned("A", 5)},
                               {Signed("A", 1, -9), Signed("B", 7, -9), Signed("A", 2, 40)}};
  EXPECT_THAT(Told(PlanPeriods(history, Day(0), Day(90))), ElementsAre("A/1 5-30", "B/7 30-90"));
}

TEST(PlanPeriod, X5_TheSameVersionGoesOn) {
  const PlanHistory history = {{Assigned("A", -5), Assigned("A", 20)},
                               {Signed("A", 1, -9), Signed("B", 1, 30)}};
  EXPECT_THAT(Told(PlanPeriods(history, Day(0), Day(90))), ElementsAre("A/1 0-90"));
}

TEST(PlanPeriod, X5_WhatNobodySignedCountsForNothing) {
  v1::PlanVersion unsigned_version = Signed("A", 2, 10);
  unsigned_version.clear_approve_time();
  const PlanHistory history = {{Assigned("A", -5)}, {Signed("A", 1, 3), unsigned_version}};
  EXPECT_THAT(Told(PlanPeriods(history, Day(0), Day(90))), ElementsAre("A/1 3-90"));
}

TEST(PlanPeriod, X5_OfTwoThatStartAtOnceTheHigherCounts) {
  const std::vector<v1::PlanVersion> versions = {Signed("A", 3, 0), Signed("A", 2, 0)};
  EXPECT_EQ(PlanInForce(versions, "A", Day(0))->plan().version(), 3);
  EXPECT_EQ(PlanInForce(versions, "A", Day(0) - absl::Microseconds(1)), nullptr);
  EXPECT_EQ(PlanInForce(versions, "B", Day(0)), nullptr);
}

TEST(PlanPeriod, W2_EndsWithThePayeesEndDate) {
  PlanHistory history = {{Assigned("A", -5)}, {Signed("A", 1, -9), Signed("A", 2, 60)}, Day(45)};
  EXPECT_THAT(Told(PlanPeriods(history, Day(0), Day(90))), ElementsAre("A/1 0-45"));
  history.left = Day(0);
  EXPECT_THAT(PlanPeriods(history, Day(0), Day(90)), IsEmpty());
}

}  // namespace
}  // namespace baton::domain
