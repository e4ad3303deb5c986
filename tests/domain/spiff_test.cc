#include "domain/spiff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/comp_plan.h"
#include "domain/credit.h"
#include "domain/flag.h"
#include "tests/domain/statement_builders.h"
#include "tests/domain/violated_fields.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kCrossSell = v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
constexpr v1::AttributionCategory kContraction = v1::ATTRIBUTION_CATEGORY_CONTRACTION;
constexpr v1::AttributionCategory kChurn = v1::ATTRIBUTION_CATEGORY_CHURN;

// 500.00 for March's net-new expansion of 10,000.00 or more.
v1::Spiff Push() {
  v1::Spiff spiff;
  spiff.set_code("PUSH");
  *spiff.mutable_start_time() = Stamp("2027-03-01T00:00:00Z");
  *spiff.mutable_end_time() = Stamp("2027-04-01T00:00:00Z");
  spiff.set_category(kNetNew);
  spiff.set_min_credited_minor(1'000'000);
  spiff.set_amount_minor(50'000);
  return spiff;
}

// The scene's plan with those SPIFFs, in force all the time; it pays no commission.
StatementScene With(StatementScene scene, const std::vector<v1::Spiff>& spiffs) {
  scene.plan.mutable_spiffs()->Assign(spiffs.begin(), spiffs.end());
  scene.plan.set_expansion_rate_bp(0);
  scene.plan_periods = {{scene.plan, At("2026-01-01T00:00:00Z"), At("2028-01-01T00:00:00Z")}};
  return scene;
}

// "PUSH 50000 payable" of each SPIFF's line.
std::vector<std::string> Spiffs(const v1::CompStatement& statement) {
  std::vector<std::string> spiffs;
  for (const v1::StatementLine& line : statement.lines()) {
    if (line.spiff().empty()) continue;
    spiffs.push_back(
        absl::StrCat(line.spiff(), " ", line.earning_minor(), " ",
                     line.status() == v1::LINE_STATUS_PAYABLE ? "payable" : line.hold_reason()));
  }
  return spiffs;
}

std::vector<std::string> SpiffsOf(const StatementScene& scene) {
  return Spiffs(scene.Compute().value());
}

TEST(Spiff, C20_PaysFromItsStartToJustBeforeItsEnd) {
  const std::vector<std::pair<const char*, bool>> cases = {
      {"2027-02-28T23:59:59.999999Z", false},
      {"2027-03-01T00:00:00Z", true},
      {"2027-03-31T23:59:59.999999Z", true},
  };
  for (const auto& [booked, pays] : cases) {
    StatementScene scene = With(AeScene(), {Push()});
    scene.Add("A1", {Part(kNetNew, 1'000'000)}, booked);
    EXPECT_EQ(SpiffsOf(scene).size(), pays ? 1u : 0u) << booked;
  }
  v1::Spiff february = Push();
  *february.mutable_start_time() = Stamp("2027-02-01T00:00:00Z");
  *february.mutable_end_time() = Stamp("2027-03-01T00:00:00Z");
  StatementScene scene = With(AeScene(), {february});
  scene.Add("A1", {Part(kNetNew, 1'000'000)}, "2027-03-01T00:00:00Z");
  EXPECT_THAT(SpiffsOf(scene), IsEmpty());
}

TEST(Spiff, C20_ExactlyTheLeastCreditIsEnough) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 999'999)});
  scene.Add("A2", {Part(kNetNew, 1'000'000)});
  scene.Add("A3", {Part(kCrossSell, 9'000'000)});
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH 50000 payable"));
  const v1::StatementLine& line = statement.lines(2);
  EXPECT_EQ(line.name(), "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~A2~0~spiff-PUSH");
  EXPECT_EQ(line.kind(), v1::STATEMENT_LINE_KIND_BONUS);
  EXPECT_EQ(line.category(), kNetNew);
  EXPECT_EQ(line.part(), 0);
  EXPECT_EQ(line.part_amount_minor(), 1'000'000);
  EXPECT_EQ(line.credited_amount_minor(), 0);
  EXPECT_FALSE(line.has_rate_bp());
  EXPECT_EQ(StepsOf(line.explanation(), "C-20"),
            "SPIFF PUSH, for net-new expansion booked from 2027-03-01 00:00 UTC to before "
            "2027-04-01 00:00 UTC: your credit for it on this booking is 10,000.00 USD, at least "
            "10,000.00 USD.\nIt pays 500.00 USD a booking.\n");
}

TEST(Spiff, C20_TheCreditOfABookingsPartsIsAddedUpAndPaidOnce) {
  v1::Spiff percent = Push();
  percent.set_code("PERCENT");
  percent.clear_amount_minor();
  percent.set_rate_bp(125);
  StatementScene scene = With(AeScene(), {Push(), percent});
  scene.Add("A1", {Part(kNetNew, 600'020), Part(kCrossSell, 70'000), Part(kNetNew, 400'020)});
  const v1::CompStatement statement = scene.Compute().value();
  // 1.25% of 10,000.40 is 125.005, half to even.
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH 50000 payable", "PERCENT 12500 payable"));
  EXPECT_EQ(statement.lines(4).rate_bp(), 125);
  EXPECT_EQ(statement.lines(4).part_amount_minor(), 1'000'040);
  EXPECT_EQ(statement.totals().credited_minor(), 1'070'040);
}

TEST(Spiff, C20_WithoutALeastCreditSomethingMustBeCreditedAllTheSame) {
  v1::Spiff any = Push();
  any.clear_min_credited_minor();
  StatementScene scene = With(CsmScene(), {any});
  scene.brokered = false;  // the CSM is credited with none of it
  scene.Add("A1", {Part(kNetNew, 5'000'000)});
  EXPECT_THAT(SpiffsOf(scene), IsEmpty());
  scene.brokered = true;
  scene.Add("A2", {Part(kNetNew, 4)});
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 50000 payable"));
}

TEST(Spiff, C20_ACsmsSpiffGoesByTheCsmsCredit) {
  StatementScene scene = With(CsmScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 3'333'330)});  // 30% are 9,999.99
  scene.Add("A2", {Part(kNetNew, 3'333'334)});
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 50000 payable"));
}

TEST(Spiff, W4_WhoSharesARoleMustReachItAlone) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 1'999'999)});
  scene.Add("A2", {Part(kNetNew, 2'000'000)});
  for (StatementBooking& booking : scene.bookings) {
    for (const char* ae : {kAe, "tenants/acme/people/theo"}) {
      v1::CreditShare& share = *booking.attribution.add_credit_shares();
      share.set_role(v1::ROLE_AE);
      share.set_person(ae);
      share.set_share_bp(5'000);
    }
  }
  // 9,999.995 is split to 10,000.00 for the first and 9,999.99 for the second.
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 50000 payable", "PUSH 50000 payable"));
  StatementScene second = scene;
  second.payee.set_name("tenants/acme/people/theo");
  EXPECT_THAT(SpiffsOf(second), ElementsAre("PUSH 50000 payable"));
}

TEST(Spiff, C21_TheLeastCreditIsReadInThePlansCurrencyAtTheDaysRate) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.currency = "EUR";
  scene.Add("A1", {Part(kNetNew, 799'999)});
  scene.Add("A2", {Part(kNetNew, 800'000)});
  for (StatementBooking& booking : scene.bookings) {
    booking.rates = {RateOf("EUR", "USD", 12'500)};
  }
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH 50000 payable"));
  EXPECT_EQ(statement.lines(2).booked_currency_code(), "");
  EXPECT_THAT(StepsOf(statement.lines(2).explanation(), "C-20"),
              HasSubstr("8,000.00 EUR, which is 10,000.00 USD at 1.2500 USD for 1 EUR"));
}

TEST(Spiff, C21_ARateIsOfTheBookingsCreditAndConvertedOnce) {
  v1::Spiff percent = Push();
  percent.clear_amount_minor();
  percent.set_rate_bp(100);
  StatementScene scene = With(AeScene(), {percent});
  scene.currency = "EUR";
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH 10842 payable"));
  EXPECT_EQ(statement.lines(1).booked_earning_minor(), 10'000);
  EXPECT_EQ(statement.lines(1).booked_currency_code(), "EUR");
}

TEST(Spiff, C21_WithoutARateItIsHeldAndPaidOrDroppedOnceThereIsOne) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.currency = "EUR";
  scene.Add("A1", {Part(kNetNew, 800'000)});
  scene.Add("A2", {Part(kNetNew, 799'999)});
  const v1::CompStatement held = scene.Compute().value();
  EXPECT_THAT(Spiffs(held), ElementsAre("PUSH 0 no_rate", "PUSH 0 no_rate"));
  EXPECT_THAT(StepsOf(held.lines(1).explanation(), "C-21"), HasSubstr("from EUR to USD"));

  StatementScene later = scene;
  later.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  for (size_t i = 0; i < scene.bookings.size(); ++i) {
    StatementBooking booking = scene.bookings[i];
    booking.rates = {RateOf("EUR", "USD", 12'500)};
    const int line = static_cast<int>(2 * i) + 1;
    later.held.push_back({held.lines(line), held.plan(), std::move(booking)});
  }
  const v1::CompStatement released = later.Compute().value();
  EXPECT_THAT(Spiffs(released), ElementsAre("PUSH 50000 payable"));
  EXPECT_EQ(released.lines(0).name(),
            "tenants/acme/statements/2027-Q2-dana/lines/2027-Q2~dana~A1~0~spiff-PUSH_adjustment");
  EXPECT_EQ(released.lines(0).reason_code(), "hold_released");
}

TEST(Spiff, C3_CreditThatIsNotReadYetHoldsIt) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  v1::AttributionPart& part = *scene.bookings[0].attribution.mutable_parts(0);
  part.set_ae_credit_minor(0);
  part.add_flags(std::string(kNoRate));
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 0 no_rate"));
}

TEST(Spiff, C20_IsHeldAndReleasedAsTheBookingsOtherLines) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.plan_periods[0].plan.set_expansion_rate_bp(800);
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  v1::Attribution& attribution = scene.bookings[0].attribution;
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 50000 not_concurred"));
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  attribution.set_open_dispute("tenants/acme/disputes/D1");
  const v1::CompStatement disputed = scene.Compute().value();
  EXPECT_THAT(Spiffs(disputed), ElementsAre("PUSH 50000 disputed"));

  attribution.clear_open_dispute();
  StatementScene later = scene;
  later.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  for (const v1::StatementLine& line : disputed.lines()) {
    later.held.push_back({line, disputed.plan(), scene.bookings[0]});
  }
  EXPECT_THAT(Shown(later.Compute().value()),
              ElementsAre("1 adjustment net_new_expansion 0 = 50000 payable",
                          "2 adjustment net_new_expansion 1000000 x 800 = 80000 payable"));
}

TEST(Spiff, C20_TheVersionInForceAtTheBookingPaysAndACodePaysOnce) {
  StatementScene scene = With(AeScene(), {Push()});
  v1::CompPlan next = scene.plan;
  next.set_version(4);
  next.mutable_spiffs(0)->set_amount_minor(70'000);
  scene.plan_periods[0].end = At("2027-03-11T12:00:00Z");
  scene.plan_periods.push_back({next, scene.plan_periods[0].end, scene.quarter.end});
  scene.plan = next;
  scene.Add("A1", {Part(kNetNew, 1'000'000)}, "2027-03-11T11:59:59Z");
  scene.Add("A2", {Part(kNetNew, 1'000'000)}, "2027-03-11T12:00:00Z");
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH 50000 payable", "PUSH 70000 payable"));
  EXPECT_EQ(statement.lines(1).other_plan(), "AE-EXPANSION/3");

  scene.plan_periods.erase(scene.plan_periods.begin());  // no plan when A1 was booked
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 70000 payable"));
}

TEST(Spiff, C20_AnAmountInAnotherPlansCurrencyIsConverted) {
  StatementScene scene = With(AeScene(), {Push()});
  v1::CompPlan euros = scene.plan;
  euros.set_code("AE-EU");
  euros.set_currency_code("EUR");
  scene.plan_periods[0].plan = euros;
  scene.Add("A1", {Part(kNetNew, 1'250'000)});
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 0 no_rate"));
  scene.bookings[0].rates = {RateOf("USD", "EUR", 8'000), RateOf("EUR", "USD", 12'500)};
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 62500 payable"));
}

TEST(Spiff, C13_APlanOfRenewalsHasNoneForGrowth) {
  v1::Spiff saves = Push();
  saves.set_code("SAVES");
  saves.set_category(kSave);
  StatementScene scene = With(CsmScene(), {Push(), saves});
  scene.plan_periods[0].plan.set_kind(v1::PLAN_KIND_RENEWALS);
  scene.Add("A1", {Part(kNetNew, 9'000'000), Part(kSave, 1'000'000)});
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("SAVES 50000 payable"));
}

// The second quarter after a loss of A1 and what the roles say.
v1::CompStatement AfterLoss(StatementScene scene, v1::AttributionPart loss,
                            v1::ClawbackRoles roles) {
  for (const StatementBooking& booking : scene.bookings) {
    scene.history.push_back({booking.attribution, roles});
  }
  scene.published = {scene.Compute().value()};
  const size_t sold = scene.bookings.size();
  scene.Add("L1", {std::move(loss)}, "2027-05-01T00:00:00Z");
  scene.history.push_back({scene.bookings.back().attribution, roles});
  scene.bookings.resize(sold);
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  return scene.Compute().value();
}

TEST(Spiff, C11_ChurnTakesItBackOfTheRoleThatThePolicyNames) {
  for (const bool of_ae : {true, false}) {
    StatementScene scene = With(of_ae ? AeScene() : CsmScene(), {Push()});
    scene.Add("A1", {Part(kNetNew, 9'000'000)});
    const auto other = of_ae ? v1::CLAWBACK_ROLES_CSM : v1::CLAWBACK_ROLES_AE;
    const auto own = of_ae ? v1::CLAWBACK_ROLES_AE : v1::CLAWBACK_ROLES_CSM;
    const auto churn = [&](v1::ClawbackRoles roles) {
      return Spiffs(AfterLoss(scene, Part(kChurn, -9'000'000), roles));
    };
    EXPECT_THAT(churn(own), ElementsAre("PUSH -50000 payable")) << of_ae;
    EXPECT_THAT(churn(v1::CLAWBACK_ROLES_BOTH), ElementsAre("PUSH -50000 payable")) << of_ae;
    EXPECT_THAT(churn(other), IsEmpty()) << of_ae;
  }
}

TEST(Spiff, C11_WhoseItWasGoesByThePlanThatTheLineNames) {
  StatementScene scene = With(CsmScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 9'000'000)});
  v1::CompPlan as_ae = AeScene().plan;
  scene.plan_periods[0].end = At("2027-03-20T00:00:00Z");
  scene.plan_periods.push_back({as_ae, scene.plan_periods[0].end, At("2028-01-01T00:00:00Z")});
  scene.plan = as_ae;
  EXPECT_EQ(scene.Compute()->lines(1).other_plan(), "CSM-MID-MARKET/3");
  EXPECT_THAT(Spiffs(AfterLoss(scene, Part(kChurn, -1), v1::CLAWBACK_ROLES_CSM)),
              ElementsAre("PUSH -50000 payable"));
  EXPECT_THAT(Spiffs(AfterLoss(scene, Part(kChurn, -1), v1::CLAWBACK_ROLES_AE)), IsEmpty());
}

TEST(Spiff, C11_AShrinkTakesGrowthSpiffsProRataAndLeavesTheOthers) {
  v1::Spiff uplift = Push();
  uplift.set_code("UPLIFT");
  uplift.set_category(kUplift);
  StatementScene scene = With(CsmScene(), {Push(), uplift});
  scene.Add("A1", {Part(kNetNew, 9'000'000), Part(kUplift, 1'000'000)});
  EXPECT_THAT(SpiffsOf(scene), ElementsAre("PUSH 50000 payable", "UPLIFT 50000 payable"));
  const v1::CompStatement shrunk =
      AfterLoss(scene, Part(kContraction, -3'000'000), v1::CLAWBACK_ROLES_BOTH);
  // A third of 500.00.
  EXPECT_THAT(Spiffs(shrunk), ElementsAre("PUSH -16667 payable"));
  EXPECT_THAT(shrunk.lines(0).name() + shrunk.lines(1).name(),
              HasSubstr("2027-Q2~ines~A1~0~spiff-PUSH_clawback"));
}

TEST(Spiff, A12_IsTakenBackWithItsVoidedBooking) {
  StatementScene scene = With(AeScene(), {Push()});
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.published = {scene.Compute().value()};
  scene.history = {{scene.bookings[0].attribution, v1::CLAWBACK_ROLES_BOTH}};
  scene.history[0].attribution.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  scene.bookings.clear();
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("PUSH -50000 payable"));
}

TEST(Spiff, A8_IsTakenBackAndGivenAnewWithTheNewCategory) {
  v1::Spiff cross = Push();
  cross.set_code("CROSS");
  cross.set_category(kCrossSell);
  StatementScene scene = With(AeScene(), {Push(), cross});
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.published = {scene.Compute().value()};
  v1::Attribution before = scene.bookings[0].attribution;
  scene.bookings.clear();
  scene.Add("A2", {Part(kCrossSell, 1'000'000)});
  before.set_state(v1::ATTRIBUTION_STATE_SUPERSEDED);
  before.set_superseded_by(scene.bookings[0].attribution.name());
  scene.late = std::exchange(scene.bookings, {});
  scene.history = {{before, v1::CLAWBACK_ROLES_BOTH},
                   {scene.late[0].attribution, v1::CLAWBACK_ROLES_BOTH}};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(Spiffs(statement), ElementsAre("CROSS 50000 payable", "PUSH -50000 payable"));
  EXPECT_EQ(statement.totals().earned_minor(), 150'000);  // with 10% of the cross-sell
  EXPECT_EQ(statement.totals().adjustments_minor(), -50'000);
}

TEST(Spiff, C14_AnyOrderGivesTheSameBytes) {
  v1::Spiff other = Push();
  other.set_code("OTHER");
  StatementScene scene = With(AeScene(), {Push(), other});
  for (const char* id : {"A1", "A2", "A3"}) scene.Add(id, {Part(kNetNew, 1'000'000)});
  const std::string first = scene.Compute()->SerializeAsString();
  EXPECT_EQ(scene.Compute()->SerializeAsString(), first);
  std::reverse(scene.bookings.begin(), scene.bookings.end());
  EXPECT_EQ(scene.Compute()->SerializeAsString(), first);
  const v1::CompStatement statement = scene.Compute().value();
  EXPECT_THAT(CanonicalForm(statement), HasSubstr("\nspiff: PUSH\n"));
  v1::CompStatement another = statement;
  another.mutable_lines(1)->set_spiff("OTHER");
  EXPECT_NE(StatementDigest(another), StatementDigest(statement));
}

TEST(Spiff, C20_ACodeMustDoForTheIdOfALine) {
  for (const char* code : {"Q1-PUSH", "q1_push.2", "A_clawback2"}) {
    EXPECT_EQ(SpiffCodeFault(code), "") << code;
    EXPECT_EQ(SpiffLineKind(code), absl::StrCat("spiff-", code));
  }
  for (const char* code :
       {"Q1 PUSH", "a~b", "a/b", "f\xC3\xBCr", "%41", "A_clawback", "A_adjustment", "A_reversal"}) {
    EXPECT_NE(SpiffCodeFault(code), "") << code;
  }
  EXPECT_EQ(SpiffLineKind("a/b c"), "spiff-a%2Fb%20c");
  EXPECT_NE(SpiffLineKind("a%2Fb"), SpiffLineKind("a/b"));
  v1::CompPlan plan;
  v1::Spiff& spiff = *plan.add_spiffs() = Push();
  spiff.set_code("a~b");
  Violations faults;
  CheckPlan("plan.", plan, &faults);
  EXPECT_THAT(baton::testing::ViolatedFields(faults.ToStatus()),
              ::testing::Contains("plan.spiffs[0].code"));
}

}  // namespace
}  // namespace baton::domain
