// The same source record again (H-12).
#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSource[] = "system/gainsight";
const absl::Time kLater = T0() + absl::Hours(1);

absl::StatusOr<HandoffDecision> Redeliver(const v1::Signal& held, const v1::Signal& again,
                                          absl::Time now = kLater) {
  return DecideRedelivery(held, again, kSource, Parties(), Defaults(), now);
}

TEST(HandoffRedelivery, H12_TheSameAgainChangesNothing) {
  const v1::Signal held = Filed(HotSignal());
  const auto decision = Redeliver(held, HotSignal());
  ASSERT_THAT(decision, IsOk());
  EXPECT_FALSE(decision->changed);
  EXPECT_EQ(decision->signal.SerializeAsString(), held.SerializeAsString());
  EXPECT_THAT(decision->deliveries, IsEmpty());
}

TEST(HandoffRedelivery, H12_WhatTheRecordDoesNotStateIsLeftAlone) {
  v1::Signal again;
  again.set_trigger(v1::TRIGGER_SEAT_UTILIZATION);
  again.mutable_qualification()->mutable_product_fit()->set_yes(false);
  EXPECT_FALSE(Redeliver(Filed(HotSignal()), again)->changed);
}

TEST(HandoffRedelivery, H12_BeforeAcknowledgementTheRecordTakesTheNewValues) {
  v1::Signal again = HotSignal();
  again.mutable_buyer()->set_name("Alex Kim");
  again.set_timeline("Q4");
  again.mutable_qualification()->mutable_product_fit()->set_yes(true);
  const auto decision = Redeliver(Filed(HotSignal()), again);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->changed);
  EXPECT_EQ(decision->signal.buyer().name(), "Alex Kim");
  EXPECT_EQ(decision->signal.timeline(), "Q4");
  EXPECT_TRUE(decision->signal.qualification().product_fit().yes());
  EXPECT_EQ(decision->signal.notes_size(), 0);
  EXPECT_EQ(ToTime(decision->signal.update_time()), kLater);
  EXPECT_EQ(TextOf(decision->signal, "H-12"),
            "the source says now: buyer.name: Alex Kim; timeline: Q4; "
            "qualification.product_fit: yes");
  EXPECT_FALSE(Redeliver(decision->signal, again)->changed);
}

TEST(HandoffRedelivery, H12_AfterAcknowledgementTheyAreOneNoteOnce) {
  const v1::Signal held =
      DecideAcknowledge(Filed(HotSignal()), Parties(), Defaults(), T0())->signal;
  v1::Signal again = HotSignal();
  again.set_timeline("Q4");
  const auto decision = Redeliver(held, again);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.timeline(), held.timeline());
  ASSERT_EQ(decision->signal.notes_size(), 1);
  EXPECT_EQ(decision->signal.notes(0).text(), "the source says now: timeline: Q4");
  EXPECT_EQ(decision->signal.notes(0).author(), kSource);
  EXPECT_FALSE(Redeliver(decision->signal, again)->changed);
}

TEST(HandoffRedelivery, H2_WhatCompletesASignalRoutesIt) {
  v1::Signal lacking = HotSignal();
  lacking.clear_timeline();
  const v1::Signal incomplete = FileOn(FilingChannel::kPayload, lacking)->signal;
  const auto decision = Redeliver(incomplete, HotSignal());
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(ToTime(decision->signal.route_time()), kLater);
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.1.crm"));
}

TEST(HandoffRedelivery, S7_AChangedUrgencyRecomputesFromTheRouteTime) {
  const v1::Signal held = Filed(WarmSignal());
  v1::Signal again = WarmSignal();
  again.set_urgency(v1::URGENCY_HOT);
  auto decision = Redeliver(held, again);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(ToTime(decision->signal.clock().acknowledge_due_time()), T0() + absl::Hours(4));
  EXPECT_EQ(ToTime(decision->signal.clock().contact_due_time()), T0() + absl::Hours(24));
  again.set_urgency(v1::URGENCY_WATCH);
  decision = Redeliver(decision->signal, again);
  EXPECT_EQ(ToTime(decision->signal.clock().acknowledge_due_time()), T0() + absl::Hours(7 * 24));
  EXPECT_FALSE(decision->signal.clock().has_contact_due_time());
}

TEST(HandoffRedelivery, S7_AChangedUrgencyMovesTheAssignmentsDeadline) {
  HandoffParties nobody = Parties();
  nobody.ae.clear();
  const v1::Signal held = Filed(WarmSignal(), nobody);
  ASSERT_EQ(ToTime(held.assign_due_time()), T0() + absl::Hours(24));
  v1::Signal again = WarmSignal();
  again.set_urgency(v1::URGENCY_HOT);
  auto decision = DecideRedelivery(held, again, kSource, nobody, Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(ToTime(decision->signal.assign_due_time()), T0() + absl::Hours(4));
  const absl::Time late = T0() + absl::Hours(5);
  again.set_urgency(v1::URGENCY_WARM);
  decision = DecideRedelivery(decision->signal, again, kSource, nobody, Defaults(), late);
  EXPECT_EQ(ToTime(decision->signal.assign_due_time()), T0() + absl::Hours(4)) << "it was missed";
}

TEST(HandoffRedelivery, S7_AMissedMilestoneStaysMissed) {
  v1::Signal again = HotSignal();
  again.set_urgency(v1::URGENCY_WARM);
  const auto decision = Redeliver(Filed(HotSignal()), again, T0() + absl::Hours(5));
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->signal.clock().acknowledge_missed());
  EXPECT_EQ(ToTime(decision->signal.clock().acknowledge_due_time()), T0() + absl::Hours(4));
  EXPECT_EQ(ToTime(decision->signal.clock().contact_due_time()), T0() + absl::Hours(72));
}

TEST(HandoffRedelivery, S11_AChangedUrgencyMovesTheCsmsDeadline) {
  const v1::Signal held = Filed(SmallSignal(), SmbParties());
  v1::Signal again = SmallSignal();
  again.set_urgency(v1::URGENCY_WARM);
  const auto decision = DecideRedelivery(held, again, kSource, SmbParties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(ToTime(decision->signal.clock().contact_due_time()), T0() + absl::Hours(72));
}

TEST(HandoffRedelivery, H1_OtherProductLinesDeriveCrossSellAnew) {
  v1::Signal again = HotSignal();
  again.set_product_lines(0, "analytics");
  const auto decision = Redeliver(Filed(HotSignal()), again);
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->signal.cross_sell());
}

TEST(HandoffRedelivery, H2_BrokenValuesAreRefused) {
  v1::Signal again = HotSignal();
  again.set_timeline_date("someday");
  EXPECT_THAT(ViolationsOf(Redeliver(Filed(HotSignal()), again).status()),
              ElementsAre("signal.timeline_date"));
}

TEST(HandoffRedelivery, H12_AnExpiredSignalOnlyGetsANote) {
  const absl::Time late = T0() + absl::Hours(24 * 90);
  const auto decision = Redeliver(Filed(UnroutableSignal()), HotSignal(), late);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_THAT(decision->signal.notes(0).text(), HasSubstr("qualification.timeline: yes"));
}

}  // namespace
}  // namespace baton::domain
