#include "domain/documentation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::ViolatedFields;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kBooked[] = "2027-03-11T12:00:00Z";

v1::Activity Did(v1::Role role, bool two_way, absl::string_view at) {
  v1::Activity activity;
  activity.set_name("tenants/acme/accounts/harrow/activities/1");
  activity.set_role(role);
  activity.set_two_way(two_way);
  *activity.mutable_occur_time() = Stamp(at);
  return activity;
}

// An attribution of one part with both credits, and what is known of its account.
struct Scene {
  v1::Booking booking = BookingOf({}, kBooked);
  v1::Attribution attribution;
  std::vector<v1::HealthObservation> health = {
      Observed(v1::HEALTH_TIER_YELLOW, At("2027-02-01T00:00:00Z"))};
  std::vector<v1::Activity> activities;
  v1::Opportunity opportunity;
  v1::Policy policy = DefaultPolicy("acme");

  explicit Scene(v1::AttributionCategory category) {
    v1::AttributionPart part = Part(category, 1'000'000);
    part.set_part(1);
    part.set_ae_credit_minor(300'000);
    part.set_csm_credit_minor(1'000'000);
    *attribution.add_parts() = part;
    attribution.set_currency_code("USD");
    attribution.set_ae(kAe);
    attribution.set_csm(kCsm);
  }

  DocumentationFacts Facts() const {
    DocumentationFacts facts;
    facts.booking = &booking;
    facts.health = health;
    facts.activities = activities;
    facts.opportunity = &opportunity;
    return facts;
  }

  std::vector<v1::DocumentationKind> Lacking() const {
    std::vector<v1::DocumentationKind> kinds;
    for (const v1::DocumentationCheck& check : CheckDocumentation(attribution, Facts())) {
      if (check.result() == v1::DOCUMENTATION_RESULT_LACKING) kinds.push_back(check.kind());
    }
    return kinds;
  }

  v1::Attribution Apply() const {
    const auto applied = ApplyDocumentation(attribution, Facts(), policy);
    EXPECT_THAT(applied, IsOk());
    return applied.value_or(v1::Attribution());
  }
};

TEST(Documentation, A7_ASaveNeedsHealthACsmAndAConversation) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  scene.health.clear();
  EXPECT_THAT(scene.Lacking(), ElementsAre(v1::DOCUMENTATION_KIND_HEALTH_HISTORY,
                                           v1::DOCUMENTATION_KIND_CSM_ACTIVITY,
                                           v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION));
}

TEST(Documentation, A7_AnUpliftNeedsNoConversation) {
  const Scene scene(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT);
  EXPECT_THAT(scene.Lacking(), IsEmpty());
}

TEST(Documentation, A7_TheWindowCountsBothItsEdges) {
  for (const auto& [at, lacks] :
       std::vector<std::pair<std::string, bool>>{{"2026-12-11T12:00:00Z", false},
                                                 {"2026-12-11T11:59:59Z", true},
                                                 {kBooked, false},
                                                 {"2027-03-11T12:00:01Z", true}}) {
    Scene scene(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
    scene.activities = {Did(v1::ROLE_CSM, true, at)};
    EXPECT_EQ(!scene.Lacking().empty(), lacks) << at;
  }
}

TEST(Documentation, A7_WhatLacksForOneRoleTakesThatRolesCreditAlone) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  scene.activities = {Did(v1::ROLE_CSM, true, "2027-03-01T00:00:00Z")};
  const v1::Attribution applied = scene.Apply();
  EXPECT_EQ(applied.parts(0).ae_credit_minor(), 0);
  EXPECT_EQ(applied.parts(0).csm_credit_minor(), 1'000'000);
  EXPECT_THAT(applied.parts(0).flags(), ElementsAre(kUndocumented));
  EXPECT_EQ(StepsOf(applied.parts(0).explanation(), "A-7"),
            "Nothing shows an activity of an AE: the AE's credit is 0.\n");
  EXPECT_THAT(applied.documentation(), SizeIs(3));
}

TEST(Documentation, A7_WithoutAConversationNobodyIsCredited) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  scene.activities = {Did(v1::ROLE_CSM, false, "2027-03-01T00:00:00Z")};
  const v1::Attribution applied = scene.Apply();
  EXPECT_EQ(applied.parts(0).ae_credit_minor(), 0);
  EXPECT_EQ(applied.parts(0).csm_credit_minor(), 0);
}

TEST(Documentation, A7_ASaveWithoutACsmsActivityIsACleanRenewal) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  scene.activities = {Did(v1::ROLE_AE, true, "2027-03-01T00:00:00Z")};
  scene.attribution.mutable_save_bonus()->set_amount_minor(50'000);
  const v1::Attribution applied = scene.Apply();
  EXPECT_EQ(applied.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(applied.parts(0).flags(), ElementsAre(kAtRiskNoIntervention));
  EXPECT_EQ(applied.parts(0).ae_credit_minor(), 0);
  EXPECT_EQ(applied.parts(0).csm_credit_minor(), 1'000'000);
  EXPECT_FALSE(applied.has_save_bonus());
}

TEST(Documentation, A7_SelfServeNeedsTheProductsRecordAlone) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  scene.attribution.set_self_serve(true);
  EXPECT_THAT(scene.Lacking(), ElementsAre(v1::DOCUMENTATION_KIND_PRODUCT_EVENT));
  scene.opportunity.set_name("tenants/acme/opportunities/O1");
  scene.opportunity.set_trigger_event(v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE);
  EXPECT_THAT(scene.Lacking(), IsEmpty());
}

TEST(Documentation, A7_EvidenceStandsInForRecords) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  v1::Evidence& evidence = *scene.attribution.add_evidence();
  evidence.set_kind(v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION);
  evidence.set_link("https://mail.example/1");
  EXPECT_THAT(scene.Lacking(), IsEmpty());
  const auto checks = CheckDocumentation(scene.attribution, scene.Facts());
  EXPECT_EQ(checks[1].result(), v1::DOCUMENTATION_RESULT_ATTACHED);
  EXPECT_THAT(checks[1].shown_by(), ElementsAre("https://mail.example/1"));
}

TEST(Documentation, A7_OnlyBothSidesTogetherWaiveHealth) {
  Scene scene(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT);
  scene.health.clear();
  scene.attribution.add_signatures()->set_health_waiver("No source yet.");
  EXPECT_THAT(scene.Lacking(), ElementsAre(v1::DOCUMENTATION_KIND_HEALTH_HISTORY));
  scene.attribution.add_signatures()->set_health_waiver("No source yet.");
  EXPECT_THAT(scene.Lacking(), IsEmpty());
  EXPECT_TRUE(LacksHealth(CheckDocumentation(scene.attribution, scene.Facts())));
}

TEST(Documentation, A7_WhatWasOnlyToldIsNoEvidence) {
  v1::Evidence told;
  told.set_kind(v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION);
  *told.mutable_occur_time() = Stamp("2027-03-01T00:00:00Z");
  told.set_note("She said so on the phone.");
  const v1::Booking booking = BookingOf({}, kBooked);
  EXPECT_THAT(ViolatedFields(CheckEvidence(told, nullptr, booking).status()),
              ElementsAre("evidence.reference"));
  told.set_excerpt("Too short");
  EXPECT_THAT(ViolatedFields(CheckEvidence(told, nullptr, booking).status()),
              ElementsAre("evidence.excerpt"));
  told.set_excerpt("We renew for another year.");
  EXPECT_THAT(CheckEvidence(told, nullptr, booking), IsOk());
}

TEST(Documentation, A7_EveryFaultOfEvidenceIsNamedAtOnce) {
  v1::Evidence wrong;
  wrong.set_link("http://mail.example");
  EXPECT_THAT(ViolatedFields(CheckEvidence(wrong, nullptr, BookingOf({}, kBooked)).status()),
              ElementsAre("evidence.kind", "evidence.link", "evidence.occur_time"));
}

TEST(Documentation, A7_AnActivityMustShowWhatItIsAttachedFor) {
  v1::Evidence evidence;
  evidence.set_kind(v1::DOCUMENTATION_KIND_AE_ACTIVITY);
  evidence.set_activity("tenants/acme/accounts/harrow/activities/1");
  const v1::Activity call = Did(v1::ROLE_CSM, true, "2027-03-01T00:00:00Z");
  EXPECT_THAT(ViolatedFields(CheckEvidence(evidence, &call, BookingOf({}, kBooked)).status()),
              Contains("evidence.activity"));
}

}  // namespace
}  // namespace baton::domain
