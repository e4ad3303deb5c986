#include "domain/attribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "domain/attribution_reading.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::BookingLineKind kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr v1::BookingLineKind kAddOn = v1::BOOKING_LINE_KIND_ADD_ON;

// One proposal's input, to be changed by each test.
struct Scene {
  v1::Booking booking =
      BookingOf({Line(kRenewal, "core", 2'000'000, 2'000'000), Line(kAddOn, "core", 0, 1'800'000)});
  std::vector<v1::HealthObservation> health = {
      Observed(v1::HEALTH_TIER_YELLOW, At("2027-01-05T00:00:00Z"))};
  std::vector<v1::Activity> activities;
  v1::Opportunity opportunity;
  v1::Signal signal;
  v1::Policy policy = DefaultPolicy("acme");
  ProposalInput input;

  Scene() {
    opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
    *opportunity.mutable_create_time() = Stamp("2027-02-01T00:00:00Z");
    signal.set_csm(kCsm);
    signal.set_model(v1::OWNERSHIP_MODEL_B);
    input.before.arr_minor = 2'000'000;
    input.before.currency_code = "USD";
    input.before.product_lines = {"core"};
    input.ae = kAe;
    input.csm = kCsm;
    input.opportunity = &opportunity;
    input.signal = &signal;
  }

  absl::StatusOr<v1::Attribution> Propose(absl::string_view now = "2027-03-12T09:00:00Z") {
    input.booking = &booking;
    input.health = health;
    input.activities = activities;
    input.policy = &policy;
    return ProposeAttribution(input, At(now));
  }
};

v1::Activity Introduction(absl::string_view at) {
  v1::Activity activity;
  activity.set_activity_type("brokered_introduction");
  activity.set_role(v1::ROLE_CSM);
  *activity.mutable_occur_time() = Stamp(at);
  return activity;
}

TEST(Attribution, A6_IsProposedWholeAndUnsigned) {
  Scene scene;
  scene.policy.set_version(7);
  const auto proposed = scene.Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_EQ(proposed->booking(), scene.booking.name());
  EXPECT_EQ(proposed->account(), scene.booking.account());
  EXPECT_EQ(ToTime(proposed->booked_time()), At("2027-03-11T12:00:00Z"));
  EXPECT_EQ(proposed->currency_code(), "USD");
  EXPECT_EQ(proposed->ae(), kAe);
  EXPECT_EQ(proposed->csm(), kCsm);
  EXPECT_EQ(proposed->policy_version(), 7);
  EXPECT_EQ(proposed->model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_TRUE(proposed->at_risk());
  EXPECT_EQ(proposed->net_direction(), "expansion");
  EXPECT_THAT(proposed->signatures(), IsEmpty());
  EXPECT_THAT(proposed->flags(), IsEmpty());
}

TEST(Attribution, C1_PartsCarryTheirCredit) {
  const auto proposed = Scene().Propose();
  ASSERT_EQ(proposed->parts_size(), 2);
  EXPECT_EQ(proposed->parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_EQ(proposed->parts(0).ae_credit_minor(), 600'000);
  EXPECT_EQ(proposed->parts(0).csm_credit_minor(), 2'000'000);
  EXPECT_EQ(proposed->parts(1).category(), v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  EXPECT_EQ(proposed->parts(1).ae_credit_minor(), 1'800'000);
  EXPECT_EQ(proposed->parts(1).csm_credit_minor(), 540'000);
  EXPECT_EQ(proposed->save_bonus().amount_minor(), 100'000);
  EXPECT_EQ(proposed->save_bonus().currency_code(), "USD");
}

TEST(Attribution, W3_ASaveIsWhoseTheAccountWasAtItsWindowsEnd) {
  Scene scene;
  scene.input.csm_at_end = "tenants/acme/people/before";
  const auto proposed = scene.Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->csm(), kCsm);
  EXPECT_EQ(CsmOf(*proposed, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), "tenants/acme/people/before");
  EXPECT_EQ(CsmOf(*proposed, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION), kCsm);

  scene.input.csm_at_end = kCsm;
  EXPECT_EQ(scene.Propose()->save_csm(), "");
  scene.input.csm_at_end = "";  // nobody held it then: whoever holds it now
  EXPECT_EQ(CsmOf(*scene.Propose(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), kCsm);
  scene.input.csm_at_end = "tenants/acme/people/before";
  scene.health = {Observed(v1::HEALTH_TIER_GREEN, At("2026-01-05T00:00:00Z"))};
  EXPECT_EQ(scene.Propose()->save_csm(), "");  // no save
}

TEST(Attribution, W3_TheSameCsmsSaveIsSharedAsTheTeamDidAtItsWindowsEnd) {
  const auto share = [](const char* person, int32_t share_bp, CreditShares* shares) {
    v1::CreditShare& one = *shares->Add();
    one.set_role(v1::ROLE_CSM);
    one.set_person(person);
    one.set_share_bp(share_bp);
  };
  const auto weight = [](const v1::Attribution& attribution, v1::AttributionCategory category) {
    return WeightOf(HoldersOf(attribution, v1::ROLE_CSM, category), kCsm);
  };
  Scene scene;
  scene.input.csm_at_end = kCsm;
  share(kCsm, 5'000, &scene.input.shares);
  share("tenants/acme/people/tobias", 5'000, &scene.input.shares);
  auto proposed = scene.Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->save_csm(), kCsm);
  EXPECT_EQ(weight(*proposed, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), 10'000);
  EXPECT_EQ(weight(*proposed, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION), 5'000);

  share(kCsm, 7'000, &scene.input.shares_at_end);
  share("tenants/acme/people/tobias", 3'000, &scene.input.shares_at_end);
  EXPECT_EQ(weight(*scene.Propose(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), 7'000);

  scene.input.shares_at_end = scene.input.shares;
  EXPECT_EQ(scene.Propose()->save_csm(), "");
}

// What both sides signed as no save, and a dispute made one.
TEST(Attribution, W3_WhatBecomesASaveLaterIsForTheCsmOfItsWindowsEnd) {
  const auto share = [](const char* person, int32_t share_bp) {
    v1::CreditShare one;
    one.set_role(v1::ROLE_CSM);
    one.set_person(person);
    one.set_share_bp(share_bp);
    return one;
  };
  Scene scene;
  scene.health = {};
  scene.input.csm_at_end = "tenants/acme/people/before";
  *scene.input.shares_at_end.Add() = share("tenants/acme/people/before", 10'000);
  v1::Attribution attribution = scene.Propose().value();
  NameSaveCsm(scene.input, &attribution);
  EXPECT_EQ(attribution.save_csm(), "");  // no save yet
  attribution.mutable_parts(0)->set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  v1::Attribution ruled = attribution;
  NameSaveCsm(scene.input, &attribution);
  EXPECT_EQ(attribution.save_csm(), "tenants/acme/people/before");
  EXPECT_EQ(attribution.save_shares_size(), 1);
  EXPECT_THAT(attribution.explanation(attribution.explanation_size() - 1).text(),
              HasSubstr("at its window's end, by the shares of then"));

  // The deal desk's split of the AE's role says nothing of it; of the CSM's it does (C-12).
  ruled.set_ruled_by("tenants/acme/dealDeskTickets/T1");
  v1::Attribution of_aes = ruled;
  NameSaveCsm(scene.input, &of_aes);
  EXPECT_EQ(of_aes.save_csm(), "tenants/acme/people/before");
  *ruled.add_credit_shares() = share(kCsm, 10'000);
  NameSaveCsm(scene.input, &ruled);
  EXPECT_EQ(ruled.save_csm(), "");
}

// A fact that makes an unsigned renewal a save, after the deal desk ruled on it.
TEST(Attribution, W3_ARulingOnTheAesLeavesASaveToItsWindowsEnd) {
  Scene scene;
  scene.input.csm_at_end = "tenants/acme/people/before";
  const v1::Attribution anew = scene.Propose().value();
  scene.health = {};
  v1::Attribution held = scene.Propose().value();
  held.set_ruled_by("tenants/acme/dealDeskTickets/T1");
  v1::CreditShare& ae = *held.add_credit_shares();
  ae.set_role(v1::ROLE_AE);
  ae.set_person(kAe);
  ae.set_share_bp(10'000);
  EXPECT_EQ(WithRuling(held, anew).save_csm(), "tenants/acme/people/before");
  v1::CreditShare& csm = *held.add_credit_shares();
  csm.set_role(v1::ROLE_CSM);
  csm.set_person(kCsm);
  csm.set_share_bp(10'000);
  EXPECT_EQ(WithRuling(held, anew).save_csm(), "");
  EXPECT_EQ(WithRuling(held, anew).credit_shares_size(), 2);
}

TEST(Attribution, W3_WhomASaveIsForIsCreditedToo) {
  Scene scene;
  scene.input.csm_at_end = "tenants/acme/people/before";
  const auto proposed = scene.Propose();
  ASSERT_THAT(proposed, IsOk());
  EXPECT_TRUE(IsCredited(*proposed, kAe));
  EXPECT_TRUE(IsCredited(*proposed, kCsm));
  EXPECT_TRUE(IsCredited(*proposed, "tenants/acme/people/before"));
  EXPECT_FALSE(IsCredited(*proposed, "tenants/acme/people/somebody"));
  EXPECT_FALSE(IsCredited(v1::Attribution(), ""));
}

TEST(Attribution, C5_WithoutASaveThereIsNoBonus) {
  Scene scene;
  scene.health = {Observed(v1::HEALTH_TIER_GREEN, At("2026-01-05T00:00:00Z"))};
  EXPECT_FALSE(scene.Propose()->has_save_bonus());
}

TEST(Attribution, C3_ABonusThatWaitsForARateIsFlagged) {
  Scene scene;
  scene.booking.set_currency_code("EUR");
  scene.input.before.currency_code = "EUR";
  const auto proposed = scene.Propose();
  EXPECT_THAT(proposed->flags(), ElementsAre("no_rate"));
  EXPECT_FALSE(proposed->has_save_bonus());
  EXPECT_THAT(StepsOf(proposed->explanation(), "C-3"), HasSubstr("from EUR to USD"));
}

TEST(Attribution, S8_SignaturesAreDueOnTheFifthBusinessDay) {
  Scene scene;
  // Friday; the weekend does not count.
  EXPECT_EQ(ToTime(scene.Propose("2027-03-12T09:00:00Z")->sign_due_time()),
            At("2027-03-19T09:00:00Z"));
  // Saturday: the days after it count from Monday.
  EXPECT_EQ(ToTime(scene.Propose("2027-03-13T09:00:00Z")->sign_due_time()),
            At("2027-03-19T09:00:00Z"));
}

TEST(Attribution, S8_TheDueTimeIsTheSameLocalTimeInThePolicysZone) {
  Scene scene;
  scene.policy.set_time_zone("America/New_York");
  // 9 March 20:30 in New York, before its clocks change on the 14th.
  EXPECT_EQ(ToTime(scene.Propose("2027-03-10T01:30:00Z")->sign_due_time()),
            At("2027-03-17T00:30:00Z"));
}

TEST(Attribution, G1_ASignalOfACsmMakesItBrokered) {
  Scene scene;
  const auto proposed = scene.Propose();
  EXPECT_TRUE(proposed->brokered());
  EXPECT_THAT(StepsOf(proposed->explanation(), "G-1"), HasSubstr("handoff signal"));
  scene.signal.clear_csm();
  EXPECT_FALSE(scene.Propose()->brokered());
  scene.input.signal = nullptr;
  EXPECT_FALSE(scene.Propose()->brokered());
}

TEST(Attribution, G1_AnIntroductionUpToTheOpportunitysCreationMakesItBrokered) {
  Scene scene;
  scene.input.signal = nullptr;
  scene.activities = {Introduction("2027-02-01T00:00:00Z")};
  EXPECT_TRUE(scene.Propose()->brokered());
  scene.activities = {Introduction("2027-02-01T00:00:00.000001Z")};
  EXPECT_FALSE(scene.Propose()->brokered());
  scene.activities = {Introduction("2027-01-20T00:00:00Z")};
  scene.activities[0].set_role(v1::ROLE_AE);
  EXPECT_FALSE(scene.Propose()->brokered());
}

TEST(Attribution, G1_WhatSalesBeganOrTheProductSoldIsNotBrokered) {
  Scene scene;
  scene.opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  EXPECT_FALSE(scene.Propose()->brokered());
  scene.opportunity.set_creation_source(v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_FALSE(scene.Propose()->brokered());
}

TEST(Attribution, T1_ExpansionWithoutAnOpportunityIsFlagged) {
  Scene scene;
  scene.input.opportunity = nullptr;
  scene.input.signal = nullptr;
  scene.activities = {Introduction("2027-02-01T00:00:00Z")};
  const auto proposed = scene.Propose();
  EXPECT_THAT(proposed->flags(), ElementsAre("unlogged_expansion"));
  EXPECT_FALSE(proposed->brokered());
  EXPECT_THAT(StepsOf(proposed->explanation(), "T-1"), HasSubstr("no opportunity"));
}

TEST(Attribution, T1_ARenewalWithoutAnOpportunityIsNotFlaggedWhileNothingRises) {
  Scene scene;
  scene.input.opportunity = nullptr;
  scene.booking = BookingOf({Line(kRenewal, "core", 2'000'000, 2'000'000)});
  EXPECT_THAT(scene.Propose()->flags(), IsEmpty());
}

TEST(Attribution, C1_SelfServeHasNoModelAndPaysNobody) {
  Scene scene;
  scene.opportunity.set_self_serve(true);
  scene.signal.set_model(v1::OWNERSHIP_MODEL_A);
  const auto proposed = scene.Propose();
  EXPECT_TRUE(proposed->self_serve());
  EXPECT_EQ(proposed->model(), v1::OWNERSHIP_MODEL_UNSPECIFIED);
  EXPECT_EQ(proposed->parts(1).ae_credit_minor(), 0);
  EXPECT_EQ(proposed->parts(1).csm_credit_minor(), 0);
}

TEST(Attribution, C1_ModelACreditsTheCsmAlone) {
  Scene scene;
  scene.signal.set_model(v1::OWNERSHIP_MODEL_A);
  const auto proposed = scene.Propose();
  EXPECT_EQ(proposed->parts(1).ae_credit_minor(), 0);
  EXPECT_EQ(proposed->parts(1).csm_credit_minor(), 1'800'000);
}

TEST(Attribution, C1_ItsTermsAreThoseItWasCreditedBy) {
  const auto proposed = Scene().Propose();
  const CreditTerms terms = TermsOf(*proposed);
  EXPECT_TRUE(terms.brokered);
  EXPECT_EQ(terms.model, v1::OWNERSHIP_MODEL_B);
  EXPECT_EQ(terms.currency_code, "USD");
  EXPECT_EQ(terms.net_new_minor, 1'800'000);
}

TEST(Attribution, A1_AnInconsistentBookingIsRefused) {
  Scene scene;
  scene.booking = BookingOf({Line(kRenewal, "core", 3'000'000, 0)});
  EXPECT_EQ(ReasonOf(scene.Propose().status()), v1::ERROR_REASON_BOOKING_INCONSISTENT);
}

TEST(Attribution, X6_SaysWhyStepByStep) {
  const auto proposed = Scene().Propose();
  std::vector<std::string> rules;
  for (const v1::ExplanationStep& step : proposed->explanation()) rules.push_back(step.rule());
  EXPECT_THAT(rules, ElementsAre("A-2", "A-4", "G-1", "C-5", "T-7", "A-6"));
  EXPECT_EQ(
      StepsOf(proposed->explanation(), "A-6"),
      "Proposed; CS and Sales both sign by 2027-03-19 09:00 UTC, 5 business days on (S-8).\n");
  for (const v1::AttributionPart& part : proposed->parts()) {
    std::vector<std::string> part_rules;
    for (const v1::ExplanationStep& step : part.explanation()) part_rules.push_back(step.rule());
    EXPECT_EQ(part_rules.size(), 5u);
    EXPECT_EQ(part_rules[0], "A-1");
    EXPECT_EQ(part_rules[1], "A-3");
    EXPECT_EQ(part_rules.back(), "G-1");
  }
}

}  // namespace
}  // namespace baton::domain
