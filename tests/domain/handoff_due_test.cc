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

TEST(HandoffDue, S4_WhatASignalWaitsForFollowsFromTheSignalAlone) {
  v1::Signal signal = Filed(HotSignal());
  EXPECT_THAT(Waits(signal),
              ElementsAre("confirm", "warn_acknowledge", "acknowledge", "warn_contact", "contact"));
  signal = Confirmed(HotSignal());
  EXPECT_THAT(DueItems(signal), ElementsAre(DueItem{"warn_acknowledge", 1, T0() + absl::Hours(3)},
                                            DueItem{"acknowledge", 1, T0() + absl::Hours(4)},
                                            DueItem{"warn_contact", 1, T0() + absl::Hours(18)},
                                            DueItem{"contact", 1, T0() + absl::Hours(24)}));
  signal = DecideAcknowledge(signal, Parties(), Defaults(), T0())->signal;
  EXPECT_THAT(Waits(signal), ElementsAre("warn_contact", "contact"));
  signal = DecideContact(signal, "", kAe, Parties(), Defaults(), T0())->signal;
  EXPECT_THAT(DueItems(signal), ElementsAre(DueItem{"ask", 1, T0() + kMonth}));
  EXPECT_THAT(Waits(Filed(HotSignal(), WithoutAe())), ElementsAre("assign"));
  EXPECT_THAT(Waits(Filed(UnroutableSignal())), ElementsAre("revisit"));
  EXPECT_THAT(Waits(Filed(SmallSignal(), SmbParties())), ElementsAre("warn_contact", "contact"));
}

TEST(HandoffDue, S2_ExactlyAtTheDeadlineIsWithin) {
  const v1::Signal signal = Filed(HotSignal());
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision at = DecideDue(signal, "acknowledge", Parties(), Defaults(), due);
  EXPECT_FALSE(at.changed);
  EXPECT_THAT(at.deliveries, IsEmpty());
  EXPECT_FALSE(CatchUp(signal, Parties(), Defaults(), due).signal.clock().acknowledge_missed());
  EXPECT_TRUE(DecideDue(signal, "acknowledge", Parties(), Defaults(), due + kTick).changed);
}

TEST(HandoffDue, S5_AMissGoesToTheManagerAsMessageAndTaskAndToTheCsmAsCopy) {
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision decision =
      DecideDue(Filed(HotSignal()), "acknowledge", Parties(), Defaults(), due + kTick);
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
        DecideDue(Filed(HotSignal()), "acknowledge", parties, Defaults(), T0() + absl::Hours(5));
    EXPECT_THAT(IdsOf(decision), ElementsAre("s1.acknowledge.1.csm", "s1.acknowledge.1.revops",
                                             "s1.acknowledge.1.revops_task"));
    EXPECT_EQ(Find(decision, "s1.acknowledge.1.revops").recipient(), "queues/revops");
    EXPECT_EQ(Find(decision, "s1.acknowledge.1.revops_task").recipient(), "queues/revops");
  }
}

TEST(HandoffDue, S4_AMissIsMarkedOnceAtTheDeadlinesInstant) {
  const absl::Time due = T0() + absl::Hours(4);
  const HandoffDecision once =
      DecideDue(Confirmed(HotSignal()), "acknowledge", Parties(), Defaults(), due + absl::Hours(1));
  EXPECT_THAT(TextOf(once.signal, "S-5"),
              HasSubstr("acknowledge missed at 2027-01-04T13:00:00Z, leg 1, held by "
                        "tenants/acme/people/rosa"));
  EXPECT_EQ(ToTime(once.signal.update_time()), due);
  EXPECT_THAT(Waits(once.signal), ElementsAre("warn_contact", "contact"));
  const HandoffDecision twice =
      DecideDue(once.signal, "acknowledge", Parties(), Defaults(), due + absl::Hours(2));
  EXPECT_FALSE(twice.changed);
  EXPECT_THAT(twice.deliveries, IsEmpty());
}

TEST(HandoffDue, S4_TwoMissesInOneSweepAreTwoEscalations) {
  const HandoffDecision decision =
      CatchUp(Confirmed(HotSignal()), Parties(), Defaults(), T0() + absl::Hours(24) + kTick);
  EXPECT_TRUE(decision.signal.clock().acknowledge_missed());
  EXPECT_TRUE(decision.signal.clock().contact_missed());
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.acknowledge.1.csm", "s1.acknowledge.1.manager",
                                           "s1.acknowledge.1.manager_task", "s1.contact.1.csm",
                                           "s1.contact.1.manager", "s1.contact.1.manager_task",
                                           "s1.warn_acknowledge.1.ae", "s1.warn_contact.1.ae"));
  EXPECT_EQ(ToTime(decision.signal.update_time()), T0() + absl::Hours(24));
  EXPECT_FALSE(CatchUp(decision.signal, Parties(), Defaults(), T0() + absl::Hours(999)).changed);
}

TEST(HandoffDue, S4_TheOrderOfSweepsMakesNoDifference) {
  const absl::Time late = T0() + absl::Hours(25);
  const HandoffDecision together = CatchUp(Filed(HotSignal()), Parties(), Defaults(), late);
  HandoffDecision apart{Filed(HotSignal()), false, std::nullopt, {}, std::nullopt};
  for (const std::string what :
       {"confirm", "warn_acknowledge", "acknowledge", "warn_contact", "contact"}) {
    apart = DecideDue(apart.signal, what, Parties(), Defaults(), late);
    EXPECT_TRUE(apart.changed) << what;
  }
  EXPECT_EQ(together.signal.SerializeAsString(), apart.signal.SerializeAsString());
}

TEST(HandoffDue, S6_ALateAcknowledgementIsTakenAndStaysLateWhoeverCameFirst) {
  const absl::Time late = T0() + absl::Hours(5);
  const auto unswept = DecideAcknowledge(Filed(HotSignal()), Parties(), Defaults(), late);
  const HandoffDecision sweep = CatchUp(Filed(HotSignal()), Parties(), Defaults(), late);
  const auto swept = DecideAcknowledge(sweep.signal, Parties(), Defaults(), late);
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
  const v1::Signal signal =
      DecideAcknowledge(Filed(HotSignal()), Parties(), Defaults(), late)->signal;
  EXPECT_FALSE(
      DecideDue(signal, "acknowledge", Parties(), Defaults(), late + absl::Hours(1)).changed);
}

TEST(HandoffDue, S11_AMissOfModelAGoesToTheCsmsManager) {
  const HandoffDecision decision = CatchUp(Filed(SmallSignal(), SmbParties()), SmbParties(),
                                           Defaults(), T0() + absl::Hours(24) + kTick);
  EXPECT_TRUE(decision.signal.clock().contact_missed());
  const v1::Delivery message = Find(decision, "s1.contact.1.manager");
  EXPECT_EQ(message.recipient(), kManager);
  EXPECT_EQ(message.rule(), "S-11");
  EXPECT_THAT(message.subject(), HasSubstr("held by carl"));
}

TEST(HandoffDue, H7_AnUnassignedSignalGoesToRevopsHead) {
  const v1::Signal signal = Filed(HotSignal(), WithoutAe());
  const absl::Time due = T0() + absl::Hours(4);
  EXPECT_FALSE(DecideDue(signal, "assign", WithoutAe(), Defaults(), due).changed);
  const HandoffDecision decision =
      DecideDue(signal, "assign", WithoutAe(), Defaults(), due + kTick);
  EXPECT_TRUE(decision.signal.assign_missed());
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.assign.1799067600000000.revops_head"));
  EXPECT_EQ(decision.deliveries[0].recipient(), kHead);
  EXPECT_THAT(Waits(decision.signal), IsEmpty());
}

TEST(HandoffDue, H7_WithoutAHeadTheQueueIsTold) {
  HandoffParties parties = WithoutAe();
  parties.revops_head.clear();
  const HandoffDecision decision =
      CatchUp(Filed(HotSignal(), parties), parties, Defaults(), T0() + absl::Hours(5));
  EXPECT_THAT(IdsOf(decision), ElementsAre("s1.assign.1799067600000000.revops"));
}

TEST(HandoffDue, H5_AWatchItemIsRemindedOnceAndThenExpires) {
  const v1::Signal watched = Filed(UnroutableSignal());
  const HandoffDecision reminded =
      CatchUp(watched, Parties(), Defaults(), T0() + kMonth + absl::Hours(3));
  EXPECT_EQ(reminded.signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(ToTime(reminded.signal.remind_time()), T0() + kMonth);
  EXPECT_THAT(IdsOf(reminded), ElementsAre("s1.revisit.2027-02-03.csm"));
  EXPECT_THAT(DueItems(reminded.signal), ElementsAre(DueItem{"expire", 1, T0() + 2 * kMonth}));
  EXPECT_FALSE(CatchUp(reminded.signal, Parties(), Defaults(), T0() + 2 * kMonth).changed);
  const HandoffDecision expired =
      CatchUp(reminded.signal, Parties(), Defaults(), T0() + 2 * kMonth + kTick);
  EXPECT_EQ(expired.signal.state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_THAT(IdsOf(expired),
              ElementsAre("s1.expire.2027-03-05.csm", "s1.expire.2027-03-05.manager"));
  EXPECT_THAT(Waits(expired.signal), IsEmpty());
}

TEST(HandoffDue, H5_AYearWithoutASweepEndsTheSame) {
  const HandoffDecision decision =
      CatchUp(Filed(UnroutableSignal()), Parties(), Defaults(), T0() + absl::Hours(365 * 24));
  EXPECT_EQ(decision.signal.state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_EQ(ToTime(decision.signal.remind_time()), T0() + kMonth);
  EXPECT_EQ(ToTime(decision.signal.update_time()), T0() + 2 * kMonth);
  EXPECT_EQ(decision.deliveries.size(), 3u);
}

TEST(HandoffDue, H11_ADeferredSignalComesBackAsAWatchItemOnItsDate) {
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_DEFERRED);
  outcome.set_reason("Budget moved");
  *outcome.mutable_revisit_time() = ToTimestamp(T0() + 2 * kMonth);
  const v1::Signal deferred =
      DecideOutcome(Filed(HotSignal()), outcome, Parties(), Defaults(), T0())->signal;
  EXPECT_EQ(deferred.holder(), kAe);
  const absl::Time date = T0() + 2 * kMonth;
  const HandoffDecision back = CatchUp(deferred, Parties(), Defaults(), date + absl::Hours(7));
  EXPECT_EQ(back.signal.state(), v1::SIGNAL_STATE_DEFERRED);
  EXPECT_THAT(Waits(back.signal), IsEmpty());
  ASSERT_TRUE(back.successor.has_value());
  EXPECT_EQ(back.signal.continued_by(), "tenants/acme/signals/s1b");
  const v1::Signal& next = *back.successor;
  EXPECT_EQ(next.name(), "tenants/acme/signals/s1b");
  EXPECT_EQ(next.continues(), deferred.name());
  EXPECT_EQ(next.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(next.csm(), kCsm) << "credited to the first filer";
  EXPECT_EQ(next.holder(), kCsm);
  EXPECT_EQ(next.evidence(), deferred.evidence());
  EXPECT_EQ(ToTime(next.file_time()), date) << "whenever it was found";
  EXPECT_FALSE(next.has_clock());
  EXPECT_FALSE(next.has_outcome());
  EXPECT_THAT(IdsOf(back), ElementsAre("s1b.revisit.2027-03-05.csm", "s1b.watch.1.crm"));
  EXPECT_EQ(Find(back, "s1b.revisit.2027-03-05.csm").rule(), "H-11");
  EXPECT_THAT(DueItems(next), ElementsAre(DueItem{"expire", 1, date + kMonth}));
  EXPECT_FALSE(CatchUp(back.signal, Parties(), Defaults(), date + 9 * kMonth).changed);
}

TEST(HandoffDue, H11_TheHolderIsAskedForAnOutcomeEveryMonthAndTheManagerHearsOfTwoUnanswered) {
  const v1::Signal talked =
      DecideContact(Confirmed(HotSignal()), "", kAe, Parties(), Defaults(), T0())->signal;
  EXPECT_FALSE(CatchUp(talked, Parties(), Defaults(), T0() + kMonth).changed);
  const HandoffDecision once = CatchUp(talked, Parties(), Defaults(), T0() + kMonth + kTick);
  EXPECT_THAT(IdsOf(once), ElementsAre("s1.ask.1_2027-02-03.ae"));
  EXPECT_EQ(once.deliveries[0].recipient(), kAe);
  const HandoffDecision twice =
      CatchUp(once.signal, Parties(), Defaults(), T0() + 2 * kMonth + kTick);
  EXPECT_THAT(IdsOf(twice), ElementsAre("s1.ask.2_2027-03-05.ae"));
  const HandoffDecision thrice =
      CatchUp(twice.signal, Parties(), Defaults(), T0() + 3 * kMonth + kTick);
  EXPECT_THAT(IdsOf(thrice),
              ElementsAre("s1.ask.3_2027-04-04.ae", "s1.silence.2027-04-04.manager"));
  const HandoffDecision later =
      CatchUp(thrice.signal, Parties(), Defaults(), T0() + 4 * kMonth + kTick);
  EXPECT_THAT(IdsOf(later), ElementsAre("s1.ask.4_2027-05-04.ae")) << "the manager knows";
}

TEST(HandoffDue, H11_AWonSignalWithoutABookingGoesToRevopsOnce) {
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_WON);
  outcome.set_reason("Signed");
  outcome.mutable_amount()->set_amount_minor(100);
  outcome.mutable_amount()->set_currency_code("USD");
  const v1::Signal won =
      DecideOutcome(Confirmed(HotSignal()), outcome, Parties(), Defaults(), T0())->signal;
  EXPECT_FALSE(CatchUp(won, Parties(), Defaults(), T0() + kMonth).changed);
  const HandoffDecision told = CatchUp(won, Parties(), Defaults(), T0() + kMonth + kTick);
  EXPECT_THAT(IdsOf(told), ElementsAre("s1.booking.2027-02-03.revops"));
  EXPECT_THAT(Waits(told.signal), IsEmpty());
  const v1::Signal booked = DecideBooked(won, "tenants/acme/bookings/b1", T0()).signal;
  EXPECT_EQ(booked.booking(), "tenants/acme/bookings/b1");
  EXPECT_THAT(Waits(booked), IsEmpty());
  EXPECT_FALSE(DecideBooked(booked, "tenants/acme/bookings/b1", T0()).changed);
}

TEST(HandoffDue, H15_AnUnconfirmedHandoffIsToldToRevopsOnceAndTheClockRunsOn) {
  const absl::Time due = T0() + absl::Minutes(15);
  const v1::Signal filed = Filed(HotSignal());
  EXPECT_FALSE(CatchUp(filed, Parties(), Defaults(), due).changed);
  const HandoffDecision told = CatchUp(filed, Parties(), Defaults(), due + kTick);
  ASSERT_EQ(told.deliveries.size(), 1u);
  EXPECT_EQ(told.deliveries[0].recipient(), "queues/revops");
  EXPECT_EQ(told.deliveries[0].rule(), "H-15");
  EXPECT_EQ(told.signal.clock().SerializeAsString(), filed.clock().SerializeAsString());
  EXPECT_THAT(Waits(told.signal),
              ElementsAre("warn_acknowledge", "acknowledge", "warn_contact", "contact"));
}

TEST(HandoffDue, H15_AConfirmedHandoffShowsWhenAndUnderWhichOpportunity) {
  const HandoffDecision confirmed =
      DecideConfirmed(Filed(HotSignal()), "tenants/acme/opportunities/o1", T0() + kTick);
  EXPECT_EQ(ToTime(confirmed.signal.crm_confirm_time()), T0() + kTick);
  EXPECT_EQ(confirmed.signal.opportunity(), "tenants/acme/opportunities/o1");
  EXPECT_FALSE(confirmed.signal.has_crm_due_time());
  EXPECT_FALSE(DecideConfirmed(confirmed.signal, "tenants/acme/opportunities/o1", T0()).changed);
}

TEST(HandoffDue, H15_TheFirstConfirmationCounts) {
  const HandoffDecision answered = DecideConfirmed(Filed(HotSignal()), "", T0() + kTick);
  const HandoffDecision linked =
      DecideConfirmed(answered.signal, "tenants/acme/opportunities/o1", T0() + absl::Hours(1));
  EXPECT_EQ(ToTime(linked.signal.crm_confirm_time()), T0() + kTick);
  EXPECT_EQ(linked.signal.opportunity(), "tenants/acme/opportunities/o1");
}

TEST(HandoffDue, H15_ARefusalIsToldToRevopsAtOnceAndNotAgainAsUnconfirmed) {
  const v1::Signal filed = Filed(HotSignal());
  const HandoffDecision refused =
      DecideRefusedByCrm(filed, "STRING_TOO_LONG (Name)", Parties(), Defaults(), T0() + kTick);
  ASSERT_EQ(refused.deliveries.size(), 1u);
  EXPECT_EQ(refused.deliveries[0].recipient(), "queues/revops");
  EXPECT_EQ(refused.deliveries[0].subject(),
            "The CRM refused the handoff of Northwind (buyer Jamie Reyes)");
  EXPECT_THAT(refused.deliveries[0].body(), HasSubstr("STRING_TOO_LONG (Name)"));
  EXPECT_EQ(refused.signal.clock().SerializeAsString(), filed.clock().SerializeAsString());
  EXPECT_THAT(Waits(refused.signal),
              ElementsAre("warn_acknowledge", "acknowledge", "warn_contact", "contact"));
  const HandoffDecision confirmed = DecideConfirmed(refused.signal, "", T0() + absl::Hours(1));
  EXPECT_TRUE(confirmed.signal.has_crm_confirm_time());
  EXPECT_FALSE(DecideRefusedByCrm(confirmed.signal, "x", Parties(), Defaults(), T0()).changed);
}

TEST(HandoffDue, S9_TheHolderIsWarnedOnceAtThreeQuartersOfTheTime) {
  const absl::Time warn = T0() + absl::Hours(3);
  const v1::Signal signal = Confirmed(HotSignal());
  EXPECT_FALSE(CatchUp(signal, Parties(), Defaults(), warn).changed);
  const HandoffDecision warned = CatchUp(signal, Parties(), Defaults(), warn + kTick);
  EXPECT_THAT(IdsOf(warned), ElementsAre("s1.warn_acknowledge.1.ae"));
  EXPECT_EQ(warned.deliveries[0].recipient(), kAe);
  EXPECT_EQ(warned.deliveries[0].subject(),
            "Due soon: acknowledge Northwind (buyer Jamie Reyes) by 2027-01-04 13:00 UTC");
  EXPECT_THAT(Waits(warned.signal), ElementsAre("acknowledge", "warn_contact", "contact"));
}

TEST(HandoffDue, S9_AcknowledgingStopsTheMilestonesSteps) {
  const v1::Signal taken =
      DecideAcknowledge(Confirmed(HotSignal()), Parties(), Defaults(), T0())->signal;
  EXPECT_THAT(Waits(taken), ElementsAre("warn_contact", "contact"));
}

TEST(HandoffDue, S9_ThePolicyMaySayAnotherShareOrNone) {
  v1::Policy half = Defaults();
  half.set_warn_bp(5000);
  EXPECT_EQ(ToTime(File(HotSignal(), Parties(), half)->signal.clock().acknowledge_warn_time()),
            T0() + absl::Hours(2));
  v1::Policy none = Defaults();
  none.set_warn_bp(0);
  const v1::Signal signal = File(HotSignal(), Parties(), none)->signal;
  EXPECT_THAT(Waits(signal), ElementsAre("confirm", "acknowledge", "contact"));
}

TEST(HandoffDue, S5_FurtherStepsFollowTheMissWhileItIsOpen) {
  v1::Policy policy = Defaults();
  v1::EscalationStep* step = policy.add_escalation_steps();
  step->set_after_minutes(60);
  step->set_to(v1::ESCALATION_TARGET_MANAGERS_MANAGER);
  step = policy.add_escalation_steps();
  step->set_after_minutes(120);
  step->set_to(v1::ESCALATION_TARGET_REVOPS);
  HandoffParties parties = Parties();
  parties.managers_manager = "tenants/acme/people/victor";
  v1::Signal signal = DecideConfirmed(File(HotSignal(), parties, policy)->signal, "", T0()).signal;
  const absl::Time due = T0() + absl::Hours(4);
  signal = CatchUp(signal, parties, Defaults(), due + kTick).signal;
  EXPECT_FALSE(CatchUp(signal, parties, Defaults(), due + absl::Hours(1)).changed);
  const HandoffDecision first = CatchUp(signal, parties, Defaults(), due + absl::Hours(1) + kTick);
  EXPECT_THAT(IdsOf(first), ElementsAre("s1.acknowledge_step.1_1.managers_manager"));
  EXPECT_EQ(first.deliveries[0].recipient(), "tenants/acme/people/victor");
  HandoffParties cro = parties;
  cro.managers_manager_is_cro = true;
  EXPECT_EQ(
      CatchUp(signal, cro, Defaults(), due + absl::Hours(1) + kTick).deliveries[0].recipient(),
      "queues/revops");
  const HandoffDecision second =
      CatchUp(first.signal, parties, Defaults(), due + absl::Hours(2) + kTick);
  EXPECT_THAT(IdsOf(second), ElementsAre("s1.acknowledge_step.1_2.revops"));
  const v1::Signal taken =
      DecideAcknowledge(first.signal, parties, Defaults(), due + absl::Hours(2))->signal;
  EXPECT_THAT(Waits(taken), ElementsAre("warn_contact", "contact")) << "acknowledged: no step";
}

TEST(HandoffDue, H9_WithoutAPlanInSevenDaysTheCsmsManagerIsTold) {
  v1::Signal risk = HotSignal();
  risk.set_kind(v1::SIGNAL_KIND_RISK);
  const v1::Signal open = Filed(risk);
  const absl::Time due = T0() + absl::Hours(7 * 24);
  EXPECT_THAT(DueItems(open), ElementsAre(DueItem{"plan", 1, due}));
  EXPECT_FALSE(CatchUp(open, Parties(), Defaults(), due).changed);
  const HandoffDecision missed = CatchUp(open, Parties(), Defaults(), due + kTick);
  EXPECT_TRUE(missed.signal.plan_missed());
  ASSERT_EQ(missed.deliveries.size(), 1u);
  EXPECT_EQ(missed.deliveries[0].recipient(), kManager);
  EXPECT_EQ(missed.deliveries[0].rule(), "H-9");
  EXPECT_THAT(Waits(missed.signal), IsEmpty());
}

TEST(HandoffDue, S4_AnUnknownItemChangesNothing) {
  EXPECT_FALSE(
      DecideDue(Filed(HotSignal()), "tea", Parties(), Defaults(), absl::InfiniteFuture()).changed);
}

}  // namespace
}  // namespace baton::domain
