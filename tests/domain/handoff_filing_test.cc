#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "domain/crm_handoff.h"
#include "domain/handoff.h"
#include "domain/refusal.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

TEST(HandoffFiling, H7_ModelBIsRoutedToTheAccountsAe) {
  const v1::Signal signal = Filed(HotSignal());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_EQ(signal.ae(), kAe);
  EXPECT_EQ(signal.holder(), kAe);
  EXPECT_EQ(signal.csm(), kCsm);
  EXPECT_TRUE(signal.routable());
  EXPECT_TRUE(signal.qualified());
  EXPECT_EQ(ToTime(signal.file_time()), T0());
  EXPECT_EQ(ToTime(signal.occurred_time()), T0());
}

TEST(HandoffFiling, S1_HotStartsFourAndTwentyFourHours) {
  const v1::Signal signal = Filed(HotSignal());
  EXPECT_EQ(ToTime(signal.route_time()), T0());
  EXPECT_EQ(signal.clock().leg(), 1);
  EXPECT_EQ(ToTime(signal.clock().start_time()), T0());
  EXPECT_EQ(ToTime(signal.clock().acknowledge_due_time()), T0() + absl::Hours(4));
  EXPECT_EQ(ToTime(signal.clock().contact_due_time()), T0() + absl::Hours(24));
}

TEST(HandoffFiling, S1_WarmStartsTwentyFourAndSeventyTwoHours) {
  const v1::Signal signal = Filed(WarmSignal());
  EXPECT_EQ(ToTime(signal.clock().acknowledge_due_time()), T0() + absl::Hours(24));
  EXPECT_EQ(ToTime(signal.clock().contact_due_time()), T0() + absl::Hours(72));
}

TEST(HandoffFiling, S1_WatchStartsAReviewAlone) {
  v1::Signal watch = HotSignal();
  watch.set_urgency(v1::URGENCY_WATCH);
  const v1::Signal signal = Filed(watch);
  EXPECT_EQ(ToTime(signal.clock().acknowledge_due_time()), T0() + absl::Hours(7 * 24));
  EXPECT_FALSE(signal.clock().has_contact_due_time());
}

TEST(HandoffFiling, S11_ModelAGivesTheCsmOneDayThreeDaysOrThirty) {
  const std::pair<v1::Urgency, int> rows[] = {
      {v1::URGENCY_HOT, 24}, {v1::URGENCY_WARM, 72}, {v1::URGENCY_WATCH, 30 * 24}};
  for (const auto& [urgency, hours] : rows) {
    v1::Signal small = SmallSignal();
    small.set_urgency(urgency);
    const v1::Signal signal = Filed(small, SmbParties());
    EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_CS_OWNED);
    EXPECT_EQ(signal.holder(), kCsm);
    EXPECT_EQ(signal.ae(), "");
    EXPECT_FALSE(signal.has_route_time());
    EXPECT_FALSE(signal.clock().has_acknowledge_due_time());
    EXPECT_EQ(ToTime(signal.clock().contact_due_time()), T0() + absl::Hours(hours));
  }
}

TEST(HandoffFiling, H2_ACallNamesEveryMissingAndInvalidFieldAtOnce) {
  v1::Signal signal;
  signal.set_name("tenants/acme/signals/s1");
  signal.set_account("tenants/acme/accounts/northwind");
  signal.set_trigger(v1::TRIGGER_OTHER);
  signal.set_timeline_date("soon");
  HandoffParties nobody = Parties();
  nobody.csm.clear();
  const absl::Status status = File(signal, nobody).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
  EXPECT_THAT(ViolationsOf(status),
              ElementsAre("signal.timeline_date", "signal.csm", "signal.category",
                          "signal.evidence", "signal.buyer.name", "signal.buyer.title",
                          "signal.timeline", "signal.context_note", "signal.urgency"));
}

TEST(HandoffFiling, H3_OtherMustStateItsUrgency) {
  v1::Signal other = HotSignal();
  other.set_trigger(v1::TRIGGER_OTHER);
  other.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  EXPECT_THAT(ViolationsOf(File(other).status()), ElementsAre("signal.urgency"));
  other.set_urgency(v1::URGENCY_WARM);
  EXPECT_EQ(Filed(other).urgency(), v1::URGENCY_WARM);
}

TEST(HandoffFiling, H2_AWatchItemMayLackBuyerAndTimelineOnly) {
  v1::Signal lacking = HotSignal();
  lacking.clear_buyer();
  lacking.clear_timeline();
  lacking.clear_evidence();
  EXPECT_THAT(
      ViolationsOf(
          DecideFile({lacking, FilingChannel::kCall, true}, Parties(), Defaults(), T0()).status()),
      ElementsAre("signal.evidence"));
  lacking.set_evidence("Seat utilization at 89%");
  const auto watched =
      DecideFile({lacking, FilingChannel::kCall, true}, Parties(), Defaults(), T0());
  ASSERT_THAT(watched, IsOk());
  EXPECT_EQ(watched->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_THAT(watched->signal.missing_fields(),
              ElementsAre("buyer.name", "buyer.title", "timeline"));
}

TEST(HandoffFiling, H5_TheWatchItemFlagDoesNotParkACompleteSignal) {
  const auto decision =
      DecideFile({HotSignal(), FilingChannel::kCall, true}, Parties(), Defaults(), T0());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
}

TEST(HandoffFiling, H2_APayloadThatLacksFieldsIsKeptIncompleteAndTheCsmIsTold) {
  v1::Signal lacking = HotSignal();
  lacking.mutable_buyer()->clear_title();
  lacking.clear_timeline();
  const auto decision = FileOn(FilingChannel::kPayload, lacking);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_INCOMPLETE);
  EXPECT_EQ(decision->signal.holder(), kCsm);
  EXPECT_THAT(decision->signal.missing_fields(), ElementsAre("buyer.title", "timeline"));
  EXPECT_FALSE(decision->signal.has_clock());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.incomplete.1.csm"));
  EXPECT_EQ(decision->deliveries[0].recipient(), kCsm);
  EXPECT_THAT(decision->deliveries[0].subject(), HasSubstr("buyer.title, timeline"));
}

TEST(HandoffFiling, H2_AnUnroutablePayloadIsAWatchItemWhateverItLacks) {
  v1::Signal lacking = UnroutableSignal();
  lacking.clear_buyer();
  const auto decision = FileOn(FilingChannel::kPayload, lacking);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WATCHING);
}

TEST(HandoffFiling, H2_AnInvalidFieldIsRefusedFromAPayloadToo) {
  v1::Signal signal = HotSignal();
  signal.set_context_note(std::string(2'001, 'x'));
  EXPECT_THAT(ViolationsOf(FileOn(FilingChannel::kPayload, signal).status()),
              ElementsAre("signal.context_note"));
}

TEST(HandoffFiling, H2_ALongNoteIsTakenWithAWarning) {
  v1::Signal signal = HotSignal();
  signal.set_context_note("One. Two. Three. Four. Five.");
  EXPECT_THAT(Filed(signal).warnings(),
              ElementsAre("context_note: 5 sentences; two or three are asked for"));
}

TEST(HandoffFiling, H5_AnUnroutableSignalComesUpAgainInThirtyDays) {
  const auto decision = File(UnroutableSignal());
  ASSERT_THAT(decision, IsOk());
  const v1::Signal& signal = decision->signal;
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(signal.holder(), kCsm);
  EXPECT_EQ(signal.model(), v1::OWNERSHIP_MODEL_UNSPECIFIED);
  EXPECT_EQ(ToTime(signal.revisit_time()), T0() + absl::Hours(30 * 24));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.watch.1.crm"));
  EXPECT_EQ(decision->deliveries[0].kind(), v1::DELIVERY_KIND_CRM_WATCH_ITEM);
  const auto body = nlohmann::json::parse(decision->deliveries[0].body());
  EXPECT_EQ(body["revisit_time"], "2027-02-03T09:00:00Z");
}

TEST(HandoffFiling, H5_TheRevisitIsThePolicys) {
  v1::Policy policy = Defaults();
  policy.set_revisit_days(60);
  const auto decision = File(UnroutableSignal(), Parties(), policy);
  EXPECT_EQ(ToTime(decision->signal.revisit_time()), T0() + absl::Hours(60 * 24));
}

TEST(HandoffFiling, H7_WithoutAnAeRevopsHasFourHoursForHotAndADayForTheOthers) {
  const std::pair<v1::Urgency, int> rows[] = {
      {v1::URGENCY_HOT, 4}, {v1::URGENCY_WARM, 24}, {v1::URGENCY_WATCH, 24}};
  for (const auto& [urgency, hours] : rows) {
    v1::Signal stated = HotSignal();
    stated.set_urgency(urgency);
    const auto decision = File(stated, WithoutAe());
    ASSERT_THAT(decision, IsOk());
    EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_UNASSIGNED);
    EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_B);
    EXPECT_EQ(decision->signal.holder(), "");
    EXPECT_FALSE(decision->signal.has_clock());
    EXPECT_FALSE(decision->signal.has_route_time());
    EXPECT_EQ(ToTime(decision->signal.assign_due_time()), T0() + absl::Hours(hours));
    EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.unassigned.1.revops"));
    EXPECT_EQ(decision->deliveries[0].recipient(), "queues/revops");
  }
}

TEST(HandoffFiling, H7_ModelCHasTheCsmAsCoOwner) {
  HandoffParties parties = Parties();
  parties.account.set_segment(v1::SEGMENT_ENTERPRISE);
  const auto decision = File(HotSignal(), parties);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_C);
  EXPECT_EQ(decision->signal.ae(), kAe);
  EXPECT_EQ(decision->signal.csm(), kCsm);
  const auto body = nlohmann::json::parse(Find(*decision, "s1.handoff.1.crm").body());
  EXPECT_EQ(body["owner"], kAe);
  EXPECT_EQ(body["co_owner"], kCsm);
}

TEST(HandoffFiling, H6_AeSupportIsAskedOfTheAe) {
  v1::Policy policy = Defaults();
  policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  const auto decision = File(HotSignal(), Parties(), policy);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_CS_OWNED);
  EXPECT_TRUE(decision->signal.ae_support());
  EXPECT_EQ(decision->signal.holder(), kCsm);
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.support.1.ae"));
}

TEST(HandoffFiling, H8_AnUpgradeCanBeAskedForFromTheStart) {
  v1::Signal signal = SmallSignal();
  signal.set_upgrade_to_c(true);
  EXPECT_EQ(Filed(signal, SmbParties()).model(), v1::OWNERSHIP_MODEL_C);
}

TEST(HandoffFiling, H9_ARiskOpensAnInterventionAndNeedsNeitherBuyerNorTimeline) {
  v1::Signal risk = HotSignal();
  risk.set_trigger(v1::TRIGGER_COMPETITOR_MENTIONED);
  risk.clear_buyer();
  risk.clear_timeline();
  HandoffParties parties = Parties();
  parties.account.set_health_tier(v1::HEALTH_TIER_YELLOW);
  const auto decision = File(risk, parties);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.kind(), v1::SIGNAL_KIND_RISK);
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_INTERVENTION);
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_UNSPECIFIED);
  EXPECT_FALSE(decision->signal.has_clock());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.risk.1.ae", "s1.risk.1.csm"));
}

TEST(HandoffFiling, H9_TheStatedKindWins) {
  v1::Signal signal = HotSignal();
  signal.set_trigger(v1::TRIGGER_USAGE_DECLINE);
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  EXPECT_EQ(Filed(signal).state(), v1::SIGNAL_STATE_ROUTED);
}

TEST(HandoffFiling, H15_TheAccountsOwnIdsSayWhichCrmGetsIt) {
  const auto recipient = [](const std::vector<std::string>& systems) {
    HandoffParties parties = Parties();
    for (const std::string& system : systems) {
      parties.account.add_external_ids()->set_system(system);
    }
    const auto decision = File(HotSignal(), parties);
    EXPECT_THAT(decision, IsOk());
    return decision->deliveries.at(0).recipient();
  };
  EXPECT_EQ(recipient({"gainsight", "hubspot"}), "hubspot");
  EXPECT_EQ(recipient({"salesforce", "hubspot"}), "salesforce");
  EXPECT_EQ(recipient({"hubspot", "salesforce"}), "hubspot");
  EXPECT_EQ(recipient({"gainsight"}), "salesforce");
}

TEST(HandoffFiling, H15_TheCrmGetsTheFiveFieldsTheOwnerAndTheTask) {
  const auto decision = File(HotSignal());
  ASSERT_THAT(decision, IsOk());
  ASSERT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.1.crm"));
  const v1::Delivery& delivery = decision->deliveries[0];
  EXPECT_EQ(delivery.name(), "tenants/acme/deliveries/s1.handoff.1.crm");
  EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_CRM_HANDOFF);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(delivery.recipient(), "salesforce");
  EXPECT_EQ(delivery.record(), "tenants/acme/signals/s1");
  EXPECT_EQ(delivery.rule(), "H-15");
  EXPECT_EQ(ToTime(delivery.create_time()), T0());
  EXPECT_EQ(delivery.subject(),
            "hot signal for Northwind (buyer Jamie Reyes): seat_utilization, acknowledge by "
            "2027-01-04 13:00 UTC");
  EXPECT_EQ(nlohmann::json::parse(delivery.body()), nlohmann::json::parse(R"({
    "signal": "tenants/acme/signals/s1",
    "account": "tenants/acme/accounts/northwind",
    "account_name": "Northwind",
    "signal_type": {"category": "product", "trigger": "seat_utilization",
                    "evidence": "Seat utilization at 89%"},
    "named_buyer": {"name": "Jamie Reyes", "title": "VP Operations"},
    "timeline": "Q3, before July budget freeze",
    "context_note": "Champion mentioned ops team is 6 people. It is growing.",
    "urgency": "hot",
    "estimated_expansion": {"amount": "75000.00", "currency": "USD"},
    "product_lines": ["core"],
    "csm": "tenants/acme/people/carl",
    "owner": "tenants/acme/people/rosa",
    "model": "B",
    "creation_source": "csm_initiated",
    "trigger_event": "other",
    "trigger_text": "seat_utilization",
    "task": {"owner": "tenants/acme/people/rosa", "due_time": "2027-01-04T13:00:00Z"}
  })"));
}

TEST(HandoffFiling, T10_AFiledSignalIsCsmInitiated) {
  EXPECT_EQ(CreationSourceOf(Filed(HotSignal())), v1::CREATION_SOURCE_CSM_INITIATED);
}

TEST(HandoffFiling, T10_ASignalThatNobodyFiledIsAPlgTriggerWithoutFiler) {
  const auto decision =
      DecideFile({HotSignal(), FilingChannel::kPayload, false, true}, Parties(), Defaults(), T0());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.csm(), "");
  EXPECT_EQ(CreationSourceOf(decision->signal), v1::CREATION_SOURCE_PLG_TRIGGER);
  const auto body = nlohmann::json::parse(Find(*decision, "s1.handoff.1.crm").body());
  EXPECT_EQ(body["creation_source"], "plg_trigger");
}

TEST(HandoffFiling, T10_TheAccountsCsmLooksAfterWhatNobodyFiled) {
  const auto decision = DecideFile({SmallSignal(), FilingChannel::kPayload, false, true},
                                   SmbParties(), Defaults(), T0());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.holder(), kCsm);
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.owned.1.csm"));
  EXPECT_EQ(decision->deliveries[0].recipient(), kCsm);
}

TEST(HandoffFiling, H1_DefaultsOfSourceAndCsm) {
  v1::Signal signal = HotSignal();
  signal.clear_source();
  signal.clear_csm();
  const v1::Signal filed = Filed(signal);
  EXPECT_EQ(filed.source().system(), "api");
  EXPECT_EQ(filed.csm(), kCsm);
}

TEST(HandoffFiling, H1_WhatACallerWritesIntoOutputFieldsIsIgnored) {
  v1::Signal signal = UnroutableSignal();
  signal.set_state(v1::SIGNAL_STATE_WON);
  signal.set_ae(kAe);
  signal.mutable_clock()->set_leg(7);
  signal.set_assign_missed(true);
  const v1::Signal filed = Filed(signal);
  EXPECT_EQ(filed.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(filed.ae(), "");
  EXPECT_FALSE(filed.has_clock());
  EXPECT_FALSE(filed.assign_missed());
}

TEST(HandoffFiling, X6_EveryDecisionNamesItsRulesInputsAndArithmetic) {
  const v1::Signal signal = Filed(HotSignal());
  EXPECT_THAT(RulesOf(signal), ElementsAre("H-3", "H-4", "H-6", "H-7", "S-1"));
  EXPECT_THAT(TextOf(signal, "H-6"), HasSubstr("estimate 75,000.00 USD"));
  EXPECT_EQ(TextOf(signal, "H-7"), "model B: routed to tenants/acme/people/rosa");
  EXPECT_EQ(TextOf(signal, "S-1"),
            "hot, assigned 2027-01-04T09:00:00Z: acknowledge within 4 h, by 2027-01-04T13:00:00Z; "
            "contact within 24 h, by 2027-01-05T09:00:00Z");
}

TEST(HandoffFiling, X5_StoresThePolicyVersionThatItUsed) {
  v1::Policy policy = Defaults();
  policy.set_version(7);
  EXPECT_EQ(File(HotSignal(), Parties(), policy)->signal.policy_version(), 7);
}

TEST(HandoffFiling, TheSameInputGivesTheSameDecision) {
  const auto once = File(HotSignal());
  const auto again = File(HotSignal());
  EXPECT_EQ(once->signal.SerializeAsString(), again->signal.SerializeAsString());
  EXPECT_EQ(once->deliveries[0].SerializeAsString(), again->deliveries[0].SerializeAsString());
}

}  // namespace
}  // namespace baton::domain
