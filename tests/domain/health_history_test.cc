#include "domain/health_history.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/domain/revenue_builders.h"

namespace baton::domain {
namespace {

constexpr v1::HealthTier kGreen = v1::HEALTH_TIER_GREEN;
constexpr v1::HealthTier kYellow = v1::HEALTH_TIER_YELLOW;
constexpr v1::HealthTier kRed = v1::HEALTH_TIER_RED;
constexpr absl::Duration kTick = absl::Microseconds(1);

const absl::Time kEnd = At("2027-03-31T00:00:00Z");
const absl::Time kFrom = kEnd - kHealthWindow;

using Observations = std::vector<v1::HealthObservation>;

bool AtRisk(const Observations& observations) { return HealthHistory(observations).AtRisk(kEnd); }

TEST(HealthHistory, A2_TheWindowIsNinetyDaysOf24Hours) {
  EXPECT_EQ(kFrom, At("2026-12-31T00:00:00Z"));
}

TEST(HealthHistory, A2_RiskThatEndsExactly90DaysBeforeTheEndIsOver) {
  EXPECT_FALSE(AtRisk({Observed(kRed, kFrom - absl::Hours(1)), Observed(kGreen, kFrom)}));
}

TEST(HealthHistory, A2_RiskThatEndsAMicrosecondIntoTheWindowCounts) {
  EXPECT_TRUE(AtRisk({Observed(kRed, kFrom - absl::Hours(1)), Observed(kGreen, kFrom + kTick)}));
}

TEST(HealthHistory, A2_RiskObservedExactly90DaysBeforeCounts) {
  EXPECT_TRUE(AtRisk({Observed(kYellow, kFrom), Observed(kGreen, kFrom + kTick)}));
}

TEST(HealthHistory, A2_RiskObservedExactlyAtTheEndCounts) {
  EXPECT_TRUE(AtRisk({Observed(kGreen, kFrom), Observed(kYellow, kEnd)}));
}

TEST(HealthHistory, A2_RiskObservedAMicrosecondAfterTheEndDoesNot) {
  EXPECT_FALSE(AtRisk({Observed(kGreen, kFrom), Observed(kRed, kEnd + kTick)}));
}

TEST(HealthHistory, A2_TheLastObservationBeforeTheWindowStillHolds) {
  EXPECT_TRUE(AtRisk({Observed(kRed, kFrom - absl::Hours(24 * 400))}));
}

TEST(HealthHistory, A2_YellowThatTurnedGreenIsStillAtRisk) {
  EXPECT_TRUE(AtRisk({Observed(kYellow, kFrom + absl::Hours(1)), Observed(kGreen, kEnd)}));
}

TEST(HealthHistory, A2_OfTwoAtOneInstantTheLaterRecordedCounts) {
  const absl::Time at = kFrom + absl::Hours(5);
  EXPECT_FALSE(AtRisk({Observed(kRed, at), Observed(kGreen, at)}));
  EXPECT_TRUE(AtRisk({Observed(kGreen, at), Observed(kRed, at)}));
}

TEST(HealthHistory, A2_WhatWasRecordedLaterForAnEarlierTimeKeepsItsPlace) {
  const HealthHistory history(
      Observations{Observed(kGreen, kEnd), Observed(kRed, kFrom + absl::Hours(1))});
  EXPECT_TRUE(history.AtRisk(kEnd));
  EXPECT_EQ(history.TierAt(kEnd), kGreen);
}

TEST(HealthHistory, A2_TimeBeforeAnyObservationIsNotAtRisk) {
  const HealthHistory none(Observations{});
  EXPECT_FALSE(none.AtRisk(kEnd));
  EXPECT_FALSE(none.HasHistory(kEnd));
  EXPECT_EQ(none.TierAt(kEnd), v1::HEALTH_TIER_UNSPECIFIED);
}

TEST(HealthHistory, A2_HistoryBeginsWithAnObservationAtTheEnd) {
  EXPECT_TRUE(HealthHistory(Observations{Observed(kGreen, kEnd)}).HasHistory(kEnd));
  EXPECT_FALSE(HealthHistory(Observations{Observed(kGreen, kEnd + kTick)}).HasHistory(kEnd));
}

TEST(HealthHistory, A2_TierAtReadsTheTierInEffect) {
  const HealthHistory history(Observations{Observed(kGreen, kFrom), Observed(kRed, kEnd)});
  EXPECT_EQ(history.TierAt(kFrom - kTick), v1::HEALTH_TIER_UNSPECIFIED);
  EXPECT_EQ(history.TierAt(kFrom), kGreen);
  EXPECT_EQ(history.TierAt(kEnd - kTick), kGreen);
  EXPECT_EQ(history.TierAt(kEnd), kRed);
}

TEST(HealthHistory, X6_FirstRiskSaysWhichTierAndSinceWhen) {
  const HealthHistory history(
      Observations{Observed(kYellow, kFrom - absl::Hours(9)), Observed(kRed, kEnd)});
  const auto risk = history.FirstRisk(kEnd);
  ASSERT_TRUE(risk.has_value());
  EXPECT_EQ(risk->tier, kYellow);
  EXPECT_EQ(risk->since, kFrom - absl::Hours(9));
}

// The rule once more, instant by instant: the tier at one is that of the observation with the
// latest time up to it, the last in the list where two share it.
v1::HealthTier SlowTierAt(const Observations& observations, absl::Time time) {
  v1::HealthTier tier = v1::HEALTH_TIER_UNSPECIFIED;
  absl::Time latest = absl::InfinitePast();
  for (const v1::HealthObservation& each : observations) {
    const absl::Time at = absl::FromUnixSeconds(each.observe_time().seconds());
    if (at > time || at < latest) continue;
    latest = at;
    tier = each.tier();
  }
  return tier;
}

RC_GTEST_PROP(HealthHistoryProperty, A2_AgreesWithLookingAtEveryInstant, ()) {
  // Whole days around the window, so that times often coincide and touch its ends.
  Observations observations;
  for (const int day : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-95, 4))) {
    const auto tier = *rc::gen::element(kGreen, kYellow, kRed);
    observations.push_back(Observed(tier, kEnd + absl::Hours(24 * day)));
  }
  bool at_risk = false;
  for (int day = -90; day <= 0; ++day) {
    at_risk |= IsRisk(SlowTierAt(observations, kEnd + absl::Hours(24 * day)));
  }
  RC_ASSERT(HealthHistory(observations).AtRisk(kEnd) == at_risk);
  RC_ASSERT(HealthHistory(observations).TierAt(kEnd) == SlowTierAt(observations, kEnd));
}

}  // namespace
}  // namespace baton::domain
