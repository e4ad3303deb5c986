#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "domain/refusal.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kLater = T0() + absl::Hours(2);

TEST(HandoffSteps, H10_AcknowledgementThenContact) {
  const auto acknowledged = DecideAcknowledge(Filed(HotSignal()), Parties(), Defaults(), kLater);
  ASSERT_THAT(acknowledged, IsOk());
  EXPECT_EQ(acknowledged->signal.state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_EQ(ToTime(acknowledged->signal.acknowledge_time()), kLater);
  EXPECT_FALSE(acknowledged->signal.has_contact_time());
  const auto contacted = DecideContact(acknowledged->signal, "Talked to Jamie", kAe, Parties(),
                                       Defaults(), kLater + absl::Hours(1));
  ASSERT_THAT(contacted, IsOk());
  EXPECT_EQ(contacted->signal.state(), v1::SIGNAL_STATE_CONTACTED);
  EXPECT_EQ(ToTime(contacted->signal.acknowledge_time()), kLater);
  EXPECT_EQ(ToTime(contacted->signal.contact_time()), kLater + absl::Hours(1));
  ASSERT_EQ(contacted->signal.notes_size(), 1);
  EXPECT_EQ(contacted->signal.notes(0).author(), kAe);
  EXPECT_EQ(contacted->signal.notes(0).text(), "Talked to Jamie");
}

TEST(HandoffSteps, S2_AStepAtTheDeadlineIsWithin) {
  const auto decision =
      DecideAcknowledge(Confirmed(HotSignal()), Parties(), Defaults(), T0() + absl::Hours(4));
  ASSERT_THAT(decision, IsOk());
  EXPECT_FALSE(decision->signal.clock().acknowledge_missed());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.warn_acknowledge.1.ae"));
  EXPECT_THAT(TextOf(decision->signal, "S-2"), HasSubstr("within its deadline"));
}

TEST(HandoffSteps, S6_AStepAMicrosecondLaterIsLate) {
  const auto decision = DecideAcknowledge(Confirmed(HotSignal()), Parties(), Defaults(),
                                          T0() + absl::Hours(4) + kTick);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->signal.clock().acknowledge_missed());
  EXPECT_EQ(decision->deliveries.size(), 4u) << "the warning, and three of the miss";
  EXPECT_THAT(TextOf(decision->signal, "S-6"), HasSubstr("late: due 2027-01-04T13:00:00Z"));
}

TEST(HandoffSteps, H10_ContactImpliesTheAcknowledgementAtTheSameInstant) {
  const auto decision = DecideContact(Filed(HotSignal()), "", kAe, Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(ToTime(decision->signal.acknowledge_time()), kLater);
  EXPECT_EQ(ToTime(decision->signal.contact_time()), kLater);
  EXPECT_EQ(decision->signal.notes_size(), 0);
}

TEST(HandoffSteps, S11_ModelAHasAContactButNoAcknowledgement) {
  const auto decision =
      DecideContact(Filed(SmallSignal(), SmbParties()), "", kCsm, SmbParties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_CONTACTED);
  EXPECT_FALSE(decision->signal.has_acknowledge_time());
}

TEST(HandoffSteps, H10_TwiceIsRefusedAndNamesTheState) {
  const v1::Signal signal =
      DecideAcknowledge(Filed(HotSignal()), Parties(), Defaults(), kLater)->signal;
  const absl::Status status = DecideAcknowledge(signal, Parties(), Defaults(), kLater).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_EQ(MetadataOf(status, "state"), "acknowledged");
}

TEST(HandoffSteps, H10_AnExpiredWatchItemIsRefusedEvenUnswept) {
  const absl::Status status = DecideUpgrade(Filed(UnroutableSignal()), "why", kCsm, Parties(),
                                            Defaults(), T0() + absl::Hours(24 * 61))
                                  .status();
  EXPECT_EQ(MetadataOf(status, "state"), "expired");
}

TEST(HandoffSteps, H10_ALongContactNoteIsRefused) {
  const absl::Status status =
      DecideContact(Filed(HotSignal()), std::string(2'001, 'x'), kAe, Parties(), Defaults(), kLater)
          .status();
  EXPECT_THAT(ViolationsOf(status), ElementsAre("note"));
}

TEST(HandoffSteps, H7_AssigningStartsTheAesClock) {
  const auto decision =
      DecideAssign(Filed(HotSignal(), WithoutAe()), kAe, WithoutAe(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  const v1::Signal& signal = decision->signal;
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.ae(), kAe);
  EXPECT_EQ(signal.holder(), kAe);
  EXPECT_EQ(ToTime(signal.route_time()), kLater);
  EXPECT_EQ(ToTime(signal.file_time()), T0());
  EXPECT_EQ(ToTime(signal.clock().acknowledge_due_time()), kLater + absl::Hours(4));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.1.crm"));
}

TEST(HandoffSteps, H7_ALateAssignmentIsTakenAndStaysMissed) {
  const auto decision = DecideAssign(Filed(HotSignal(), WithoutAe()), kAe, WithoutAe(), Defaults(),
                                     T0() + absl::Hours(5));
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->signal.assign_missed());
  EXPECT_THAT(IdsOf(*decision),
              ElementsAre("s1.assign.1799067600000000.revops_head", "s1.handoff.1.crm"));
}

TEST(HandoffSteps, H7_OnlyWhatAwaitsAnAeCanBeAssigned) {
  EXPECT_THAT(ViolationsOf(
                  DecideAssign(Filed(HotSignal(), WithoutAe()), "", WithoutAe(), Defaults(), kLater)
                      .status()),
              ElementsAre("ae"));
  EXPECT_EQ(ReasonOf(DecideAssign(Filed(HotSignal()), kAe, Parties(), Defaults(), kLater).status()),
            v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_EQ(ReasonOf(DecideAssign(Filed(SmallSignal(), SmbParties()), kAe, SmbParties(), Defaults(),
                                  kLater)
                         .status()),
            v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffSteps, H8_AnUpgradeKeepsDeadlinesAndSaysWhoAndWhy) {
  const v1::Signal before = Confirmed(HotSignal());
  const auto decision =
      DecideUpgrade(before, "Two divisions now", kCsm, Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_C);
  EXPECT_TRUE(decision->signal.upgrade_to_c());
  EXPECT_EQ(decision->signal.clock().SerializeAsString(), before.clock().SerializeAsString());
  EXPECT_EQ(TextOf(decision->signal, "H-8"),
            "model C asked for by tenants/acme/people/carl: Two divisions now; deadlines stay");
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.upgrade.1.ae"));
}

TEST(HandoffSteps, H8_ModelCCannotBeUpgradedAgain) {
  const v1::Signal c =
      DecideUpgrade(Filed(HotSignal()), "why", kAe, Parties(), Defaults(), kLater)->signal;
  EXPECT_EQ(ReasonOf(DecideUpgrade(c, "why", kAe, Parties(), Defaults(), kLater).status()),
            v1::ERROR_REASON_MODEL_NOT_UPGRADABLE);
}

TEST(HandoffSteps, H8_AnUpgradeNeedsAReason) {
  EXPECT_THAT(
      ViolationsOf(
          DecideUpgrade(Filed(HotSignal()), "", kAe, Parties(), Defaults(), kLater).status()),
      ElementsAre("reason"));
  EXPECT_THAT(ViolationsOf(DecideUpgrade(Filed(HotSignal()), std::string(501, 'x'), kAe, Parties(),
                                         Defaults(), kLater)
                               .status()),
              ElementsAre("reason"));
}

TEST(HandoffSteps, H8_FromModelAAnUpgradeGoesToTheAeWithTheOldContactDeadline) {
  const auto decision = DecideUpgrade(Filed(SmallSignal(), SmbParties()), "Bigger than thought",
                                      kCsm, SmbParties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  const v1::Signal& signal = decision->signal;
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.holder(), kAe);
  EXPECT_EQ(signal.clock().leg(), 2);
  EXPECT_EQ(ToTime(signal.clock().acknowledge_due_time()), kLater + absl::Hours(4));
  EXPECT_EQ(ToTime(signal.clock().contact_due_time()), T0() + absl::Hours(24));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.2.crm", "s1.upgrade.1.ae"));
}

TEST(HandoffSteps, H8_FromModelAWithoutAnAeTheCsmHoldsItUntilOneIsAssigned) {
  HandoffParties parties = SmbParties();
  parties.ae.clear();
  const v1::Signal before = Filed(SmallSignal(), parties);
  const auto upgraded = DecideUpgrade(before, "Bigger", kCsm, parties, Defaults(), kLater);
  ASSERT_THAT(upgraded, IsOk());
  EXPECT_EQ(upgraded->signal.state(), v1::SIGNAL_STATE_CS_OWNED);
  EXPECT_EQ(upgraded->signal.holder(), kCsm);
  EXPECT_EQ(ToTime(upgraded->signal.assign_due_time()), kLater + absl::Hours(4));
  EXPECT_THAT(Waits(upgraded->signal), ElementsAre("assign", "warn_contact", "contact"));
  const auto assigned =
      DecideAssign(upgraded->signal, kAe, parties, Defaults(), kLater + absl::Hours(1));
  ASSERT_THAT(assigned, IsOk());
  EXPECT_EQ(assigned->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(assigned->signal.holder(), kAe);
}

TEST(HandoffSteps, H8_AContactedSignalOfModelAIsHandedOverWithoutANewClock) {
  const v1::Signal contacted =
      DecideContact(Filed(SmallSignal(), SmbParties()), "", kCsm, SmbParties(), Defaults(), kLater)
          ->signal;
  const auto decision = DecideUpgrade(contacted, "Bigger", kCsm, SmbParties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_CONTACTED);
  EXPECT_EQ(decision->signal.holder(), kAe);
  EXPECT_EQ(decision->signal.clock().leg(), 1);
  EXPECT_THAT(Waits(decision->signal), ElementsAre("confirm", "ask"));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.1.crm", "s1.upgrade.1.ae"));
}

TEST(HandoffSteps, H8_AWatchItemRemembersTheUpgrade) {
  const auto decision =
      DecideUpgrade(Filed(UnroutableSignal()), "Strategic", kCsm, Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_TRUE(decision->signal.upgrade_to_c());
  EXPECT_THAT(decision->deliveries, IsEmpty());
}

TEST(HandoffSteps, X6_TheExplanationIsBounded) {
  v1::Signal signal = Filed(HotSignal());
  v1::RequalifySignalRequest request;
  request.set_timeline("Q3");
  for (int i = 0; i < 60; ++i) {
    signal = DecideRequalify(signal, request, Parties(), Defaults(), T0())->signal;
  }
  EXPECT_EQ(signal.explanation_size(), 40);
}

}  // namespace
}  // namespace baton::domain
