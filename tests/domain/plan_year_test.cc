#include "domain/plan_year.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/policy.h"
#include "tests/domain/pool_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::StatusIs;

PlanPeriod Period(absl::string_view from, absl::string_view to, v1::CompPlan plan = PoolPlan()) {
  return {std::move(plan), At(from), At(to)};
}

PoolsOfRun ToDate(absl::string_view quarter, std::vector<PlanPeriod> periods,
                  int64_t book_arr_minor = 0) {
  PoolRun run;
  run.periods = std::move(periods);
  return PoolsOfRunToDate(YearTo(quarter), DefaultPolicy("acme"), run, book_arr_minor).value();
}

TEST(PlanYear, C6_AWholeYearSoFarIsItsQuarters) {
  // 45%, 35%, 20% of 25,000.00: 11,250.00, 8,750.00, 5,000.00 a year, half of it in two quarters.
  const PoolsOfRun pools =
      ToDate("2027-Q2", {Period("2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z")});
  EXPECT_EQ(pools.to_date.grr_minor, 562'500);
  EXPECT_EQ(pools.to_date.expansion_minor, 437'500);
  EXPECT_EQ(pools.to_date.mbo_minor, 250'000);
  ASSERT_EQ(pools.shares.size(), 2u);
  EXPECT_EQ(pools.shares[1].quarter, 2);
  EXPECT_EQ(pools.shares[1].days_held, 91);
}

TEST(PlanYear, C8_TheExpansionTargetGrowsByQuartersAndDaysToo) {
  // 10% of 1,000,000.00 is 100,000.00 a year: 25,000.00 in Q1, and 45 of Q1's 90 days half of it.
  const int64_t book = 100'000'000;
  EXPECT_EQ(ToDate("2027-Q1", {Period("2027-01-01T00:00:00Z", "2027-04-01T00:00:00Z")}, book)
                .expansion_target_minor,
            2'500'000);
  EXPECT_EQ(ToDate("2027-Q2", {Period("2027-02-15T00:00:00Z", "2027-07-01T00:00:00Z")}, book)
                .expansion_target_minor,
            3'750'000);
  EXPECT_EQ(ToDate("2027-Q1", {Period("2027-01-01T00:00:00Z", "2027-04-01T00:00:00Z")}, 0)
                .expansion_target_minor,
            0);
}

TEST(PlanYear, C6_AJoinerMidQuarterHasTheDaysThatBeginWithThem) {
  // 15 February to 31 March are 45 of 90 days: half of 2,812.50, 2,187.50, 1,250.00.
  for (const char* start : {"2027-02-15T00:00:00Z", "2027-02-14T00:00:01Z"}) {
    const PoolsOfRun pools = ToDate("2027-Q1", {Period(start, "2027-04-01T00:00:00Z")});
    EXPECT_EQ(pools.to_date.grr_minor, 140'625) << start;
    EXPECT_EQ(pools.to_date.expansion_minor, 109'375) << start;
    EXPECT_EQ(pools.to_date.mbo_minor, 62'500) << start;
  }
  EXPECT_EQ(ToDate("2027-Q1", {Period("2027-02-14T00:00:00Z", "2027-04-01T00:00:00Z")})
                .shares[0]
                .days_held,
            46);
}

TEST(PlanYear, C6_ALeaverMidQuarterKeepsWhatTheirDaysGave) {
  // 1,001 JPY: 450.45, 350.35, 200.2 split to 451, 350, 200; their first quarters are 113, 88, 50.
  // January is 31 of 90 days: 38.9 of 113, where the left-over yen goes to the larger fraction, so
  // 39; 30.3 of 88, whose other part has the larger one, so 30; 17.2 of 50, so 17.
  v1::CompPlan plan = PoolPlan();
  plan.set_currency_code("JPY");
  plan.set_variable_minor(1'001);
  for (const char* quarter : {"2027-Q1", "2027-Q4"}) {
    const PoolsOfRun pools =
        ToDate(quarter, {Period("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z", plan)});
    EXPECT_EQ(pools.to_date.grr_minor, 39);
    EXPECT_EQ(pools.to_date.expansion_minor, 30);
    EXPECT_EQ(pools.to_date.mbo_minor, 17);
    EXPECT_EQ(pools.shares.size(), 1u);
  }
}

TEST(PlanYear, C6_APlanChangeMidQuarterGivesEachItsDays) {
  v1::CompPlan next = PoolPlan();
  next.set_version(2);
  next.set_variable_minor(5'000'000);
  const PoolsOfRun pools =
      ToDate("2027-Q1", {Period("2027-01-01T00:00:00Z", "2027-02-15T00:00:00Z"),
                         Period("2027-02-15T00:00:00Z", "2027-04-01T00:00:00Z", next)});
  // Half of 2,812.50 and half of 5,625.00.
  EXPECT_EQ(pools.to_date.grr_minor, 140'625 + 281'250);
  ASSERT_EQ(pools.shares.size(), 2u);
  EXPECT_EQ(pools.shares[0].days_held + pools.shares[1].days_held, 90);
}

TEST(PlanYear, C6_WholeYearsAddUpWhateverTheAmount) {
  for (int64_t variable = 0; variable < 40; ++variable) {
    v1::CompPlan plan = PoolPlan();
    plan.set_variable_minor(variable);
    const PoolAmounts sum =
        ToDate("2027-Q4", {Period("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", plan)}).to_date;
    EXPECT_EQ(sum.grr_minor + sum.expansion_minor + sum.mbo_minor, variable);
  }
}

TEST(PlanYear, C6_WeightsThatDoNotAddUpAreRefused) {
  v1::CompPlan plan = PoolPlan();
  plan.set_mbo_pool_bp(1'999);
  PoolRun run;
  run.periods = {Period("2027-01-01T00:00:00Z", "2027-04-01T00:00:00Z", plan)};
  EXPECT_THAT(PoolsOfRunToDate(YearTo("2027-Q1"), DefaultPolicy("acme"), run, 0).status(),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(PlanYear, C13_ARenewalPlanHasAGrrPoolAlone) {
  v1::CompPlan plan = PoolPlan();
  plan.set_kind(v1::PLAN_KIND_RENEWALS);
  const PoolsOfRun pools =
      ToDate("2027-Q1", {Period("2027-01-01T00:00:00Z", "2027-04-01T00:00:00Z", plan)});
  EXPECT_EQ(pools.to_date.grr_minor, 625'000);
  EXPECT_EQ(pools.to_date.expansion_minor, 0);
  EXPECT_EQ(pools.to_date.mbo_minor, 0);
}

TEST(PlanYear, C6_WhatIsMeasuredOtherwiseIsARunOfItsOwn) {
  v1::CompPlan team = PoolPlan();
  team.set_kind(v1::PLAN_KIND_TEAM_POOLS);
  v1::CompPlan euros = PoolPlan();
  euros.set_currency_code("EUR");
  v1::CompPlan commission = PoolPlan();
  commission.set_kind(v1::PLAN_KIND_COMMISSION);
  const std::vector<PoolRun> runs =
      PoolRuns({Period("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
                Period("2027-02-10T00:00:00Z", "2027-03-01T00:00:00Z"),  // after a gap
                Period("2027-03-01T00:00:00Z", "2027-04-01T00:00:00Z", team),
                Period("2027-04-01T00:00:00Z", "2027-05-01T00:00:00Z", commission),
                Period("2027-05-01T00:00:00Z", "2027-06-01T00:00:00Z", team),
                Period("2027-06-01T00:00:00Z", "2027-07-01T00:00:00Z", euros)});
  ASSERT_EQ(runs.size(), 4u);
  EXPECT_EQ(runs[0].periods.size(), 2u);
  EXPECT_EQ(runs[0].end(), At("2027-03-01T00:00:00Z"));
  EXPECT_EQ(runs[2].number, 3);
  EXPECT_EQ(runs[2].start(), At("2027-05-01T00:00:00Z"));
  EXPECT_EQ(runs[3].plan().currency_code(), "EUR");
}

TEST(PlanYear, C6_APlanWithoutVariablePayHasNoPools) {
  v1::CompPlan plan = PoolPlan();
  EXPECT_TRUE(HasPools(plan));
  plan.set_variable_minor(0);
  EXPECT_FALSE(HasPools(plan));
  plan = PoolPlan();
  plan.set_kind(v1::PLAN_KIND_UNSPECIFIED);
  EXPECT_FALSE(HasPools(plan));
}

TEST(PlanYear, X3_TheYearIsThePolicysFiscalYear) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_fiscal_first_month(2);
  const PlanYear year = PlanYearTo(policy, ParseQuarter(policy, "2027-Q3").value()).value();
  EXPECT_EQ(year.quarter(), 3);
  EXPECT_EQ(year.start, At("2026-02-01T00:00:00Z"));
  EXPECT_EQ(year.end, At("2026-11-01T00:00:00Z"));
  EXPECT_EQ(year.year_end, At("2027-02-01T00:00:00Z"));
}

}  // namespace
}  // namespace baton::domain
