// Statements in more than one currency (C-3, C-18, C-21).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "domain/attribution_reading.h"
#include "domain/credit.h"
#include "domain/documentation.h"
#include "domain/flag.h"
#include "domain/late_rate.h"
#include "tests/domain/statement_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;

StatementScene InEuros(StatementScene scene) {
  scene.currency = "EUR";
  return scene;
}

TEST(StatementRate, C21_AnEarningIsConvertedOncePerLineAtTheDaysRate) {
  StatementScene scene = InEuros(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000'050), Part(kNetNew, 100)});
  scene.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  const v1::CompStatement statement = scene.Compute().value();
  // 8% are 800.04 EUR, and 867.40 USD.
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1000050 x 800 = 86740 payable",
                          "2 earning net_new_expansion 100 x 800 = 9 payable"));
  const v1::StatementLine& line = statement.lines(0);
  EXPECT_EQ(line.booked_earning_minor(), 80'004);
  EXPECT_EQ(line.booked_currency_code(), "EUR");
  EXPECT_EQ(StepsOf(line.explanation(), "C-4"),
            "Commission at the plan's expansion rate: 8% of 10,000.50 EUR = 800.04 EUR.\n");
  EXPECT_EQ(StepsOf(line.explanation(), "C-21"),
            "800.04 EUR = 867.40 USD at 1.0842 USD for 1 EUR, the rate of 2027-03-11 (ECB), "
            "rounded half to even, once.\n");
  EXPECT_EQ(statement.totals().payable_minor(), 86'749);
}

TEST(StatementRate, C15_CreditInAnotherCurrencyIsInNoTotal) {
  StatementScene scene = InEuros(CsmScene());
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  scene.currency = "USD";
  scene.Add("A2", {Part(kNetNew, 2'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement), ElementsAre("1 credit net_new_expansion 300000 = 0 payable",
                                            "2 credit net_new_expansion 600 = 0 payable"));
  EXPECT_EQ(statement.totals().credited_minor(), 600);
  EXPECT_EQ(statement.lines(0).booked_currency_code(), "EUR");
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-21"), HasSubstr("3,252.60 USD at"));
  EXPECT_EQ(statement.lines(1).booked_currency_code(), "");
}

TEST(StatementRate, C21_WithoutARateTheLineSaysWhatWaits) {
  StatementScene scene = InEuros(AeScene());
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.bookings[0].rates = {RateOf("EUR", "CAD", 14'000), RateOf("USD", "EUR", 9'000)};
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1000000 x 800 = 0 held no_rate"));
  EXPECT_EQ(statement.lines(0).booked_earning_minor(), 80'000);
}

TEST(StatementRate, C3_WhatWasSignedWithoutARateIsReadWithIt) {
  StatementScene scene = InEuros(AeScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  scene.Add("A1", {Part(kNetNew, 4'000'000)});
  EXPECT_EQ(scene.Compute()->lines(0).hold_reason(), "no_rate");
  scene.bookings[0].rates = {RateOf("EUR", "USD", 12'500)};
  const v1::CompStatement statement = scene.Compute().value();
  // 50,000.00 USD lie within: 30% of 40,000.00 EUR, and 8% of that.
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 1200000 x 800 = 120000 payable"));
  EXPECT_EQ(statement.lines(0).credit_share_bp(), 3'000);
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-1"), HasSubstr("50,000.00 USD at"));
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-1"),
              ::testing::Not(HasSubstr("no exchange rate")));
}

TEST(StatementRate, C3_ABonusThatWaitedIsBoundedAtTheRate) {
  StatementScene scene = InEuros(CsmScene());
  scene.Add("A1", {Part(kSave, 1'000)});
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 credit at_risk_save 1000 = 0 held no_rate",
                          "2 bonus at_risk_save 0 = 0 held no_rate"));
  scene.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  const v1::CompStatement statement = scene.Compute().value();
  // 461.17 EUR, which is 500.00 USD again.
  EXPECT_THAT(Shown(statement), ElementsAre("1 credit at_risk_save 1000 = 0 payable",
                                            "2 bonus at_risk_save 0 = 50000 payable"));
  EXPECT_EQ(statement.lines(1).booked_earning_minor(), 46'117);
  EXPECT_THAT(StepsOf(statement.lines(1).explanation(), "C-5"), HasSubstr("raised to the least"));
  EXPECT_EQ(StepsOf(statement.lines(1).explanation(), "C-3"), "");
}

// A second quarter with the line that the first one's statement held for a rate.
StatementScene AfterHolding(const StatementScene& first, std::vector<ApprovedRate> rates) {
  StatementScene second = first;
  second.quarter = ParseQuarter(first.policy, "2027-Q2").value();
  HeldLine held;
  held.line = first.Compute()->lines(0);
  held.plan = first.plan;
  held.booking = first.bookings[0];
  held.booking.rates = std::move(rates);
  second.bookings.clear();
  second.held = {held};
  return second;
}

TEST(StatementRate, C18_ALineHeldForARateIsReleasedWithItByItsOwnPlan) {
  StatementScene first = InEuros(AeScene());
  first.Add("A1", {Part(kNetNew, 1'000'000)});
  StatementScene second = AfterHolding(first, {RateOf("EUR", "USD", 10'842)});
  second.plan.set_expansion_rate_bp(9'999);
  const v1::CompStatement statement = second.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 adjustment net_new_expansion 1000000 x 800 = 86736 payable"));
  const v1::StatementLine& line = statement.lines(0);
  EXPECT_EQ(line.adjusts_line(), second.held[0].line.name());
  EXPECT_EQ(line.reason_code(), "hold_released");
  EXPECT_EQ(line.name(),
            "tenants/acme/statements/2027-Q2-dana/lines/2027-Q2~dana~A1~1~earning_adjustment");
  EXPECT_EQ(line.booked_earning_minor(), 80'000);
  EXPECT_THAT(StepsOf(line.explanation(), "C-18"), HasSubstr("for want of an exchange rate"));
  EXPECT_EQ(statement.totals().adjustments_minor(), 86'736);
  EXPECT_EQ(statement.totals().payable_minor(), 86'736);
}

TEST(StatementRate, X5_ALineHeldForARateIsReleasedByThePlanThatItWasBookedUnder) {
  StatementScene first = InEuros(AeScene());
  v1::CompPlan booked_under = first.plan;
  booked_under.set_code("AE-BEFORE");
  booked_under.set_expansion_rate_bp(1'000);
  first.plan_periods = {{booked_under, At("2027-01-01T00:00:00Z"), At("2027-02-15T00:00:00Z")},
                        {first.plan, At("2027-02-15T00:00:00Z"), At("2027-07-01T00:00:00Z")}};
  first.Add("A1", {Part(kNetNew, 10'000'000)}, "2027-01-20T00:00:00Z");
  const v1::CompStatement statement =
      AfterHolding(first, {RateOf("EUR", "USD", 10'000)}).Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 adjustment net_new_expansion 10000000 x 1000 = 1000000 payable"));
  EXPECT_THAT(statement.lines(0).other_plan(), HasSubstr("AE-BEFORE"));
}

TEST(StatementRate, C18_AConversionThatWasPublishedStaysThoughTheRateWasCorrected) {
  StatementScene first = InEuros(AeScene());
  first.Add("A1", {Part(kNetNew, 1'000'000)});
  first.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  first.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  StatementScene second = AfterHolding(first, {RateOf("EUR", "USD", 12'000)});
  second.held[0].booking.attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_THAT(Shown(second.Compute().value()),
              ElementsAre("1 adjustment net_new_expansion 1000000 x 800 = 86736 payable"));
}

TEST(StatementRate, C18_ALineHeldForABandIsReleasedWithItsCredit) {
  StatementScene first = InEuros(AeScene());
  first.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  first.Add("A1", {Part(kNetNew, 4'000'000)});
  const StatementScene second = AfterHolding(first, {RateOf("EUR", "USD", 12'500)});
  EXPECT_THAT(Shown(second.Compute().value()),
              ElementsAre("1 adjustment net_new_expansion 1200000 x 800 = 120000 payable"));
}

TEST(StatementRate, C18_WithoutTheRateOrTheSignaturesItStaysHeld) {
  StatementScene first = InEuros(AeScene());
  first.Add("A1", {Part(kNetNew, 1'000'000)});
  EXPECT_THAT(AfterHolding(first, {RateOf("EUR", "CAD", 1)}).Compute()->lines(), IsEmpty());
  first.bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_THAT(AfterHolding(first, {RateOf("EUR", "USD", 10'842)}).Compute()->lines(), IsEmpty());
}

TEST(StatementRate, A7_CreditTakenForWantOfDocumentationStaysTaken) {
  StatementScene scene = InEuros(AeScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  scene.Add("A1", {Part(kNetNew, 4'000'000)});
  v1::Attribution& attribution = scene.bookings[0].attribution;
  v1::DocumentationCheck& check = *attribution.add_documentation();
  check.set_part(1);
  check.set_kind(v1::DOCUMENTATION_KIND_AE_ACTIVITY);
  check.set_result(v1::DOCUMENTATION_RESULT_LACKING);
  const v1::Attribution read =
      ReadAtRate(attribution, RateOf("EUR", "USD", 12'500), scene.policy).value();
  EXPECT_EQ(read.parts(0).ae_credit_minor(), 0);
  EXPECT_EQ(read.parts(0).csm_credit_minor(), 2'800'000);
  EXPECT_FALSE(HasFlag(read.parts(0).flags(), kNoRate));
}

TEST(StatementRate, A8_ALateFactIsNotBlamedForARate) {
  StatementScene scene = InEuros(AeScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  scene.Add("A1", {Part(kNetNew, 4'000'000)});
  const v1::Attribution& held = scene.bookings[0].attribution;
  const v1::Attribution anew = ReadAtRate(held, RateOf("EUR", "USD", 12'500), scene.policy).value();
  EXPECT_THAT(WithLateFact(held, anew, "tenants/acme/fact", At("2027-03-01T00:00:00Z"),
                           At("2027-03-20T00:00:00Z"))
                  .late_facts(),
              IsEmpty());
}

StatementScene SignalScene() {
  StatementScene scene(CsmScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT);
  return scene;
}

void AddWonSignal(int64_t amount_minor, StatementScene* scene) {
  scene->Add("A1", {Part(kNetNew, amount_minor)});
  scene->bookings[0].signal_csm = kCsm;
  scene->bookings[0].ae_plans = {{kAe, AeScene().plan}};
}

TEST(StatementRate, C1_ASpiffIsPaidInPlaceOfTheShare) {
  StatementScene scene = SignalScene();
  scene.policy.set_signal_spiff_minor(30'000);
  AddWonSignal(1'000'000, &scene);
  scene.bookings[0].ae_plans.clear();
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement), ElementsAre("1 earning net_new_expansion 0 = 30000 payable"));
  EXPECT_EQ(StepsOf(statement.lines(0).explanation(), "C-1"),
            "Signal spiff: your signal was won with this booking, for which the policy pays 300.00 "
            "USD.\n");
}

TEST(StatementRate, C1_ASpiffIsInThePolicysCurrencyWhateverTheBookings) {
  StatementScene scene = InEuros(SignalScene());
  scene.policy.set_signal_spiff_minor(30'000);
  AddWonSignal(1'000'000, &scene);
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 0 = 30000 payable"));
  scene.plan.set_currency_code("CAD");
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 0 = 0 held no_rate"));
  scene.bookings[0].rates = {RateOf("USD", "CAD", 14'000)};
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 0 = 42000 payable"));
}

TEST(StatementRate, C1_WhereTheAeIsCreditedWithNothingThereIsNoSpiff) {
  StatementScene scene = SignalScene();
  scene.policy.set_signal_spiff_minor(30'000);
  AddWonSignal(1'000'000, &scene);
  scene.bookings[0].attribution.mutable_parts(0)->set_ae_credit_minor(0);
  EXPECT_THAT(scene.Compute()->lines(), IsEmpty());
}

TEST(StatementRate, C17_TheAesRateShowsOnlyByPolicy) {
  StatementScene scene = SignalScene();
  AddWonSignal(1'000'000, &scene);
  EXPECT_EQ(StepsOf(scene.Compute()->lines(0).explanation(), "C-1"),
            "Signal credit: your signal was won with this booking, so you earn 25% of the AE's "
            "commission on its net-new expansion.\n");
  scene.bookings[0].policy.set_show_ae_rate(true);
  EXPECT_EQ(StepsOf(scene.Compute()->lines(0).explanation(), "C-1"),
            "Signal credit: your signal was won with this booking, so you earn 25% of the AE's "
            "commission on its net-new expansion, 800.00 USD at their expansion rate of 8%.\n");
}

TEST(StatementRate, C1_SignalCreditIsOfWhatAllAesEarnEachByTheirOwnPlan) {
  StatementScene scene = SignalScene();
  AddWonSignal(10'000'001, &scene);
  v1::Attribution& attribution = scene.bookings[0].attribution;
  // The team's row need not name an AE where the CRM's splits do (W-4).
  attribution.set_ae("");
  for (const char* ae : {kAe, kVpSales}) {
    v1::CreditShare& share = *attribution.add_credit_shares();
    share.set_role(v1::ROLE_AE);
    share.set_person(ae);
    share.set_share_bp(5'000);
  }
  EXPECT_EQ(ReasonOf(scene.Compute().status()), v1::ERROR_REASON_COMP_INPUT_MISSING);
  scene.bookings[0].ae_plans[kAe].set_expansion_rate_bp(1'000);
  scene.bookings[0].ae_plans[kVpSales].set_expansion_rate_bp(801);
  scene.bookings[0].policy.set_show_ae_rate(true);
  const v1::CompStatement statement = scene.Compute().value();
  // 10% of 50,000.01 are 5,000.00; 8.01% of 50,000.00 are 4,005.00; a quarter of both 2,251.25.
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 0 x 2500 = 225125 payable"));
  EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "C-1"),
              HasSubstr("9,005.00 USD at their expansion rates of 8.01% and 10%."));
}

TEST(StatementRate, C1_EachAesCommissionIsRoundedBeforeTheyAreAddedUp) {
  StatementScene scene = SignalScene();
  scene.policy.set_signal_credit_bp(10'000);
  AddWonSignal(12, &scene);
  v1::Attribution& attribution = scene.bookings[0].attribution;
  for (const char* ae : {kAe, kVpSales}) {
    v1::CreditShare& share = *attribution.add_credit_shares();
    share.set_role(v1::ROLE_AE);
    share.set_person(ae);
    share.set_share_bp(5'000);
    scene.bookings[0].ae_plans[ae].set_expansion_rate_bp(1'000);
  }
  // A tenth of 6 is 0.6, so 1 each; of 12 it would be 1.2, so 1.
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 0 x 10000 = 2 payable"));
}

TEST(StatementRate, C14_AMarginalLineShowsWhatTheCreditIsOfThePart) {
  StatementScene scene(AeScene());
  scene.policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  scene.policy.set_band_reading(v1::BAND_READING_MARGINAL);
  scene.Add("A1", {Part(kNetNew, 10'000'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Shown(statement),
              ElementsAre("1 earning net_new_expansion 2250000 x 800 = 180000 payable"));
  EXPECT_EQ(statement.lines(0).credit_share_bp(), 2'250);
}

}  // namespace
}  // namespace baton::domain
