// Who holds a signal, and how hot it is (S-7, S-9, W-1).
#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;

constexpr char kNext[] = "tenants/acme/people/nora";
const absl::Time kNow = T0() + absl::Hours(1);

v1::Policy Mode(v1::ReassignmentMode mode) {
  v1::Policy policy = Defaults();
  policy.set_reassignment(mode);
  return policy;
}

absl::StatusOr<HandoffDecision> Reassign(const v1::Signal& signal, absl::Time now,
                                         const v1::Policy& policy = Defaults(),
                                         const char* to = kNext, bool by_revops = false) {
  return DecideReassign(signal, to, "on leave", kManager, by_revops, Parties(), policy, now);
}

absl::Time AcknowledgeDue(const v1::Signal& signal) {
  return ToTime(signal.clock().acknowledge_due_time());
}

absl::Time ContactDue(const v1::Signal& signal) {
  return ToTime(signal.clock().contact_due_time());
}

TEST(HandoffHolder, S7_AReassignedSignalKeepsItsDeadlinesAndBeginsANewLeg) {
  const auto decision = Reassign(Confirmed(HotSignal()), kNow);
  ASSERT_THAT(decision, IsOk());
  const v1::Signal& signal = decision->signal;
  EXPECT_EQ(signal.ae(), kNext);
  EXPECT_EQ(signal.holder(), kNext);
  EXPECT_EQ(signal.clock().leg(), 2);
  EXPECT_EQ(AcknowledgeDue(signal), T0() + absl::Hours(4));
  EXPECT_EQ(ContactDue(signal), T0() + absl::Hours(24));
  EXPECT_EQ(ToTime(signal.clock().start_time()), T0());
  EXPECT_EQ(ToTime(signal.clock().leg_start_time()), kNow);
  EXPECT_EQ(ToTime(signal.route_time()), T0()) << "the customer waits since then";
  ASSERT_EQ(signal.past_legs_size(), 1);
  EXPECT_EQ(signal.past_legs(0).holder(), kAe);
  EXPECT_EQ(signal.past_legs(0).used_seconds(), 3600);
  EXPECT_FALSE(signal.past_legs(0).acknowledge_missed());
  EXPECT_THAT(signal.past_legs(0).reason(), HasSubstr("on leave"));
}

TEST(HandoffHolder, S7_TheCrmTheNextAndTheFormerAeHearOfIt) {
  const auto decision = Reassign(Confirmed(HotSignal()), kNow);
  std::vector<std::string> recipients;
  for (const v1::Delivery& delivery : decision->deliveries) {
    recipients.push_back(delivery.recipient());
  }
  EXPECT_THAT(recipients, ElementsAre("salesforce", kNext, kAe));
  EXPECT_EQ(Find(*decision, "s1.handoff.2.crm").kind(), v1::DELIVERY_KIND_CRM_HANDOFF);
}

TEST(HandoffHolder, S7_RestartGivesTheWholeTimeAndRemainderWhatWasLeft) {
  const auto restarted =
      Reassign(Confirmed(HotSignal()), kNow, Mode(v1::REASSIGNMENT_MODE_RESTART));
  EXPECT_EQ(AcknowledgeDue(restarted->signal), kNow + absl::Hours(4));
  EXPECT_EQ(ContactDue(restarted->signal), kNow + absl::Hours(24));
  const auto remainder =
      Reassign(Confirmed(HotSignal()), kNow, Mode(v1::REASSIGNMENT_MODE_REMAINDER));
  EXPECT_EQ(AcknowledgeDue(remainder->signal), kNow + absl::Hours(3));
  EXPECT_EQ(ContactDue(remainder->signal), kNow + absl::Hours(23));
}

TEST(HandoffHolder, S7_AMissStaysWithTheHolderAtTheDeadline) {
  const absl::Time late = T0() + absl::Hours(5);
  const auto kept = Reassign(Confirmed(HotSignal()), late);
  EXPECT_TRUE(kept->signal.past_legs(0).acknowledge_missed());
  EXPECT_TRUE(kept->signal.clock().acknowledge_missed()) << "it stays late (S-6)";
  EXPECT_THAT(IdsOf(*kept), ::testing::Contains("s1.acknowledge.1.manager"));
  const HandoffDecision swept = CatchUp(kept->signal, Parties(), Defaults(), late + absl::Hours(9));
  EXPECT_THAT(IdsOf(swept), IsEmpty()) << "missed once, in its leg";
  const auto restarted =
      Reassign(Confirmed(HotSignal()), late, Mode(v1::REASSIGNMENT_MODE_RESTART));
  EXPECT_TRUE(restarted->signal.past_legs(0).acknowledge_missed()) << "the old miss stays";
  EXPECT_FALSE(restarted->signal.clock().acknowledge_missed());
  EXPECT_EQ(AcknowledgeDue(restarted->signal), late + absl::Hours(4));
}

TEST(HandoffHolder, S7_WhatWasTakenStaysTaken) {
  const v1::Signal taken =
      DecideAcknowledge(Confirmed(HotSignal()), Parties(), Defaults(), T0())->signal;
  for (const auto mode : {v1::REASSIGNMENT_MODE_KEEP, v1::REASSIGNMENT_MODE_RESTART}) {
    const auto decision = Reassign(taken, kNow, Mode(mode));
    EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
    EXPECT_FALSE(decision->signal.clock().has_acknowledge_due_time());
    EXPECT_TRUE(decision->signal.clock().has_contact_due_time());
  }
}

TEST(HandoffHolder, S7_AfterFiveOnlyRevopsReassigns) {
  v1::Signal signal = Confirmed(HotSignal());
  for (int i = 0; i < 5; ++i) {
    signal = Reassign(signal, kNow, Defaults(), i % 2 == 0 ? kNext : kAe)->signal;
  }
  const absl::Status status = Reassign(signal, kNow, Defaults(), kAe).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_POLICY_FORBIDS);
  EXPECT_EQ(MetadataOf(status, "rule"), "S-7");
  EXPECT_THAT(Reassign(signal, kNow, Defaults(), kAe, true), IsOk());
}

TEST(HandoffHolder, S7_RefusalsNameEverything) {
  EXPECT_THAT(ViolationsOf(DecideReassign(Filed(HotSignal()), "", "", kManager, false, Parties(),
                                          Defaults(), kNow)
                               .status()),
              ElementsAre("ae", "reason"));
  EXPECT_EQ(ReasonOf(Reassign(Filed(HotSignal()), kNow, Defaults(), kAe).status()),
            v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_EQ(ReasonOf(Reassign(Filed(UnroutableSignal()), kNow).status()),
            v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffHolder, S9_WhoTakesOverPastTheWarningIsWarnedAtOnce) {
  const v1::Signal signal = Confirmed(HotSignal());
  EXPECT_THAT(IdsOf(*Reassign(signal, kNow)),
              Not(::testing::Contains(HasSubstr("warn_acknowledge"))));
  const auto late = Reassign(signal, T0() + absl::Hours(3) + kTick);
  const v1::Delivery warning = Find(*late, "s1.warn_acknowledge.2.ae");
  EXPECT_EQ(warning.recipient(), kNext);
  EXPECT_TRUE(late->signal.clock().acknowledge_warned());
}

TEST(HandoffHolder, S7_AnotherUrgencyRecomputesOpenMilestonesFromTheStart) {
  const auto warm = DecideUrgency(Confirmed(HotSignal()), v1::URGENCY_WARM, "not before May", kCsm,
                                  Parties(), Defaults(), kNow);
  ASSERT_THAT(warm, IsOk());
  EXPECT_EQ(AcknowledgeDue(warm->signal), T0() + absl::Hours(24));
  EXPECT_EQ(ContactDue(warm->signal), T0() + absl::Hours(72));
  EXPECT_EQ(ToTime(warm->signal.clock().acknowledge_warn_time()), T0() + absl::Hours(18));
  EXPECT_EQ(warm->deliveries.back().recipient(), kAe);
  EXPECT_EQ(ReasonOf(DecideUrgency(warm->signal, v1::URGENCY_WARM, "again", kCsm, Parties(),
                                   Defaults(), kNow)
                         .status()),
            v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_THAT(ViolationsOf(DecideUrgency(Filed(HotSignal()), v1::URGENCY_UNSPECIFIED, "", kCsm,
                                         Parties(), Defaults(), kNow)
                               .status()),
              ElementsAre("urgency", "reason"));
}

TEST(HandoffHolder, S7_AMissedMilestoneStaysMissedWhenTheUrgencyChanges) {
  const auto warm = DecideUrgency(Confirmed(HotSignal()), v1::URGENCY_WARM, "later", kCsm,
                                  Parties(), Defaults(), T0() + absl::Hours(5));
  EXPECT_TRUE(warm->signal.clock().acknowledge_missed());
  EXPECT_EQ(AcknowledgeDue(warm->signal), T0() + absl::Hours(4));
  EXPECT_EQ(ContactDue(warm->signal), T0() + absl::Hours(72));
}

TEST(HandoffHolder, S7_ARunningClockKeepsThePolicyThatItStartedWith) {
  v1::Policy later = Defaults();
  later.set_version(2);
  later.set_warm_acknowledge_hours(8);
  HandoffParties parties = Parties();
  parties.past_policies.push_back(Defaults());
  const v1::Signal signal = Confirmed(HotSignal());
  EXPECT_EQ(signal.clock().policy_version(), 1);
  const auto warm = DecideUrgency(signal, v1::URGENCY_WARM, "later", kCsm, parties, later, kNow);
  EXPECT_EQ(AcknowledgeDue(warm->signal), T0() + absl::Hours(24)) << "version 1's";
  const auto anew = DecideRestart(signal, "a new start", kHead, parties, later, kNow);
  EXPECT_EQ(anew->signal.clock().policy_version(), 2) << "a new clock: the version in force";
}

TEST(HandoffHolder, S7_RevopsRestartsTheClockAndTheOldMissStays) {
  const absl::Time late = T0() + absl::Hours(5);
  const auto decision =
      DecideRestart(Confirmed(HotSignal()), "CRM was down", kHead, Parties(), Defaults(), late);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.clock().leg(), 2);
  EXPECT_EQ(AcknowledgeDue(decision->signal), late + absl::Hours(4));
  EXPECT_TRUE(decision->signal.past_legs(0).acknowledge_missed());
  EXPECT_EQ(decision->signal.holder(), kAe);
  const v1::Signal talked =
      DecideContact(Confirmed(HotSignal()), "", kAe, Parties(), Defaults(), T0())->signal;
  EXPECT_EQ(ReasonOf(DecideRestart(talked, "why", kHead, Parties(), Defaults(), late).status()),
            v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffHolder, S7_TheCsmsClockRestartsToo) {
  const v1::Signal owned = Filed(SmallSignal(), SmbParties());
  const auto decision = DecideRestart(owned, "why", kHead, SmbParties(), Defaults(), kNow);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(ContactDue(decision->signal), kNow + absl::Hours(24));
  EXPECT_FALSE(decision->signal.clock().has_acknowledge_due_time());
}

TEST(HandoffHolder, W1_ALeaversWorkMovesAtOnceAndChargesNobody) {
  const HandoffDecision moved =
      *DecideHandOver(Confirmed(HotSignal()), kAe, kManager, Parties(), Defaults(), kNow);
  EXPECT_EQ(moved.signal.ae(), kManager);
  EXPECT_EQ(moved.signal.holder(), kManager);
  EXPECT_EQ(AcknowledgeDue(moved.signal), T0() + absl::Hours(4)) << "deadlines stay";
  EXPECT_TRUE(moved.signal.clock().uncharged());
  EXPECT_EQ(moved.signal.past_legs(0).holder(), kAe);
  const HandoffDecision missed =
      CatchUp(moved.signal, Parties(), Defaults(), T0() + absl::Hours(4) + kTick);
  EXPECT_THAT(TextOf(missed.signal, "S-5"), HasSubstr("charged to nobody (W-1)"));
  EXPECT_FALSE(
      DecideHandOver(Filed(HotSignal()), kNext, kManager, Parties(), Defaults(), kNow)->changed)
      << "somebody else's signal";
}

TEST(HandoffHolder, W1_AWatchItemMovesWithoutAClock) {
  const HandoffDecision moved =
      *DecideHandOver(Filed(UnroutableSignal()), kCsm, kManager, Parties(), Defaults(), kNow);
  EXPECT_EQ(moved.signal.holder(), kManager);
  EXPECT_EQ(moved.signal.csm(), kCsm) << "the filer's credit stays";
  EXPECT_EQ(moved.signal.past_legs_size(), 0);
}

}  // namespace
}  // namespace baton::domain
