#include "domain/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "tests/domain/statement_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
constexpr v1::AttributionCategory kCrossSell = v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
constexpr v1::AttributionCategory kClean = v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL;
constexpr v1::AttributionCategory kContraction = v1::ATTRIBUTION_CATEGORY_CONTRACTION;

TEST(Statement, C4_TheAeEarnsEachCategoryAtItsRate) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 4'800'000), Part(kSave, 9'000'000), Part(kUplift, 100),
                   Part(kClean, 5), Part(kContraction, -7)});
  scene.Add("A2", {Part(kCrossSell, 2'150'000)}, "2027-03-27T00:00:00Z");
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 4800000 x 800 = 384000 payable",
                          "2 earning at_risk_save 2700000 x 250 = 67500 payable",
                          "3 earning cross_sell 2150000 x 1000 = 215000 payable"));
  EXPECT_EQ(statement.lines(0).credit_share_bp(), 10'000);
  EXPECT_EQ(statement.lines(1).credit_share_bp(), 3'000);
  EXPECT_EQ(statement.lines(1).part_amount_minor(), 9'000'000);
}

TEST(Statement, X5_ALineGoesByThePlanInForceWhenItWasBooked) {
  StatementScene scene(AeScene());
  v1::CompPlan before = scene.plan;
  before.set_code("AE-OLD");
  before.set_version(7);
  before.set_expansion_rate_bp(500);
  const absl::Time change = ToTime(ToTimestamp(scene.quarter.start)) + absl::Hours(24 * 59);
  scene.plan_periods = {{before, scene.quarter.start, change},
                        {scene.plan, change, scene.quarter.end}};
  scene.Add("A1", {Part(kNetNew, 1'000'000)}, "2027-02-28T23:59:59Z");
  scene.Add("A2", {Part(kNetNew, 1'000'000)}, "2027-03-01T00:00:00Z");
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1000000 x 500 = 50000 payable",
                          "2 earning net_new_expansion 1000000 x 800 = 80000 payable"));
  EXPECT_EQ(statement.lines(0).other_plan(), "AE-OLD/7");
  EXPECT_EQ(statement.lines(1).other_plan(), "");
  EXPECT_EQ(statement.plan().code(), scene.plan.code());
}

TEST(Statement, X5_WhatWasBookedBeforeAnyPlanGoesByTheStatementsOwn) {
  StatementScene scene(AeScene());
  scene.plan_periods = {{scene.plan, scene.quarter.end - absl::Hours(24), scene.quarter.end}};
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1000000 x 800 = 80000 payable"));
  EXPECT_EQ(statement.lines(0).other_plan(), "");
}

TEST(Statement, C4_AnUpliftCreditedToTheAeEarnsTheRenewalRate) {
  StatementScene scene(AeScene());
  scene.policy.set_ae_uplift_bp(1000);
  scene.Add("A1", {Part(kUplift, 100'000)});
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning renewal_uplift 10000 x 250 = 250 payable"));
}

TEST(Statement, W2_ALeaversSignalIsPaidForNinetyDaysAfterTheEnd) {
  const v1::Policy policy = DefaultPolicy("acme");
  v1::Person csm;
  const absl::Time end = absl::FromUnixSeconds(1'800'000'000);
  EXPECT_TRUE(PaysSignalOf(csm, end + absl::Hours(24 * 400), policy));
  *csm.mutable_end_time() = ToTimestamp(end);
  const absl::Time last = end + absl::Hours(24 * 90);
  EXPECT_TRUE(PaysSignalOf(csm, end - absl::Hours(1), policy));
  EXPECT_TRUE(PaysSignalOf(csm, last, policy));
  EXPECT_FALSE(PaysSignalOf(csm, last + absl::Microseconds(1), policy));
  v1::Policy strict = policy;
  strict.set_leaver_signal_credit_days(0);
  EXPECT_TRUE(PaysSignalOf(csm, end, strict));
  EXPECT_FALSE(PaysSignalOf(csm, end + absl::Microseconds(1), strict));
}

TEST(Statement, W2_WhoLeftBeforeTheQuarterHasAFinalStatement) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 4'800'000)});
  const v1::CompStatement before = scene.Compute().value();
  EXPECT_FALSE(before.final_statement());
  *scene.payee.mutable_end_time() = ToTimestamp(scene.quarter.start + absl::Microseconds(1));
  EXPECT_FALSE(scene.Compute()->final_statement());
  EXPECT_EQ(CanonicalForm(*scene.Compute()), CanonicalForm(before));
  *scene.payee.mutable_end_time() = ToTimestamp(scene.quarter.start);
  EXPECT_TRUE(scene.Compute()->final_statement());
  EXPECT_NE(StatementDigest(*scene.Compute()), StatementDigest(before));
}

TEST(Statement, X2_AnEarningsLastCentRoundsHalfToEven) {
  StatementScene scene(AeScene());
  scene.plan.set_expansion_rate_bp(500);
  scene.Add("A1", {Part(kNetNew, 110), Part(kNetNew, 130)});
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 110 x 500 = 6 payable",
                          "2 earning net_new_expansion 130 x 500 = 6 payable"));
}

TEST(Statement, C2_TheCsmIsCreditedWithoutMoneyAndEarnsTheSaveBonus) {
  StatementScene scene(CsmScene());
  scene.Add("A1", {Part(kClean, 700), Part(kNetNew, 1'000), Part(kSave, 2'000'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement), ElementsAre("1 credit clean_renewal 700 = 0 payable",
                                            "2 credit net_new_expansion 300 = 0 payable",
                                            "3 credit at_risk_save 2000000 = 0 payable",
                                            "4 bonus at_risk_save 0 x 500 = 100000 payable"));
  EXPECT_EQ(statement.lines(3).part(), 0);
  EXPECT_EQ(statement.lines(3).part_amount_minor(), 2'000'000);
  EXPECT_EQ(statement.totals().credited_minor(), 2'001'000);
  EXPECT_EQ(statement.totals().payable_minor(), 100'000);
}

TEST(Statement, C5_ABoundedBonusShowsNoRate) {
  StatementScene scene(CsmScene());
  scene.Add("A1", {Part(kSave, 100)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement), ElementsAre("1 credit at_risk_save 100 = 0 payable",
                                            "2 bonus at_risk_save 0 = 50000 payable"));
}

TEST(Statement, C1_SignalCreditPaysTheCsmOfTheWonSignal) {
  StatementScene scene(CsmScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT);
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.bookings[0].signal_csm = kCsm;
  EXPECT_EQ(ReasonOf(scene.Compute().status()), v1::ERROR_REASON_COMP_INPUT_MISSING);
  scene.bookings[0].ae_plans = {{kAe, AeScene().plan}};
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 0 x 2500 = 20000 payable"));
  // The AE's own rate stays theirs (C-17).
  EXPECT_THAT(CanonicalForm(statement), ::testing::Not(HasSubstr("8%")));
}

TEST(Statement, C14_LinesWithoutCreditAreLeftOut) {
  StatementScene scene(CsmScene());
  scene.brokered = false;
  scene.Add("A1", {Part(kNetNew, 1'000), Part(kContraction, -10)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(statement.lines(), IsEmpty());
  EXPECT_EQ(statement.totals().payable_minor(), 0);
}

TEST(Statement, C14_IsHeldUntilBothSidesHaveSigned) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 4'800'000)});
  scene.Add("A2", {Part(kNetNew, 1'200'000)}, "2027-03-30T00:00:00Z");
  scene.bookings[1].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 4800000 x 800 = 384000 payable",
                          "2 earning net_new_expansion 1200000 x 800 = 96000 held not_concurred"));
  EXPECT_EQ(statement.totals().earned_minor(), 480'000);
  EXPECT_EQ(statement.totals().held_minor(), 96'000);
  EXPECT_EQ(statement.totals().payable_minor(), 384'000);
  EXPECT_EQ(statement.totals().credited_minor(), 4'800'000);
}

TEST(Statement, C14_TakesTheQuartersBookingsOfThePayeeAlone) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000)}, "2026-12-31T23:59:59.999999Z");
  scene.Add("A2", {Part(kNetNew, 2'000)}, "2027-01-01T00:00:00Z");
  scene.Add("A3", {Part(kNetNew, 3'000)}, "2027-03-31T23:59:59.999999Z");
  scene.Add("A4", {Part(kNetNew, 4'000)}, "2027-04-01T00:00:00Z");
  scene.Add("A5", {Part(kNetNew, 5'000)});
  scene.bookings[4].attribution.set_ae("tenants/acme/people/other");
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 2000 x 800 = 160 payable",
                          "2 earning net_new_expansion 3000 x 800 = 240 payable"));
}

TEST(Statement, C14_WhatWasRecordedAfterItsQuarterWasPublishedStandsInThisOne) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000)}, "2026-12-31T23:59:59.999999Z");
  scene.Add("A2", {Part(kNetNew, 2'000)}, "2027-01-01T00:00:00Z");
  scene.late.swap(scene.bookings);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement), ElementsAre("1 earning net_new_expansion 1000 x 800 = 80 payable"));
  EXPECT_EQ(statement.lines(0).booked_date(), "2026-12-31");
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-14"), HasSubstr("earlier quarter"));
}

TEST(Statement, C21_AnotherCurrencyWithoutARateIsHeldAndEarnsNothing) {
  StatementScene scene(AeScene());
  scene.plan.set_currency_code("CAD");
  scene.Add("A1", {Part(kNetNew, 1'000)});
  scene.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1000 x 800 = 0 held no_rate"));
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-21"), HasSubstr("from USD to CAD"));
  EXPECT_EQ(statement.totals().held_minor(), 0);
  EXPECT_EQ(statement.totals().credited_minor(), 0);
}

TEST(Statement, C3_ABandWithoutARateHoldsTheLinesOfBothRoles) {
  for (StatementScene scene : {StatementScene(AeScene()), StatementScene(CsmScene())}) {
    scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
    scene.currency = "EUR";
    scene.plan.set_currency_code("EUR");
    scene.Add("A1", {Part(kNetNew, 1'000)});
    const v1::CompStatement statement = scene.Compute().value();
    ASSERT_EQ(statement.lines_size(), 1);
    EXPECT_EQ(statement.lines(0).hold_reason(), "no_rate");
    EXPECT_EQ(statement.lines(0).earning_minor(), 0);
  }
}

TEST(Statement, C3_ABonusWithoutARateIsHeld) {
  StatementScene scene(CsmScene());
  scene.currency = "EUR";
  scene.plan.set_currency_code("EUR");
  scene.Add("A1", {Part(kSave, 1'000)});
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 credit at_risk_save 1000 = 0 payable",
                          "2 bonus at_risk_save 0 = 0 held no_rate"));
}

// A quarter later, with the held line of the first.
StatementScene SecondQuarter(const HeldLine& held) {
  StatementScene scene(AeScene());
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  scene.held = {held};
  return scene;
}

HeldLine HeldInFirstQuarter() {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'200'000)});
  v1::Attribution& attribution = scene.bookings[0].attribution;
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  HeldLine held = {scene.Compute()->lines(0), scene.plan, scene.bookings[0]};
  held.line.set_export_seq(4104);
  return held;
}

HeldLine SignedSince(HeldLine held) {
  held.booking.attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  return held;
}

TEST(Statement, C18_AReleasedHoldIsPaidByAnAdjustmentAsItStood) {
  const HeldLine held = SignedSince(HeldInFirstQuarter());
  StatementScene scene = SecondQuarter(held);
  scene.plan.set_expansion_rate_bp(9'999);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 adjustment net_new_expansion 1200000 x 800 = 96000 payable"));
  const v1::StatementLine& line = statement.lines(0);
  EXPECT_EQ(line.adjusts_line(), held.line.name());
  EXPECT_EQ(line.reason_code(), "hold_released");
  EXPECT_EQ(line.name(),
            "tenants/acme/statements/2027-Q2-dana/lines/2027-Q2~dana~A1~1~earning_adjustment");
  EXPECT_EQ(line.export_seq(), 0);
  EXPECT_EQ(line.hold_reason(), "");
  EXPECT_THAT(StepsOf(line.explanation(), "A-6"), HasSubstr("Payable"));
  EXPECT_THAT(StepsOf(line.explanation(), "A-6"), ::testing::Not(HasSubstr("Held")));
  EXPECT_EQ(statement.totals().earned_minor(), 0);
  EXPECT_EQ(statement.totals().adjustments_minor(), 96'000);
  EXPECT_EQ(statement.totals().payable_minor(), 96'000);
  EXPECT_EQ(statement.totals().credited_minor(), 1'200'000);
}

TEST(Statement, C18_WhatIsNotSignedYetStaysHeld) {
  EXPECT_THAT(SecondQuarter(HeldInFirstQuarter()).Compute()->lines(), IsEmpty());
}

TEST(Statement, C18_SignaturesDoNotReleaseWhatLacksARate) {
  HeldLine held = SignedSince(HeldInFirstQuarter());
  held.booking.attribution.set_currency_code("EUR");
  EXPECT_THAT(SecondQuarter(held).Compute()->lines(), IsEmpty());
}

TEST(Statement, A7_WhatLostItsCreditWhenItWasSignedIsNeverReleased) {
  HeldLine held = SignedSince(HeldInFirstQuarter());
  held.booking.attribution.mutable_parts(0)->set_ae_credit_minor(0);
  EXPECT_THAT(SecondQuarter(held).Compute()->lines(), IsEmpty());
}

TEST(Statement, A7_ASaveSignedAsACleanRenewalReleasesItsCreditWithoutABonus) {
  StatementScene first(CsmScene());
  first.Add("A1", {Part(kSave, 2'000'000)});
  first.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement statement = first.Compute().value();
  ASSERT_EQ(statement.lines_size(), 2);
  StatementScene second = first;
  second.quarter = ParseQuarter(first.policy, "2027-Q2").value();
  for (const v1::StatementLine& line : statement.lines()) {
    second.held.push_back(SignedSince({line, first.plan, first.bookings[0]}));
    v1::Attribution& attribution = second.held.back().booking.attribution;
    attribution.mutable_parts(0)->set_category(kClean);
    attribution.clear_save_bonus();
  }
  EXPECT_THAT(Shown(second.Compute().value()),
              ElementsAre("1 adjustment clean_renewal 2000000 = 0 payable"));
}

TEST(Statement, X5_AHeldLineIsReleasedByThePlanThatItWasBookedUnder) {
  const HeldLine held = SignedSince(HeldInFirstQuarter());
  StatementScene scene = SecondQuarter(held);
  v1::CompPlan then = scene.plan;
  scene.plan.set_code("AE-LATER");
  scene.plan.set_expansion_rate_bp(500);
  scene.plan_periods = {{then, At("2027-01-01T00:00:00Z"), At("2027-04-01T00:00:00Z")},
                        {scene.plan, At("2027-04-01T00:00:00Z"), At("2027-07-01T00:00:00Z")}};
  v1::CreditShare& share = *scene.held[0].booking.attribution.add_credit_shares();
  share.set_role(v1::ROLE_AE);
  share.set_person(kAe);
  share.set_share_bp(6'000);
  v1::CreditShare& other = *scene.held[0].booking.attribution.add_credit_shares();
  other = share;
  other.set_person(kVpSales);
  other.set_share_bp(4'000);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 adjustment net_new_expansion 720000 x 800 = 57600 payable"));
  EXPECT_THAT(statement.lines(0).other_plan(), HasSubstr("AE-EXPANSION"));
  EXPECT_EQ(statement.lines(0).adjusts_line(), held.line.name());
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-18"), HasSubstr("as they signed it"));
}

TEST(Statement, C18_AHeldLineInAnotherCurrencyStaysHeld) {
  const HeldLine held = SignedSince(HeldInFirstQuarter());
  StatementScene scene = SecondQuarter(held);
  scene.plan.set_currency_code("CAD");
  EXPECT_THAT(scene.Compute()->lines(), IsEmpty());
}

TEST(Statement, C14_LineIdsNamePeriodPayeeAttributionPartAndKind) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000), Part(kNetNew, 2'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_EQ(statement.name(), "tenants/acme/statements/2027-Q1-dana");
  EXPECT_EQ(statement.lines(0).name(),
            "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~A1~1~earning");
  EXPECT_EQ(statement.lines(1).name(),
            "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~A1~2~earning");
}

TEST(Statement, C14_SomebodyMayHoldBothRoles) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000)});
  scene.bookings[0].attribution.set_csm(kAe);
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 1000 x 800 = 80 payable",
                          "2 credit net_new_expansion 300 = 0 payable"));
}

TEST(Statement, C14_TheHeadNamesPayeePeriodAndPayout) {
  const v1::CompStatement statement = StatementScene(AeScene()).Compute().value();
  EXPECT_EQ(statement.period(), "2027-Q1");
  EXPECT_EQ(statement.period_start_date(), "2027-01-01");
  EXPECT_EQ(statement.period_end_date(), "2027-03-31");
  EXPECT_EQ(statement.payout_date(), "2027-04-15");
  EXPECT_EQ(statement.payee(), kAe);
  EXPECT_EQ(statement.payee_display_name(), "Dana Whitlow");
  EXPECT_EQ(statement.payee_id(), "E-1042");
  EXPECT_EQ(statement.state(), v1::STATEMENT_STATE_DRAFT);
  StatementScene scene(AeScene());
  scene.payee.clear_payee_id();
  EXPECT_EQ(scene.Compute()->payee_id(), "dana");
}

TEST(Statement, C14_LinesShowTheBookingInThePolicysZone) {
  StatementScene scene(AeScene());
  scene.policy.set_time_zone("America/New_York");
  scene.Add("A1", {Part(kNetNew, 1'000)}, "2027-03-11T02:00:00Z");
  const v1::StatementLine line = scene.Compute()->lines(0);
  EXPECT_EQ(line.booked_date(), "2027-03-10");
  EXPECT_EQ(line.account_display_name(), "Harrow Analytics");
  EXPECT_EQ(line.crm_opportunity_id(), "006-A1");
  EXPECT_EQ(line.booking(), "tenants/acme/bookings/B-A1");
  EXPECT_EQ(line.booking_line(), "L1");
  EXPECT_EQ(line.attribution(), "tenants/acme/attributions/A1");
  EXPECT_EQ(line.policy_version(), 1);
}

TEST(Statement, C14_RefusesAnAttributionThatComesTwice) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000)});
  scene.bookings.push_back(scene.bookings[0]);
  EXPECT_THAT(scene.Compute(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("twice")));
}

TEST(Statement, X5_RefusesAPolicyThatDidNotDecide) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000)});
  scene.bookings[0].policy.set_version(2);
  EXPECT_THAT(scene.Compute(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("policy version")));
}

TEST(Statement, C14_RefusesAPayeeWithoutAPlanOrName) {
  StatementScene scene(AeScene());
  scene.plan.clear_role();
  EXPECT_EQ(ReasonOf(scene.Compute().status()), v1::ERROR_REASON_COMP_INPUT_MISSING);
  EXPECT_THAT(StatementName("people/dana", "2027-Q1"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(StatementName(kAe, "2027-Q1"),
              IsOkAndHolds(std::string("tenants/acme/statements/2027-Q1-dana")));
}

TEST(Statement, C15_RefusesSumsBeyond64Bits) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kCrossSell, kMost)});
  EXPECT_THAT(scene.Compute(), IsOk());
  scene.Add("A2", {Part(kCrossSell, 1)});
  EXPECT_THAT(scene.Compute(), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(Statement, X6_EveryLineTellsRuleInputsAndArithmetic) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kSave, 9'000'000)});
  const v1::StatementLine line = scene.Compute()->lines(0);
  EXPECT_EQ(StepsOf(line.explanation(), "C-2"),
            "AE: 30% of 90,000.00 USD = 27,000.00 USD is credited: an at-risk save.\n");
  EXPECT_EQ(StepsOf(line.explanation(), "C-4"),
            "Commission at the plan's renewal rate: 2.5% of 27,000.00 USD = 675.00 USD.\n");
  EXPECT_EQ(StepsOf(line.explanation(), "A-6"),
            "Payable: CS and Sales both signed by 2027-03-15 10:00 UTC.\n");
}

TEST(Statement, C17_TheOtherRolesCreditIsNotOnIt) {
  StatementScene scene(CsmScene());
  scene.Add("A1", {Part(kNetNew, 1'000)});
  const v1::StatementLine line = scene.Compute()->lines(0);
  EXPECT_EQ(StepsOf(line.explanation(), "C-1"),
            "CSM: 30% of 10.00 USD = 3.00 USD is credited: net-new expansion, brokered by a CSM "
            "(G-1).\n");
  EXPECT_EQ(StepsOf(line.explanation(), "C-14"),
            "Credit counts for the payee's targets; it pays nothing by itself.\n");
}

}  // namespace
}  // namespace baton::domain
