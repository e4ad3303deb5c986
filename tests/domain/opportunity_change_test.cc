#include "domain/opportunity_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "domain/instant.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using baton::testing::IsOk;
using baton::testing::ViolatedFields;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'767'603'600);

v1::Opportunity Held(v1::OpportunityState state = v1::OPPORTUNITY_STATE_OPEN) {
  v1::Opportunity held;
  held.set_name("tenants/acme/opportunities/o1");
  held.set_account("tenants/acme/accounts/a1");
  held.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  held.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  held.set_state(state);
  *held.mutable_create_time() = ToTimestamp(kNow - absl::Hours(24));
  return held;
}

TEST(OpportunityChange, T1_WhatIsLeftOutStays) {
  v1::Opportunity incoming;
  incoming.set_stage("Negotiation");
  const auto after = ChangeOpportunity(Held(), incoming, kNow);
  ASSERT_THAT(after, IsOk());
  v1::Opportunity expected = Held();
  expected.set_stage("Negotiation");
  EXPECT_EQ(after->SerializeAsString(), expected.SerializeAsString());
}

TEST(OpportunityChange, T1_CreationSourceAndTriggerNeverChange) {
  v1::Opportunity same;
  same.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  same.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  EXPECT_THAT(ChangeOpportunity(Held(), same, kNow), IsOk());
  v1::Opportunity source;
  source.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  EXPECT_EQ(ReasonOf(ChangeOpportunity(Held(), source, kNow).status()),
            v1::ERROR_REASON_CREATION_SOURCE_IMMUTABLE);
  v1::Opportunity trigger;
  trigger.set_trigger_event(v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL);
  EXPECT_EQ(ReasonOf(ChangeOpportunity(Held(), trigger, kNow).status()),
            v1::ERROR_REASON_CREATION_SOURCE_IMMUTABLE);
}

TEST(OpportunityChange, T1_ItIsLostAndReopenedButWonByABookingAlone) {
  v1::Opportunity incoming;
  incoming.set_state(v1::OPPORTUNITY_STATE_LOST);
  const auto lost = ChangeOpportunity(Held(), incoming, kNow);
  ASSERT_THAT(lost, IsOk());
  EXPECT_EQ(ToTime(lost->close_time()), kNow);
  incoming.set_state(v1::OPPORTUNITY_STATE_OPEN);
  const auto reopened = ChangeOpportunity(*lost, incoming, kNow);
  ASSERT_THAT(reopened, IsOk());
  EXPECT_FALSE(reopened->has_close_time());
  incoming.set_state(v1::OPPORTUNITY_STATE_WON);
  EXPECT_THAT(ViolatedFields(ChangeOpportunity(Held(), incoming, kNow).status()),
              ElementsAre("opportunity.state"));
}

TEST(OpportunityChange, T1_OfWhatIsWonOnlyTheStageChanges) {
  v1::Opportunity stage;
  stage.set_stage("Closed Won");
  EXPECT_THAT(ChangeOpportunity(Held(v1::OPPORTUNITY_STATE_WON), stage, kNow), IsOk());
  v1::Opportunity lost;
  lost.set_state(v1::OPPORTUNITY_STATE_LOST);
  EXPECT_EQ(ReasonOf(ChangeOpportunity(Held(v1::OPPORTUNITY_STATE_WON), lost, kNow).status()),
            v1::ERROR_REASON_OPPORTUNITY_STATE);
}

TEST(OpportunityChange, T1_EveryFaultIsNamedAtOnce) {
  v1::Opportunity incoming;
  incoming.set_account("tenants/acme/accounts/other");
  incoming.set_signal("tenants/acme/signals/s1");
  incoming.mutable_source()->set_record_id("006");
  incoming.set_self_serve(true);
  *incoming.mutable_create_time() = ToTimestamp(kNow);
  incoming.mutable_amount()->set_currency_code("usd");
  EXPECT_THAT(ViolatedFields(ChangeOpportunity(Held(), incoming, kNow).status()),
              UnorderedElementsAre("opportunity.account", "opportunity.signal",
                                   "opportunity.source.record_id", "opportunity.self_serve",
                                   "opportunity.create_time", "opportunity.amount.currency_code"));
}

v1::Opportunity History() {
  v1::Opportunity history;
  history.set_account("tenants/acme/accounts/a1");
  history.set_state(v1::OPPORTUNITY_STATE_LOST);
  history.mutable_source()->set_system("salesforce");
  history.mutable_source()->set_record_id("006");
  *history.mutable_create_time() = ToTimestamp(kNow - absl::Microseconds(1));
  *history.mutable_close_time() = history.create_time();
  return history;
}

TEST(OpportunityChange, T1_HistoryLiesBeforeGoLive) {
  v1::Opportunity history = History();
  EXPECT_THAT(CheckBackfilled(history, kNow), IsOk());
  *history.mutable_create_time() = ToTimestamp(kNow);
  *history.mutable_close_time() = ToTimestamp(kNow);
  EXPECT_THAT(ViolatedFields(CheckBackfilled(history, kNow)),
              ElementsAre("opportunity.create_time"));
}

TEST(OpportunityChange, T1_HistoryStatesNoSource) {
  v1::Opportunity history = History();
  history.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  history.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  history.clear_close_time();
  history.clear_source();
  EXPECT_THAT(ViolatedFields(CheckBackfilled(history, kNow)),
              UnorderedElementsAre("opportunity.creation_source", "opportunity.trigger_event",
                                   "opportunity.source.system", "opportunity.source.record_id",
                                   "opportunity.close_time"));
}

}  // namespace
}  // namespace baton::domain
