#include "domain/growth_credit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "domain/attribution_reading.h"
#include "domain/policy.h"
#include "domain/touchpoint.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::HasSubstr;

// An expansion of 10,000.00 that a CSM began in February and an AE closed on 11 March.
struct Scene {
  v1::Booking booking = BookingOf({});
  v1::Opportunity opportunity;
  v1::Signal signal;
  v1::Policy policy = DefaultPolicy("acme");
  std::vector<v1::Activity> activities;
  std::vector<Touchpoint> touchpoints;
  ProposalInput input;

  Scene() {
    opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
    *opportunity.mutable_create_time() = Stamp("2027-02-01T00:00:00Z");
    input.opportunity = &opportunity;
    input.segment = v1::SEGMENT_ENTERPRISE;
    input.closed_by_team = Team::kSales;
  }

  v1::Attribution Credit(std::vector<v1::AttributionPart> parts) {
    input.booking = &booking;
    input.policy = &policy;
    input.activities = activities;
    input.touchpoints = touchpoints;
    v1::Attribution attribution;
    attribution.set_currency_code("USD");
    attribution.mutable_parts()->Assign(parts.begin(), parts.end());
    EXPECT_THAT(SetGrowthCredit(input, &attribution), IsOk());
    return attribution;
  }
};

v1::AttributionPart Expansion(int64_t minor = 1'000'000) {
  return Part(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, minor);
}

v1::Activity Activity(const char* type, const char* at, v1::Role role = v1::ROLE_CSM) {
  v1::Activity activity;
  activity.set_name("tenants/acme/accounts/harrow/activities/a1");
  activity.set_activity_type(type);
  activity.set_role(role);
  *activity.mutable_occur_time() = Stamp(at);
  return activity;
}

TEST(GrowthCredit, T4_SharesAreKeptInOrderWithWhatShowsThem) {
  Scene scene;
  scene.touchpoints = {*TouchOf(Activity("call", "2027-02-10T00:00:00Z"))};
  const v1::Attribution credited = scene.Credit({Expansion()});
  ASSERT_EQ(credited.team_shares_size(), 3);
  EXPECT_EQ(credited.team_shares(0).team(), v1::TEAM_CS);
  EXPECT_EQ(credited.team_shares(0).amount_minor(), 400'000);
  EXPECT_EQ(credited.team_shares(1).role(), v1::CREDIT_ROLE_ASSIST);
  EXPECT_EQ(credited.team_shares(1).amount_minor(), 200'000);
  EXPECT_EQ(credited.team_shares(1).touchpoint(), "tenants/acme/accounts/harrow/activities/a1");
  EXPECT_EQ(credited.team_shares(2).team(), v1::TEAM_SALES);
  EXPECT_EQ(credited.motion(), v1::MOTION_INITIATED);
  EXPECT_EQ(credited.segment(), v1::SEGMENT_ENTERPRISE);
  EXPECT_THAT(StepsOf(credited.explanation(), "T-4"), HasSubstr("1 assist 2,000.00 USD"));
  EXPECT_GT(credited.model_shares_size(), 0);
}

TEST(GrowthCredit, T7_WithoutAssistsSourceAndCloseShareAlike) {
  Scene scene;
  const v1::Attribution credited = scene.Credit({Expansion(1'001)});
  ASSERT_EQ(credited.team_shares_size(), 2);
  EXPECT_EQ(credited.team_shares(0).amount_minor(), 501);
  EXPECT_THAT(StepsOf(credited.explanation(), "T-7"), HasSubstr("share alike"));
}

TEST(GrowthCredit, T1_WithoutAnOpportunityTheSourceIsNobodys) {
  Scene scene;
  scene.input.opportunity = nullptr;
  const v1::Attribution credited = scene.Credit({Expansion()});
  ASSERT_EQ(credited.team_shares_size(), 2);
  EXPECT_EQ(credited.team_shares(0).team(), v1::TEAM_UNATTRIBUTED);
  EXPECT_FALSE(credited.team_shares(0).has_touch_time());
  EXPECT_EQ(credited.motion(), v1::MOTION_UNSPECIFIED);
}

TEST(GrowthCredit, T5_TheSourcesWindowIsThePolicys) {
  Scene scene;
  scene.policy.set_large_source_window_days(90);
  *scene.opportunity.mutable_create_time() = Stamp("2026-12-11T12:00:00Z");  // exactly 90 days
  EXPECT_EQ(scene.Credit({Expansion()}).team_shares(0).team(), v1::TEAM_CS);
  *scene.opportunity.mutable_create_time() = Stamp("2026-12-11T11:59:59Z");
  EXPECT_EQ(scene.Credit({Expansion()}).team_shares(0).team(), v1::TEAM_UNATTRIBUTED);
  scene.policy.set_large_source_window_days(180);
  EXPECT_EQ(scene.Credit({Expansion()}).team_shares(0).team(), v1::TEAM_CS);
  scene.input.segment = v1::SEGMENT_SMB;
  EXPECT_EQ(scene.Credit({Expansion()}).team_shares(0).team(), v1::TEAM_UNATTRIBUTED);
}

TEST(GrowthCredit, T4_WhatIsNoExpansionIsNotShared) {
  Scene scene;
  const v1::Attribution credited =
      scene.Credit({Part(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 500'000)});
  EXPECT_TRUE(credited.team_shares().empty());
  EXPECT_TRUE(credited.model_shares().empty());
}

TEST(GrowthCredit, G1_TagPlaybookAndLeadStandOnThePart) {
  Scene scene;
  scene.activities = {Activity("save_plan", "2027-02-20T00:00:00Z"),
                      Activity("save_call", "2027-02-10T00:00:00Z")};
  const v1::Attribution credited =
      scene.Credit({Part(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, 500'000), Expansion(),
                    Part(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, 10'000)});
  EXPECT_EQ(credited.parts(0).cs_led_tag(), v1::CS_LED_TAG_SAVE_AND_RENEW);
  EXPECT_EQ(credited.parts(0).playbook(), "save_call");  // the first of them
  EXPECT_EQ(credited.parts(0).lead(), v1::GROWTH_LEAD_CS);
  EXPECT_EQ(credited.parts(1).cs_led_tag(), v1::CS_LED_TAG_UNSPECIFIED);
  EXPECT_EQ(credited.parts(1).lead(), v1::GROWTH_LEAD_AE);
  EXPECT_EQ(credited.parts(2).lead(), v1::GROWTH_LEAD_UNSPECIFIED);
}

TEST(GrowthCredit, G1_BrokeredBySignalAndByIntroduction) {
  Scene scene;
  scene.activities = {Activity("brokered_introduction", "2027-01-20T00:00:00Z")};
  v1::Attribution credited = scene.Credit({Expansion()});
  EXPECT_EQ(credited.parts(0).cs_led_tag(), v1::CS_LED_TAG_MID_CYCLE_EXPANSION);
  EXPECT_EQ(credited.parts(0).playbook(), "brokered_introduction");
  scene.signal.set_csm(kCsm);
  scene.input.signal = &scene.signal;
  credited = scene.Credit({Expansion(), Part(v1::ATTRIBUTION_CATEGORY_CROSS_SELL, 100)});
  EXPECT_EQ(credited.parts(0).playbook(), "handoff_signal");
  EXPECT_EQ(credited.parts(1).cs_led_tag(), v1::CS_LED_TAG_MULTI_PRODUCT_ATTACH);
}

TEST(GrowthCredit, G4_PulledAndNotClosedBySalesIsTheProducts) {
  Scene scene;
  scene.opportunity.set_creation_source(v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_EQ(scene.Credit({Expansion()}).parts(0).lead(), v1::GROWTH_LEAD_AE);
  scene.input.closed_by_team = Team::kCs;
  EXPECT_EQ(scene.Credit({Expansion()}).parts(0).lead(), v1::GROWTH_LEAD_PRODUCT);
  scene.opportunity.set_creation_source(v1::CREATION_SOURCE_CUSTOMER_INBOUND);
  EXPECT_EQ(scene.Credit({Expansion()}).parts(0).lead(), v1::GROWTH_LEAD_OTHER);
}

TEST(Touchpoint, T4_AnActivityTouchesForItsTeamElseItsRoles) {
  v1::Activity activity = Activity("call", "2027-02-10T00:00:00Z", v1::ROLE_AE);
  EXPECT_EQ(TouchOf(activity)->team, Team::kSales);
  activity.set_team(v1::TEAM_MARKETING);
  EXPECT_EQ(TouchOf(activity)->team, Team::kMarketing);
  activity.clear_team();
  activity.set_role(v1::ROLE_REVOPS);
  EXPECT_FALSE(TouchOf(activity).has_value());
}

TEST(Touchpoint, T3_UsageIsATriggerAboveItsThresholdAlone) {
  v1::UsageObservation usage;
  usage.set_kind(v1::USAGE_KIND_LEVEL);
  usage.set_used(85);
  usage.set_limit(100);
  usage.set_threshold_bp(8'500);
  EXPECT_FALSE(TouchOf(usage).has_value());
  usage.set_used(86);
  EXPECT_EQ(TouchOf(usage)->kind, TouchpointKind::kUsageTrigger);
  EXPECT_EQ(TouchOf(usage)->team, Team::kProduct);
}

TEST(Touchpoint, T10_ASignalIsItsAuthorsOrTheProducts) {
  v1::Signal signal;
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  signal.set_state(v1::SIGNAL_STATE_ROUTED);
  signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  EXPECT_EQ(TouchOf(signal)->team, Team::kProduct);
  signal.set_csm(kCsm);
  EXPECT_EQ(TouchOf(signal)->team, Team::kCs);
  signal.set_state(v1::SIGNAL_STATE_WITHDRAWN);
  EXPECT_FALSE(TouchOf(signal).has_value());
}

TEST(Touchpoint, T4_TeamsReadBackAsTheyAreKept) {
  for (int i = 0; i <= static_cast<int>(Team::kUnattributed); ++i) {
    const Team team = static_cast<Team>(i);
    EXPECT_EQ(FromProto(ToProto(team)), team);
    EXPECT_THAT(v1::Team_Name(ToProto(team)),
                ::testing::StrCaseEq("TEAM_" + std::string(TeamName(team))));
  }
}

TEST(AttributionReading, A8_WhatStandsCountsAndWhatWasSupersededDoesNot) {
  v1::Attribution attribution;
  for (const auto state : {v1::ATTRIBUTION_STATE_PROPOSED, v1::ATTRIBUTION_STATE_CONCURRED}) {
    attribution.set_state(state);
    EXPECT_TRUE(Counts(attribution));
  }
  attribution.set_state(v1::ATTRIBUTION_STATE_SUPERSEDED);
  EXPECT_FALSE(Counts(attribution));
}

TEST(AttributionReading, A12_NeitherWhatWasVoidedNorItsReversalCounts) {
  v1::Attribution attribution;
  attribution.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  EXPECT_FALSE(Counts(attribution));
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  attribution.set_reverses("tenants/acme/attributions/01J");
  EXPECT_FALSE(Counts(attribution));
}

}  // namespace
}  // namespace baton::domain
