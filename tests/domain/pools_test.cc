#include "domain/pools.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::Eq;
using ::testing::HasSubstr;

const std::vector<MboFigures> kMbos = {
    {9'000, 9'000}, {9'000, 9'000}, {9'000, 9'000}, {9'000, 9'000}};

// A plan on target everywhere: 40,000.00 a year, first quarter.
PoolsInput OnTarget() {
  PoolsInput input;
  input.annual_variable_minor = 4'000'000;
  input.grr = {.basis_arr_minor = 100'000, .lost_arr_minor = 5'000, .target_bp = 9'500};
  input.expansion = {.credited_minor = 10'000, .target_minor = 10'000, .ebr_completion_bp = 9'000};
  input.mbos = kMbos;
  return input;
}

TEST(Pools, C6_PoolsAndQuartersAddUp) {
  int64_t sum = 0;
  for (int quarter = 1; quarter <= 4; ++quarter) {
    const auto to_date = PoolsToDate(4'500'001, {4'500, 3'500, 2'000}, quarter);
    ASSERT_THAT(to_date, IsOk());
    sum = to_date->grr_minor + to_date->expansion_minor + to_date->mbo_minor;
  }
  EXPECT_EQ(sum, 4'500'001);
}

TEST(Pools, C6_TheLeftOverGoesToTheEarlierPoolAndQuarter) {
  // 45%, 35%, 20% of 10: 4.5, 3.5, 2, and GRR takes the one left over.
  const auto year = PoolsToDate(10, {4'500, 3'500, 2'000}, 4);
  ASSERT_THAT(year, IsOk());
  EXPECT_EQ(year->grr_minor, 5);
  EXPECT_EQ(year->expansion_minor, 3);
  EXPECT_EQ(year->mbo_minor, 2);
  const auto first = PoolsToDate(10, {4'500, 3'500, 2'000}, 1);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->grr_minor, 2);
  EXPECT_EQ(first->expansion_minor, 1);
  EXPECT_EQ(first->mbo_minor, 1);
}

TEST(Pools, C6_WeightsThatDoNotAddUpAreRefused) {
  EXPECT_THAT(PoolsToDate(1, {4'500, 3'500, 1'999}, 1),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("add up to 9999")));
  EXPECT_THAT(PoolsToDate(1, {11'000, -1'000, 0}, 1), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(PoolsToDate(1, PoolWeights(), 0), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(PoolsToDate(1, PoolWeights(), 5), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Pools, C7_TheLinearCurveMeetsItsCorners) {
  const struct {
    int64_t attainment_bp, target_bp, multiplier_bp;
  } kCases[] = {
      {-5'000, 9'500, 5'000}, {8'999, 9'500, 5'000},  {9'000, 9'500, 5'000},
      {9'001, 9'500, 5'010},  {9'499, 9'500, 9'990},  {9'500, 9'500, 10'000},
      {9'501, 9'500, 10'017}, {9'799, 9'500, 14'983}, {9'800, 9'500, 15'000},
      {9'801, 9'500, 15'000}, {9'700, 9'700, 10'000}, {9'300, 9'800, 6'875},
      {9'799, 9'800, 9'994},  {9'800, 9'800, 15'000}, {9'850, 9'900, 9'722},
      {9'900, 9'900, 15'000}, {8'999, 9'000, 5'000},  {9'000, 9'000, 10'000},
      {8'900, 8'900, 10'000}, {8'899, 8'900, 5'000},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(GrrMultiplierBp(c.attainment_bp, c.target_bp, GrrCurve::kLinear), c.multiplier_bp)
        << c.attainment_bp << " of " << c.target_bp;
  }
}

TEST(Pools, C7_TheLinearCurveRoundsHalvesToEven) {
  // 1,000 to the target: 5 bp of multiplier per bp. 400 from there to 98%: 12.5 per bp.
  EXPECT_EQ(GrrMultiplierBp(9'401, 9'400, GrrCurve::kLinear), 10'012);
  EXPECT_EQ(GrrMultiplierBp(9'403, 9'400, GrrCurve::kLinear), 10'038);
}

TEST(Pools, C7_TheCurveNeverFalls) {
  for (int64_t target_bp = 8'900; target_bp <= 10'000; target_bp += 50) {
    for (GrrCurve curve : {GrrCurve::kLinear, GrrCurve::kStep}) {
      for (int64_t bp = 8'900; bp < 10'100; ++bp) {
        EXPECT_LE(GrrMultiplierBp(bp, target_bp, curve), GrrMultiplierBp(bp + 1, target_bp, curve));
      }
    }
  }
}

TEST(Pools, C7_TheStepCurveHasThreeSteps) {
  EXPECT_EQ(GrrMultiplierBp(9'499, 9'500, GrrCurve::kStep), 5'000);
  EXPECT_EQ(GrrMultiplierBp(9'500, 9'500, GrrCurve::kStep), 10'000);
  EXPECT_EQ(GrrMultiplierBp(9'799, 9'500, GrrCurve::kStep), 10'000);
  EXPECT_EQ(GrrMultiplierBp(9'800, 9'500, GrrCurve::kStep), 15'000);
  EXPECT_EQ(GrrMultiplierBp(9'850, 9'900, GrrCurve::kStep), 5'000);
}

TEST(Pools, C7_BeforeTheFourthQuarterTheMultiplierIsAtMostOne) {
  PoolsInput input = OnTarget();
  input.grr.lost_arr_minor = 0;
  for (input.quarter = 1; input.quarter <= 4; ++input.quarter) {
    const auto pools = DecidePools(input);
    ASSERT_THAT(pools, IsOk());
    EXPECT_EQ(pools->grr.attainment_bp, 10'000);
    EXPECT_EQ(pools->grr.multiplier_bp, input.quarter < 4 ? 10'000 : 15'000);
  }
}

TEST(Pools, C7_TheFourthQuarterPaysTheExcessOfTheYear) {
  PoolsInput input = OnTarget();
  input.grr.lost_arr_minor = 0;
  for (input.quarter = 1; input.quarter < 4; ++input.quarter) {
    input.paid_before.grr_minor += DecidePools(input)->grr.payout_minor;
  }
  EXPECT_EQ(input.paid_before.grr_minor, 1'350'000);
  EXPECT_EQ(DecidePools(input)->grr.payout_minor, 1'800'000 * 3 / 2 - 1'350'000);
}

TEST(Pools, C8_EachBpAboveTheTargetCountsOneAndAHalfTimes) {
  EXPECT_THAT(ExpansionMultiplierBp(-1, 9'000), IsOkAndHolds(0));
  EXPECT_THAT(ExpansionMultiplierBp(0, 9'000), IsOkAndHolds(0));
  EXPECT_THAT(ExpansionMultiplierBp(9'999, 9'000), IsOkAndHolds(9'999));
  EXPECT_THAT(ExpansionMultiplierBp(10'000, 9'000), IsOkAndHolds(10'000));
  EXPECT_THAT(ExpansionMultiplierBp(10'001, 9'000), IsOkAndHolds(10'002));
  EXPECT_THAT(ExpansionMultiplierBp(10'003, 9'000), IsOkAndHolds(10'004));
  EXPECT_THAT(ExpansionMultiplierBp(20'000, 9'000), IsOkAndHolds(25'000));
}

TEST(Pools, C8_WithTooFewReviewsOverAchievementCountsOnce) {
  EXPECT_THAT(ExpansionMultiplierBp(20'000, 8'000), IsOkAndHolds(25'000));
  EXPECT_THAT(ExpansionMultiplierBp(20'000, 7'999), IsOkAndHolds(20'000));
}

TEST(Pools, C9_EachObjectiveCountsAtMostWhole) {
  const std::vector<MboFigures> over = {{20'000, 10'000}, {0, 10'000}};
  EXPECT_THAT(MboAttainmentBp(over), IsOkAndHolds(Eq(5'000)));
}

TEST(Pools, C9_TheMeanIsRoundedOnceNotItsTerms) {
  // Four times 1/3: each alone would be 3,333.
  const std::vector<MboFigures> thirds = {{1, 3}, {1, 3}, {1, 3}, {3, 9}};
  EXPECT_THAT(MboAttainmentBp(thirds), IsOkAndHolds(Eq(3'333)));
  const std::vector<MboFigures> two_thirds = {{1, 3}, {2, 3}, {2, 3}};
  EXPECT_THAT(MboAttainmentBp(two_thirds), IsOkAndHolds(Eq(5'556)));
  // 1/4 bp and 3/4 bp: a mean of half a bp, to the even 0.
  const std::vector<MboFigures> half = {{1, 40'000}, {3, 40'000}};
  EXPECT_THAT(MboAttainmentBp(half), IsOkAndHolds(Eq(0)));
}

TEST(Pools, C9_WhatWasCountedIsNotRoundedBeforeTheMean) {
  // 1 of 6, 1,666.67 bp, against 2,000: 1,667 bp would make it 8,335.
  const std::vector<MboFigures> counted = {{10'000, 2'000, 6}};
  EXPECT_THAT(MboAttainmentBp(counted), IsOkAndHolds(Eq(8'333)));
  // 1 of 3 is 3,333 bp when rounded, and yet more than these.
  const std::vector<MboFigures> met = {{10'000, 3'333, 3}, {10'000, 10'000, 2}};
  EXPECT_THAT(MboAttainmentBp(met), IsOkAndHolds(Eq(7'500)));
}

TEST(Pools, C9_FiguresOutOfRangeAreRefused) {
  const std::vector<MboFigures> many(kMaxMbos + 1);
  EXPECT_THAT(MboAttainmentBp(many), StatusIs(StatusCode::kInvalidArgument));
  for (MboFigures bad : {MboFigures{-1, 1}, MboFigures{1, -1}, MboFigures{1, kMaxMboBp + 1},
                         MboFigures{1, 1, 0}, MboFigures{1, 1, kMaxMboOf + 1}}) {
    EXPECT_THAT(MboAttainmentBp({&bad, 1}), StatusIs(StatusCode::kInvalidArgument));
  }
  const std::vector<MboFigures> largest(kMaxMbos,
                                        {kMaxMboBp * kMaxMboOf - 1, kMaxMboBp, kMaxMboOf});
  EXPECT_THAT(MboAttainmentBp(largest), IsOkAndHolds(Eq(10'000)));
}

TEST(Pools, C10_WithoutABasisTheMultiplierIsOne) {
  PoolsInput input = OnTarget();
  input.grr.basis_arr_minor = 0;
  input.expansion.target_minor = 0;
  input.mbos = {};
  const auto pools = DecidePools(input);
  ASSERT_THAT(pools, IsOk());
  for (const PoolResult& pool : {pools->grr, pools->expansion, pools->mbo}) {
    EXPECT_TRUE(pool.no_basis);
    EXPECT_FALSE(pool.attainment_bp.has_value());
    EXPECT_EQ(pool.multiplier_bp, 10'000);
    EXPECT_EQ(pool.payout_minor, pool.target_to_date_minor);
  }
}

TEST(Pools, C10_AnObjectiveWithoutATargetIsMetAmongOthers) {
  const std::vector<MboFigures> one_without = {{0, 0}, {0, 9'000}};
  EXPECT_THAT(MboAttainmentBp(one_without), IsOkAndHolds(Eq(5'000)));
  const std::vector<MboFigures> none = {{5, 0}, {0, 0}};
  EXPECT_THAT(MboAttainmentBp(none), IsOkAndHolds(Eq(std::nullopt)));
}

TEST(Pools, C10_WhatWasPaidTooMuchIsTakenBack) {
  PoolsInput input = OnTarget();
  input.paid_before.expansion_minor = 1'000'000;
  const auto pools = DecidePools(input);
  ASSERT_THAT(pools, IsOk());
  EXPECT_EQ(pools->expansion.target_to_date_minor, 350'000);
  EXPECT_EQ(pools->expansion.payout_minor, -650'000);
  EXPECT_FALSE(pools->expansion.no_basis);
}

TEST(Pools, C10_NegativeFiguresAreRefusedByName) {
  PoolsInput input = OnTarget();
  input.annual_variable_minor = -1;
  input.grr.basis_arr_minor = -1;
  input.expansion.target_minor = -1;
  EXPECT_THAT(DecidePools(input),
              StatusIs(StatusCode::kInvalidArgument,
                       "the annual variable is negative; the GRR basis is negative; the expansion "
                       "target is negative"));
}

TEST(Pools, C10_TheYearsPayoutsAddUpToTheYear) {
  std::mt19937_64 random(7);
  auto draw = [&random](int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random);
  };
  for (int i = 0; i < 2'000; ++i) {
    PoolsInput input = OnTarget();
    input.annual_variable_minor = draw(0, 10'000'000);
    PoolAmounts paid;
    for (input.quarter = 1; input.quarter <= 4; ++input.quarter) {
      input.grr.lost_arr_minor = draw(0, 20'000);
      input.expansion.credited_minor = draw(-1'000, 30'000);
      input.paid_before = paid;
      const PoolsResult pools = DecidePools(input).value();
      paid.grr_minor += pools.grr.payout_minor;
      paid.expansion_minor += pools.expansion.payout_minor;
      paid.mbo_minor += pools.mbo.payout_minor;
    }
    input.quarter = 4;
    input.paid_before = {};
    const PoolsResult year = DecidePools(input).value();
    EXPECT_EQ(paid.grr_minor, year.grr.payout_minor);
    EXPECT_EQ(paid.expansion_minor, year.expansion.payout_minor);
    EXPECT_EQ(paid.mbo_minor, year.mbo.payout_minor);
  }
}

}  // namespace
}  // namespace baton::domain
