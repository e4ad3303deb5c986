// Possible duplicates (H-12): linked and shown, never merged.
#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "domain/refusal.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Signal Second(v1::Signal signal = HotSignal()) {
  signal.set_name("tenants/acme/signals/s2");
  signal.mutable_source()->set_record_id("cta-2");
  return signal;
}

HandoffParties After(const v1::Signal& first) {
  HandoffParties parties = Parties();
  parties.first = first;
  return parties;
}

TEST(HandoffDuplicate, H12_FourteenDaysToTheMicrosecond) {
  const v1::Signal first = Filed(HotSignal());
  const v1::Signal second = Second();
  const absl::Time last = T0() + absl::Hours(14 * 24);
  EXPECT_TRUE(IsPossibleDuplicate(first, second, last));
  EXPECT_FALSE(IsPossibleDuplicate(first, second, last + kTick));
}

TEST(HandoffDuplicate, H12_SameAccountTriggerAndProductLine) {
  const v1::Signal first = Filed(HotSignal());
  EXPECT_FALSE(IsPossibleDuplicate(first, first, T0()));
  v1::Signal other = Second();
  other.set_account("tenants/acme/accounts/other");
  EXPECT_FALSE(IsPossibleDuplicate(first, other, T0()));
  other = Second();
  other.set_trigger(v1::TRIGGER_M_AND_A);
  EXPECT_FALSE(IsPossibleDuplicate(first, other, T0()));
  other = Second();
  other.set_product_lines(0, "api");
  EXPECT_FALSE(IsPossibleDuplicate(first, other, T0()));
  other.add_product_lines("core");
  EXPECT_TRUE(IsPossibleDuplicate(first, other, T0()));
  other.clear_product_lines();
  EXPECT_FALSE(IsPossibleDuplicate(first, other, T0()));
}

TEST(HandoffDuplicate, H12_WithoutProductLinesOnEitherSideTheyAreTheSame) {
  v1::Signal first = HotSignal();
  first.clear_product_lines();
  v1::Signal second = Second(first);
  EXPECT_TRUE(IsPossibleDuplicate(Filed(first), second, T0()));
}

TEST(HandoffDuplicate, H12_AClosedOrLinkedSignalIsNobodysFirst) {
  v1::Signal first = Filed(HotSignal());
  first.set_state(v1::SIGNAL_STATE_LOST);
  EXPECT_FALSE(IsPossibleDuplicate(first, Second(), T0()));
  first = Filed(HotSignal());
  first.set_possible_duplicate_of("tenants/acme/signals/s0");
  EXPECT_FALSE(IsPossibleDuplicate(first, Second(), T0()));
}

TEST(HandoffDuplicate, H12_TheSecondIsLinkedAndRoutedButRunsNoClock) {
  const v1::Signal first = Filed(HotSignal());
  const auto decision = File(Second(), After(first));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.possible_duplicate_of(), first.name());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(decision->signal.ae(), kAe);
  EXPECT_FALSE(decision->signal.has_clock());
  EXPECT_FALSE(decision->signal.has_route_time());
  EXPECT_THAT(DueItems(decision->signal), IsEmpty());
  EXPECT_THAT(decision->deliveries, IsEmpty());
  EXPECT_FALSE(decision->first.has_value());
}

TEST(HandoffDuplicate, H12_TheFirstTakesTheHotterUrgencyFromItsRouteTime) {
  const v1::Signal first = Filed(WarmSignal());
  const absl::Time later = T0() + absl::Hours(2);
  const auto decision = File(Second(), After(first), Defaults(), later);
  ASSERT_THAT(decision, IsOk());
  ASSERT_TRUE(decision->first.has_value());
  EXPECT_EQ(decision->first->urgency(), v1::URGENCY_HOT);
  EXPECT_EQ(decision->first->csm(), first.csm());
  EXPECT_EQ(ToTime(decision->first->clock().acknowledge_due_time()), T0() + absl::Hours(4));
  EXPECT_EQ(ToTime(decision->first->clock().contact_due_time()), T0() + absl::Hours(24));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.hotter.s2.ae"));
  EXPECT_EQ(decision->deliveries[0].record(), first.name());
}

TEST(HandoffDuplicate, S7_AnOverdueMilestoneOfTheFirstKeepsItsDeadline) {
  const v1::Signal first = Filed(WarmSignal());
  const absl::Time late = T0() + absl::Hours(24) + kTick;
  const auto decision = File(Second(), After(first), Defaults(), late);
  ASSERT_TRUE(decision->first.has_value());
  EXPECT_EQ(ToTime(decision->first->clock().acknowledge_due_time()), T0() + absl::Hours(24));
  EXPECT_EQ(ToTime(decision->first->clock().contact_due_time()), T0() + absl::Hours(24));
}

TEST(HandoffDuplicate, H12_ACoolerSecondLeavesTheFirstAlone) {
  const auto decision = File(Second(WarmSignal()), After(Filed(HotSignal())));
  EXPECT_FALSE(decision->first.has_value());
  EXPECT_THAT(decision->deliveries, IsEmpty());
}

TEST(HandoffDuplicate, H12_AFirstWithoutAClockDoesNotHoldTheSecondBack) {
  const v1::Signal first = Filed(UnroutableSignal());
  const auto decision = File(Second(), After(first));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.possible_duplicate_of(), first.name());
  EXPECT_TRUE(decision->signal.has_clock());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s2.handoff.1.crm"));
}

TEST(HandoffDuplicate, H12_NeitherWatchItemNorSearchForAnAeBeginsTwice) {
  const v1::Signal first = Filed(HotSignal(), WithoutAe());
  HandoffParties parties = After(first);
  parties.ae.clear();
  const auto unassigned = File(Second(), parties);
  EXPECT_EQ(unassigned->signal.state(), v1::SIGNAL_STATE_UNASSIGNED);
  EXPECT_THAT(DueItems(unassigned->signal), IsEmpty());
  const auto watched = File(Second(UnroutableSignal()), parties);
  EXPECT_EQ(watched->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_THAT(DueItems(watched->signal), IsEmpty());
  EXPECT_THAT(watched->deliveries, IsEmpty());
}

TEST(HandoffDuplicate, H12_UnlinkingStartsTheClockThen) {
  const v1::Signal first = Filed(HotSignal());
  const v1::Signal second = File(Second(), After(first))->signal;
  const absl::Time later = T0() + absl::Hours(5);
  const auto decision = DecideUnlink(second, After(first), Defaults(), later);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.possible_duplicate_of(), "");
  EXPECT_EQ(ToTime(decision->signal.route_time()), later);
  EXPECT_EQ(ToTime(decision->signal.clock().acknowledge_due_time()), later + absl::Hours(4));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s2.handoff.1.crm"));
}

TEST(HandoffDuplicate, H12_UnlinkingBeginsWhatTheStateAsksFor) {
  const v1::Signal first = Filed(HotSignal());
  const auto unlink = [&first](const v1::Signal& signal, const HandoffParties& parties) {
    return DecideUnlink(signal, parties, Defaults(), T0());
  };
  const v1::Signal watched = File(Second(UnroutableSignal()), After(first))->signal;
  EXPECT_THAT(IdsOf(*unlink(watched, After(first))), ElementsAre("s2.watch.1.crm"));
  HandoffParties no_ae = After(first);
  no_ae.ae.clear();
  const v1::Signal unassigned = File(Second(), no_ae)->signal;
  EXPECT_THAT(IdsOf(*unlink(unassigned, no_ae)), ElementsAre("s2.unassigned.1.revops"));
  HandoffParties smb = SmbParties();
  smb.first = first;
  const v1::Signal owned = File(Second(SmallSignal()), smb)->signal;
  EXPECT_FALSE(owned.has_clock());
  EXPECT_TRUE(unlink(owned, smb)->signal.clock().has_contact_due_time());
}

TEST(HandoffDuplicate, H12_UnlinkingAfterAcknowledgementWaitsForTheContactAlone) {
  const v1::Signal first = Filed(HotSignal());
  v1::Signal second = File(Second(), After(first))->signal;
  second = DecideAcknowledge(second, After(first), Defaults(), T0())->signal;
  const auto decision = DecideUnlink(second, After(first), Defaults(), T0());
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(Waits(decision->signal), ElementsAre("confirm", "warn_contact", "contact"));
}

TEST(HandoffDuplicate, H12_WhatRunsItsOwnClockIsOnlyUnlinked) {
  const v1::Signal first = Filed(UnroutableSignal());
  const v1::Signal second = File(Second(), After(first))->signal;
  const auto decision = DecideUnlink(second, After(first), Defaults(), T0() + absl::Minutes(1));
  ASSERT_THAT(decision, IsOk());
  EXPECT_THAT(decision->deliveries, IsEmpty());
  EXPECT_EQ(decision->signal.clock().leg(), 1);
}

TEST(HandoffDuplicate, H12_ASignalOfItsOwnCannotBeUnlinked) {
  const absl::Status status =
      DecideUnlink(Filed(HotSignal()), Parties(), Defaults(), T0()).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_SIGNAL_STATE);
  EXPECT_EQ(MetadataOf(status, "move"), "unlink");
}

}  // namespace
}  // namespace baton::domain
