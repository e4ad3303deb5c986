#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Duration kMonth = absl::Hours(30 * 24);

std::vector<std::string> Waits(const v1::Signal& signal) {
  std::vector<std::string> waits;
  for (const DueItem& item : DueItems(signal)) waits.push_back(std::string(item.what));
  return waits;
}

TEST(HandoffDue, S4_WhatASignalWaitsForFollowsFromTheSignalAlone) {
  v1::Signal signal = Filed(HotSignal());
  EXPECT_THAT(DueItems(signal), ElementsAre(DueItem{"acknowledge", 1, T0() + absl::Hours(4)},
                                            DueItem{"contact", 1, T0() + absl::Hours(24)}));
  signal = DecideAcknowledge(signal, Parties(), T0())->signal;
  EXPECT_THAT(Waits(signal), ElementsAre("contact"));
  signal = DecideContact(signal, "", kAe, Parties(), T0())->signal;
  EXPECT_THAT(Waits(signal), IsEmpty());
  EXPECT_THAT(Waits(Filed(HotSignal(), WithoutAe())), ElementsAre("assign"));
  EXPECT_THAT(Waits(Filed(UnroutableSignal())), ElementsAre("revisit"));
  EXPECT_THAT(Waits(Filed(SmallSignal(), SmbParties())), ElementsAre("contact"));
}

TEST(HandoffDue, S2_ExactlyAtTheDeadlineIsWithin) {
  const v1::Signal signal = Filed(HotSignal());
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision at = DecideDue(signal, "acknowledge", Parties(), due);
  EXPECT_FALSE(at.changed);
  EXPECT_THAT(at.deliveries, IsEmpty());
  EXPECT_FALSE(CatchUp(signal, Parties(), due).changed);
  EXPECT_TRUE(DecideDue(signal, "acknowledge", Parties(), due + kTick).changed);
}

TEST(HandoffDue, S5_AMissGoesToTheManagerAsMessageAndTaskAndToTheCsmAsCopy) {
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision decision =
      DecideDue(Filed(HotSignal()), "acknowledge", Parties(), due + kTick);
  EXPECT_TRUE(decision.signal.clock().acknowledge_missed());
  EXPECT_FALSE(decision.signal.clock().contact_missed());
  EXPECT_EQ(decision.signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.acknowledge.1.csm", "s1.acknowledge.1.manager",
                                           "s1.acknowledge.1.manager_task"));
  const v1::Delivery message = Find(decision, "s1.acknowledge.1.manager");
  EXPECT_EQ(message.kind(), v1::DELIVERY_KIND_DIRECT_MESSAGE);
  EXPECT_EQ(message.recipient(), kManager);
  EXPECT_EQ(message.rule(), "S-5");
  EXPECT_EQ(message.subject(),
            "Missed: acknowledge Northwind (buyer Jamie Reyes) by 2027-01-04 13:00 UTC, held by "
            "rosa");
  const v1::Delivery task = Find(decision, "s1.acknowledge.1.manager_task");
  EXPECT_EQ(task.kind(), v1::DELIVERY_KIND_CRM_TASK);
  EXPECT_EQ(task.recipient(), kManager);
  const v1::Delivery copy = Find(decision, "s1.acknowledge.1.csm");
  EXPECT_EQ(copy.kind(), v1::DELIVERY_KIND_DIRECT_MESSAGE);
  EXPECT_EQ(copy.recipient(), kCsm);
}

TEST(HandoffDue, S5_NeverToACroAndNeverToNobody) {
  HandoffParties cro = Parties();
  cro.holder_manager_is_cro = true;
  HandoffParties none = Parties();
  none.holder_manager.clear();
  for (const HandoffParties& parties : {cro, none}) {
    const HandoffDecision decision =
        DecideDue(Filed(HotSignal()), "acknowledge", parties, T0() + absl::Hours(5));
    EXPECT_THAT(IdsOf(decision), ElementsAre("s1.acknowledge.1.csm", "s1.acknowledge.1.revops",
                                             "s1.acknowledge.1.revops_task"));
    EXPECT_EQ(Find(decision, "s1.acknowledge.1.revops").recipient(), "queues/revops");
    EXPECT_EQ(Find(decision, "s1.acknowledge.1.revops_task").recipient(), "queues/revops");
  }
}

TEST(HandoffDue, S4_AMissIsMarkedOnceAtTheDeadlinesInstant) {
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision once =
      DecideDue(Filed(HotSignal()), "acknowledge", Parties(), due + absl::Hours(1));
  EXPECT_THAT(TextOf(once.signal, "S-5"),
              HasSubstr("acknowledge missed at 2027-01-04T13:00:00Z, leg 1, held by "
                        "tenants/acme/people/rosa"));
  EXPECT_EQ(ToTime(once.signal.update_time()), due);
  EXPECT_THAT(Waits(once.signal), ElementsAre("contact"));
  const HandoffDecision twice =
      DecideDue(once.signal, "acknowledge", Parties(), due + absl::Hours(2));
  EXPECT_FALSE(twice.changed);
  EXPECT_THAT(twice.deliveries, IsEmpty());
}

TEST(HandoffDue, S4_TwoMissesInOneSweepAreTwoEscalations) {
  const HandoffDecision decision =
      CatchUp(Filed(HotSignal()), Parties(), T0() + absl::Hours(24) + kTick);
  EXPECT_TRUE(decision.signal.clock().acknowledge_missed());
  EXPECT_TRUE(decision.signal.clock().contact_missed());
  EXPECT_EQ(decision.deliveries.size(), 6u);
  EXPECT_EQ(ToTime(decision.signal.update_time()), T0() + absl::Hours(24));
  EXPECT_FALSE(CatchUp(decision.signal, Parties(), T0() + absl::Hours(999)).changed);
}

TEST(HandoffDue, S4_TheOrderOfSweepsMakesNoDifference) {
  const absl::Time late = T0() + absl::Hours(25);
  const HandoffDecision together = CatchUp(Filed(HotSignal()), Parties(), late);
  HandoffDecision apart = DecideDue(Filed(HotSignal()), "acknowledge", Parties(), late);
  apart = DecideDue(apart.signal, "contact", Parties(), late);
  EXPECT_EQ(together.signal.SerializeAsString(), apart.signal.SerializeAsString());
}

TEST(HandoffDue, S6_ALateAcknowledgementIsTakenAndStaysLateWhoeverCameFirst) {
  const absl::Time late = T0() + absl::Hours(5);
  const auto unswept = DecideAcknowledge(Filed(HotSignal()), Parties(), late);
  const HandoffDecision sweep = CatchUp(Filed(HotSignal()), Parties(), late);
  const auto swept = DecideAcknowledge(sweep.signal, Parties(), late);
  ASSERT_TRUE(unswept.ok() && swept.ok());
  EXPECT_EQ(unswept->signal.SerializeAsString(), swept->signal.SerializeAsString());
  EXPECT_EQ(unswept->signal.state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_TRUE(unswept->signal.clock().acknowledge_missed());
  EXPECT_EQ(ToTime(unswept->signal.acknowledge_time()), late);
  EXPECT_EQ(IdsOf(*unswept), IdsOf(sweep));
  EXPECT_THAT(swept->deliveries, IsEmpty());
}

TEST(HandoffDue, S6_AfterTheLateStepTheMissDoesNotEscalateAgain) {
  const absl::Time late = T0() + absl::Hours(5);
  const v1::Signal signal = DecideAcknowledge(Filed(HotSignal()), Parties(), late)->signal;
  EXPECT_FALSE(DecideDue(signal, "acknowledge", Parties(), late + absl::Hours(1)).changed);
}

TEST(HandoffDue, S11_AMissOfModelAGoesToTheCsmsManager) {
  const HandoffDecision decision =
      CatchUp(Filed(SmallSignal(), SmbParties()), SmbParties(), T0() + absl::Hours(24) + kTick);
  EXPECT_TRUE(decision.signal.clock().contact_missed());
  const v1::Delivery message = Find(decision, "s1.contact.1.manager");
  EXPECT_EQ(message.recipient(), kManager);
  EXPECT_EQ(message.rule(), "S-11");
  EXPECT_THAT(message.subject(), HasSubstr("held by carl"));
}

TEST(HandoffDue, H7_AnUnassignedSignalGoesToRevopsHead) {
  const v1::Signal signal = Filed(HotSignal(), WithoutAe());
  const absl::Time due = T0() + absl::Hours(4);
  EXPECT_FALSE(DecideDue(signal, "assign", WithoutAe(), due).changed);
  const HandoffDecision decision = DecideDue(signal, "assign", WithoutAe(), due + kTick);
  EXPECT_TRUE(decision.signal.assign_missed());
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.assign.1.revops_head"));
  EXPECT_EQ(decision.deliveries[0].recipient(), kHead);
  EXPECT_THAT(Waits(decision.signal), IsEmpty());
}

TEST(HandoffDue, H7_WithoutAHeadTheQueueIsTold) {
  HandoffParties parties = WithoutAe();
  parties.revops_head.clear();
  const HandoffDecision decision =
      CatchUp(Filed(HotSignal(), parties), parties, T0() + absl::Hours(5));
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.assign.1.revops"));
}

TEST(HandoffDue, H5_AWatchItemIsRemindedOnceAndThenExpires) {
  const v1::Signal watched = Filed(UnroutableSignal());
  const HandoffDecision reminded = CatchUp(watched, Parties(), T0() + kMonth + absl::Hours(3));
  EXPECT_EQ(reminded.signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(ToTime(reminded.signal.remind_time()), T0() + kMonth);
  EXPECT_THAT(IdsOf(reminded), ElementsAre("s1.revisit.2027-02-03.csm"));
  EXPECT_THAT(DueItems(reminded.signal), ElementsAre(DueItem{"expire", 1, T0() + 2 * kMonth}));
  EXPECT_FALSE(CatchUp(reminded.signal, Parties(), T0() + 2 * kMonth).changed);
  const HandoffDecision expired = CatchUp(reminded.signal, Parties(), T0() + 2 * kMonth + kTick);
  EXPECT_EQ(expired.signal.state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_THAT(IdsOf(expired),
              ElementsAre("s1.expire.2027-03-05.csm", "s1.expire.2027-03-05.manager"));
  EXPECT_THAT(Waits(expired.signal), IsEmpty());
}

TEST(HandoffDue, H5_AYearWithoutASweepEndsTheSame) {
  const HandoffDecision decision =
      CatchUp(Filed(UnroutableSignal()), Parties(), T0() + absl::Hours(365 * 24));
  EXPECT_EQ(decision.signal.state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_EQ(ToTime(decision.signal.remind_time()), T0() + kMonth);
  EXPECT_EQ(ToTime(decision.signal.update_time()), T0() + 2 * kMonth);
  EXPECT_EQ(decision.deliveries.size(), 3u);
}

TEST(HandoffDue, H11_ADeferredSignalRemindsTheCsmOnItsDate) {
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_DEFERRED);
  outcome.set_reason("Budget moved");
  *outcome.mutable_revisit_time() = ToTimestamp(T0() + 2 * kMonth);
  const v1::Signal deferred = DecideOutcome(Filed(HotSignal()), outcome, Parties(), T0())->signal;
  EXPECT_EQ(deferred.holder(), kAe);
  const HandoffDecision reminded = CatchUp(deferred, Parties(), T0() + 2 * kMonth + kTick);
  EXPECT_EQ(reminded.signal.state(), v1::SIGNAL_STATE_DEFERRED);
  EXPECT_EQ(reminded.signal.holder(), kCsm);
  EXPECT_THAT(IdsOf(reminded), ElementsAre("s1.revisit.2027-03-05.csm"));
  EXPECT_EQ(reminded.deliveries[0].rule(), "H-11");
  EXPECT_THAT(Waits(reminded.signal), IsEmpty());
}

TEST(HandoffDue, S4_AnUnknownItemChangesNothing) {
  EXPECT_FALSE(DecideDue(Filed(HotSignal()), "tea", Parties(), absl::InfiniteFuture()).changed);
}

}  // namespace
}  // namespace baton::domain
