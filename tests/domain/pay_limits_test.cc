#include "domain/pay_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/carry_forward.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "tests/domain/statement_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;

// An AE who earns 100% of what they book, with a plan to be changed before Hold.
StatementScene Scene() {
  StatementScene scene = AeScene();
  scene.plan.set_expansion_rate_bp(10'000);
  return scene;
}

// The scene's plan is in force all the time.
StatementScene& Hold(StatementScene& scene) {
  scene.plan_periods = {{scene.plan, At("2026-01-01T00:00:00Z"), At("2029-01-01T00:00:00Z")}};
  return scene;
}

// "cap -5", "draw 7 draw_recoverable" of each line that isn't a booking's.
std::vector<std::string> Limits(const v1::CompStatement& statement) {
  std::vector<std::string> shown;
  for (const v1::StatementLine& line : statement.lines()) {
    if (!line.booking().empty()) continue;
    shown.push_back(absl::StrCat(LineKindName(line.kind()), " ", line.earning_minor(),
                                 line.reason_code().empty() ? "" : " ", line.reason_code()));
  }
  return shown;
}

// The statement of a quarter in which the AE earns that much in one booking.
v1::CompStatement Earns(StatementScene scene, int64_t minor) {
  if (minor != 0) {
    scene.Add("A1", {Part(kNetNew, minor)}, FormatInstant(scene.quarter.start + absl::Hours(36)));
  }
  return scene.Compute().value();
}

std::vector<std::string> LimitsOf(const StatementScene& scene, int64_t minor) {
  return Limits(Earns(scene, minor));
}

TEST(PayLimits, C20_ExactlyTheCapIsPaidAndACentMoreIsTakenOff) {
  StatementScene scene = Scene();
  scene.plan.set_cap_minor(3'000'000);
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 2'999'999), IsEmpty());
  EXPECT_THAT(LimitsOf(scene, 3'000'000), IsEmpty());
  EXPECT_THAT(LimitsOf(scene, 3'000'001), ElementsAre("cap -1"));
  const v1::CompStatement statement = Earns(scene, 3'500'000);
  const v1::StatementLine& cap = statement.lines(1);
  EXPECT_EQ(cap.name(), "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~~0~cap");
  EXPECT_EQ(cap.policy_version(), scene.policy.version());
  EXPECT_EQ(StepsOf(cap.explanation(), "C-20"),
            "The cap of AE-EXPANSION/3 is 30,000.00 USD a quarter.\n"
            "The quarter's pay is 35,000.00 USD, the cap 30,000.00 USD; what is above it is taken "
            "off.\n");
  // C-15. A cap is earned, below zero.
  EXPECT_EQ(statement.totals().earned_minor(), 3'000'000);
  EXPECT_EQ(statement.totals().adjustments_minor(), 0);
  EXPECT_EQ(statement.totals().payable_minor(), 3'000'000);
}

TEST(PayLimits, C20_WhatLacksToTheGuaranteeIsAdded) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(1'000'000);
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 0), ElementsAre("guarantee 1000000"));
  EXPECT_THAT(LimitsOf(scene, 999'999), ElementsAre("guarantee 1"));
  EXPECT_THAT(LimitsOf(scene, 1'000'000), IsEmpty());
  const v1::CompStatement statement = Earns(scene, 400'000);
  EXPECT_EQ(statement.lines(1).name(),
            "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~~0~guarantee");
  EXPECT_EQ(statement.totals().earned_minor(), 1'000'000);
  EXPECT_EQ(statement.totals().payable_minor(), 1'000'000);
}

TEST(PayLimits, C20_WhatIsHeldIsNoPayAndItsReleaseIs) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(1'000'000);
  scene.plan.set_cap_minor(1'000'000);
  Hold(scene);
  scene.Add("A1", {Part(kNetNew, 5'000'000)});
  scene.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement first = scene.Compute().value();
  EXPECT_THAT(Limits(first), ElementsAre("guarantee 1000000"));
  EXPECT_EQ(first.totals().earned_minor(), 6'000'000);
  EXPECT_EQ(first.totals().held_minor(), 5'000'000);
  EXPECT_EQ(first.totals().payable_minor(), 1'000'000);

  scene.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  scene.held = {{first.lines(0), first.plan(), scene.bookings[0]}};
  scene.bookings.clear();
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  const v1::CompStatement second = scene.Compute().value();
  EXPECT_THAT(Limits(second), ElementsAre("cap -4000000"));
  EXPECT_EQ(second.totals().payable_minor(), 1'000'000);
}

TEST(PayLimits, C20_PoolsAndTrueUpsArePayAndCorrectionsAreNot) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(1'000);
  Hold(scene);
  const auto line = [](const char* id, v1::StatementLineKind kind, int64_t minor,
                       const char* reason) {
    v1::StatementLine made;
    made.set_name(absl::StrCat("tenants/acme/statements/2027-Q1-dana/lines/", id));
    made.set_kind(kind);
    made.set_status(v1::LINE_STATUS_PAYABLE);
    made.set_earning_minor(minor);
    made.set_reason_code(reason);
    return made;
  };
  scene.pools = {line("p", v1::STATEMENT_LINE_KIND_POOL, 900, ""),
                 line("t", v1::STATEMENT_LINE_KIND_ADJUSTMENT, -300, "true_up"),
                 line("c", v1::STATEMENT_LINE_KIND_CLAWBACK, -70, "early_churn"),
                 line("m", v1::STATEMENT_LINE_KIND_ADJUSTMENT, -8, "manual_correction"),
                 line("v", v1::STATEMENT_LINE_KIND_ADJUSTMENT, -2, "voided")};
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_EQ(statement.lines(5).kind(), v1::STATEMENT_LINE_KIND_GUARANTEE);
  EXPECT_EQ(statement.lines(5).earning_minor(), 400);
  EXPECT_EQ(statement.totals().payable_minor(), 920);
}

TEST(PayLimits, C20_ADrawThatIsMetExactlyAdvancesNothing) {
  StatementScene scene = Scene();
  scene.plan.set_draw_minor(500'000);
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 500'000), IsEmpty());
  EXPECT_THAT(LimitsOf(scene, 499'999), ElementsAre("draw 1 draw"));
  const v1::CompStatement statement = Earns(scene, 200'000);
  EXPECT_EQ(statement.lines(1).name(),
            "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~~0~draw");
  EXPECT_THAT(StepsOf(statement.lines(1).explanation(), "C-20"),
              HasSubstr("3,000.00 USD is added and never paid back."));
  // C-15. A draw is an adjustment.
  EXPECT_EQ(statement.totals().earned_minor(), 200'000);
  EXPECT_EQ(statement.totals().adjustments_minor(), 300'000);
  EXPECT_EQ(statement.totals().payable_minor(), 500'000);

  StatementScene later = scene;
  later.published = {statement};
  later.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  EXPECT_THAT(LimitsOf(later, 9'000'000), IsEmpty());  // never paid back
}

TEST(PayLimits, C20_ARecoverableDrawIsPaidBackOverThreeQuarters) {
  StatementScene scene = Scene();
  scene.plan.set_draw_minor(500'000);
  scene.plan.set_draw_recoverable(true);
  Hold(scene);
  const auto next = [&scene](const char* quarter, int64_t minor) {
    scene.quarter = ParseQuarter(scene.policy, quarter).value();
    scene.published.push_back(Earns(scene, minor));
    return Limits(scene.published.back());
  };
  EXPECT_THAT(next("2027-Q1", 100'000), ElementsAre("draw 400000 draw_recoverable"));
  EXPECT_THAT(next("2027-Q2", 650'000), ElementsAre("draw -150000 draw_recovered"));
  EXPECT_THAT(StepsOf(scene.published.back().lines(1).explanation(), "C-20"),
              HasSubstr("Still to be paid back: 4,000.00 USD before, as published statements "
                        "stand, 2,500.00 USD after."));
  EXPECT_THAT(next("2027-Q3", 500'001), ElementsAre("draw -1 draw_recovered"));
  EXPECT_THAT(next("2027-Q4", 9'000'000), ElementsAre("draw -249999 draw_recovered"));
  EXPECT_EQ(DrawBalances(scene.published)->at("USD"), 0);
  EXPECT_THAT(next("2028-Q1", 9'000'000), IsEmpty());
  int64_t paid_minor = 0;
  int64_t earned_minor = 0;
  for (const v1::CompStatement& statement : scene.published) {
    paid_minor += statement.totals().payable_minor();
    earned_minor += statement.totals().earned_minor();
  }
  EXPECT_EQ(paid_minor, earned_minor);
}

TEST(PayLimits, C20_ABalanceIsPaidBackUnderAPlanWithoutADrawToo) {
  StatementScene scene = Scene();
  scene.plan.set_draw_minor(500'000);
  scene.plan.set_draw_recoverable(true);
  Hold(scene);
  scene.published = {Earns(scene, 0)};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  scene.plan.clear_draw_minor();
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 100'000), ElementsAre("draw -100000 draw_recovered"));
  EXPECT_THAT(LimitsOf(scene, 0), IsEmpty());
  scene.plan.set_guarantee_minor(300'000);  // which stays the payee's
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 100'000), ElementsAre("guarantee 200000"));
  EXPECT_THAT(LimitsOf(scene, 310'000), ElementsAre("draw -10000 draw_recovered"));
}

TEST(PayLimits, C20_ADraftsAdvanceIsNoBalanceAndAnotherCurrencysWaits) {
  StatementScene scene = Scene();
  scene.plan.set_draw_minor(500'000);
  scene.plan.set_draw_recoverable(true);
  Hold(scene);
  v1::CompStatement first = Earns(scene, 0);
  first.mutable_plan()->set_currency_code("EUR");
  scene.published = {first};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  EXPECT_THAT(LimitsOf(scene, 9'000'000), IsEmpty());
  EXPECT_THAT(DrawBalances(scene.published).value(),
              ElementsAre(std::pair<const std::string, int64_t>("EUR", 500'000)));
}

TEST(PayLimits, C20_CapThenGuaranteeThenDraw) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(300);
  scene.plan.set_cap_minor(300);
  scene.plan.set_draw_minor(500);
  Hold(scene);
  EXPECT_THAT(LimitsOf(scene, 301), ElementsAre("cap -1", "draw 200 draw"));
  EXPECT_THAT(LimitsOf(scene, 299), ElementsAre("guarantee 1", "draw 200 draw"));
}

TEST(PayLimits, C20_AmountsGoByTheDaysOfEachPlanToTheLastCent) {
  // January is 31 of 90 days; 10.00 are 344.4 cents for it and 655.6 for the rest.
  StatementScene scene = Scene();
  v1::CompPlan first = scene.plan;
  first.set_code("AE-RAMP");
  first.set_guarantee_minor(1'000);
  first.set_cap_minor(1'000);
  scene.plan.set_guarantee_minor(1'001);
  scene.plan.set_cap_minor(1'001);
  const absl::Time change = At("2027-02-01T00:00:00Z");
  scene.plan_periods = {{first, At("2026-01-01T00:00:00Z"), change},
                        {scene.plan, change, At("2028-01-01T00:00:00Z")}};
  // 344 of the first; of the second's 10.01 for 59 days 656.2: 656.
  EXPECT_THAT(LimitsOf(scene, 0), ElementsAre("guarantee 1000"));
  EXPECT_THAT(LimitsOf(scene, 1'001), ElementsAre("cap -1"));
  EXPECT_THAT(StepsOf(Earns(scene, 0).lines(0).explanation(), "C-20"),
              HasSubstr("The guarantee of AE-RAMP/3 is 10.00 USD a quarter; for 31 of its 90 days "
                        "3.44 USD.\nThe guarantee of AE-EXPANSION/3 is 10.01 USD a quarter; for 59 "
                        "of its 90 days 6.56 USD.\n"));
}

TEST(PayLimits, C20_ALeaversAmountsStopWithTheirEnd) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(9'000);
  scene.plan_periods = {{scene.plan, At("2026-01-01T00:00:00Z"), At("2027-02-15T00:00:00Z")}};
  *scene.payee.mutable_end_time() = Stamp("2027-02-15T00:00:00Z");
  EXPECT_THAT(LimitsOf(scene, 0), ElementsAre("guarantee 4500"));
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  EXPECT_THAT(LimitsOf(scene, 0), IsEmpty());
}

TEST(PayLimits, W2_AFinalStatementHasNone) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(9'000);
  scene.plan.set_cap_minor(9'000);
  scene.plan.set_draw_minor(9'000);
  Hold(scene);
  *scene.payee.mutable_end_time() = ToTimestamp(scene.quarter.start);
  EXPECT_THAT(LimitsOf(scene, 0), IsEmpty());
  EXPECT_THAT(LimitsOf(scene, 10'000), IsEmpty());
}

TEST(PayLimits, C20_OnePlanWithoutACapLiftsIt) {
  StatementScene scene = Scene();
  scene.plan.set_cap_minor(100);
  v1::CompPlan other = scene.plan;
  other.set_code("AE-OTHER");
  const absl::Time change = At("2027-03-31T00:00:00Z");  // the quarter's last day
  const auto caps = [&] {
    scene.plan_periods = {{other, At("2026-01-01T00:00:00Z"), change},
                          {scene.plan, change, scene.quarter.end}};
    return LimitsOf(scene, 1'000);
  };
  EXPECT_THAT(caps(), ElementsAre("cap -900"));
  other.set_cap_minor(0);
  EXPECT_THAT(caps(), IsEmpty());
  other.set_cap_minor(100);
  other.set_currency_code("EUR");
  EXPECT_THAT(caps(), IsEmpty());
  scene.plan_periods.clear();  // no plan in the quarter
  EXPECT_THAT(LimitsOf(scene, 1'000), IsEmpty());
}

TEST(PayLimits, C20_DrawsOfBothKindsShareWhatLacks) {
  StatementScene scene = Scene();
  v1::CompPlan ramp = scene.plan;
  ramp.set_code("AE-RAMP");
  ramp.set_draw_minor(9'000);
  scene.plan.set_draw_minor(9'000);
  scene.plan.set_draw_recoverable(true);
  const absl::Time change = At("2027-02-01T00:00:00Z");
  scene.plan_periods = {{ramp, At("2026-01-01T00:00:00Z"), change},
                        {scene.plan, change, At("2028-01-01T00:00:00Z")}};
  const v1::CompStatement statement = Earns(scene, 900);
  // 8,100 lack, by 3,100 and 5,900: 2,790 and 5,310.
  EXPECT_THAT(Limits(statement), ElementsAre("draw 2790 draw", "draw 5310 draw_recoverable"));
  EXPECT_EQ(statement.lines(2).name(),
            "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~~0~draw-2");
  EXPECT_EQ(DrawBalances({statement})->at("USD"), 5'310);
}

TEST(PayLimits, C22_APayBelowZeroIsLiftedBeforeAnythingIsCarried) {
  StatementScene scene = Scene();
  scene.plan.set_guarantee_minor(1'000);
  Hold(scene);
  v1::StatementLine true_up;
  true_up.set_name("tenants/acme/statements/2027-Q1-dana/lines/t");
  true_up.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  true_up.set_status(v1::LINE_STATUS_PAYABLE);
  true_up.set_earning_minor(-500);
  true_up.set_reason_code("true_up");
  scene.pools = {true_up};
  EXPECT_THAT(LimitsOf(scene, 0), ElementsAre("adjustment -500 true_up", "guarantee 1500"));
  scene.pools[0].set_kind(v1::STATEMENT_LINE_KIND_CLAWBACK);
  scene.pools[0].set_earning_minor(-1'700);
  EXPECT_THAT(LimitsOf(scene, 0),
              ElementsAre("clawback -1700 true_up", "guarantee 1000", "carried_forward 700"));
}

TEST(PayLimits, C14_ComputingTwiceInAnyOrderGivesTheSameBytes) {
  StatementScene scene = Scene();
  scene.plan.set_draw_minor(500'000);
  scene.plan.set_draw_recoverable(true);
  scene.plan.set_cap_minor(600'000);
  Hold(scene);
  scene.published = {Earns(scene, 0)};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  v1::CompStatement other = scene.published[0];
  other.set_period("2026-Q4");
  other.clear_lines();
  scene.published.push_back(other);
  for (const char* id : {"A1", "A2", "A3"}) {
    scene.Add(id, {Part(kNetNew, 300'000)}, "2027-05-01T00:00:00Z");
  }
  const std::string first = scene.Compute()->SerializeAsString();
  EXPECT_EQ(scene.Compute()->SerializeAsString(), first);
  std::reverse(scene.bookings.begin(), scene.bookings.end());
  std::reverse(scene.published.begin(), scene.published.end());
  EXPECT_EQ(scene.Compute()->SerializeAsString(), first);
  EXPECT_THAT(Limits(scene.Compute().value()),
              ElementsAre("cap -300000", "draw -100000 draw_recovered"));
}

TEST(PayLimits, C20_ASumBeyond64BitsIsRefused) {
  v1::CompStatement statement;
  for (int i = 0; i < 2; ++i) {
    v1::StatementLine& line = *statement.add_lines();
    line.set_kind(v1::STATEMENT_LINE_KIND_DRAW);
    line.set_reason_code("draw_recoverable");
    line.set_earning_minor(std::numeric_limits<int64_t>::max());
  }
  EXPECT_THAT(DrawBalances({statement}), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace baton::domain
