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

const absl::Time kLater = T0() + absl::Hours(24 * 10);

v1::RequalifySignalRequest TimelineHolds() {
  v1::RequalifySignalRequest request;
  request.mutable_qualification()->mutable_timeline()->set_yes(true);
  return request;
}

TEST(HandoffRequalify, H5_AnUpdateThatMakesItRoutableRoutesIt) {
  const auto decision =
      DecideRequalify(Filed(UnroutableSignal()), TimelineHolds(), Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(ToTime(decision->signal.route_time()), kLater);
  EXPECT_FALSE(decision->signal.has_revisit_time());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.1.crm"));
}

TEST(HandoffRequalify, H5_AnAnswerThatIsNotEnoughWaitsAnew) {
  v1::RequalifySignalRequest request;
  request.mutable_qualification()->mutable_product_fit()->set_yes(true);
  const absl::Time reminded = T0() + absl::Hours(24 * 31);
  const auto decision =
      DecideRequalify(Filed(UnroutableSignal()), request, Parties(), Defaults(), reminded);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(ToTime(decision->signal.revisit_time()), reminded + absl::Hours(24 * 30));
  EXPECT_FALSE(decision->signal.has_remind_time());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.revisit.2027-02-03.csm"));
}

TEST(HandoffRequalify, H4_AnAbsentAnswerStaysAsItIs) {
  const auto decision =
      DecideRequalify(Filed(UnroutableSignal()), TimelineHolds(), Parties(), Defaults(), kLater);
  EXPECT_TRUE(decision->signal.qualification().budget_conversation().yes());
}

TEST(HandoffRequalify, H2_AnIncompleteSignalIsRoutedOnceItIsComplete) {
  v1::Signal lacking = HotSignal();
  lacking.clear_buyer();
  lacking.clear_timeline();
  const v1::Signal incomplete = FileOn(FilingChannel::kPayload, lacking)->signal;
  v1::RequalifySignalRequest request;
  request.mutable_buyer()->set_name("Jamie Reyes");
  request.mutable_buyer()->set_title("VP Operations");
  const auto still = DecideRequalify(incomplete, request, Parties(), Defaults(), kLater);
  ASSERT_THAT(still, IsOk());
  EXPECT_EQ(still->signal.state(), v1::SIGNAL_STATE_INCOMPLETE);
  EXPECT_THAT(still->signal.missing_fields(), ElementsAre("timeline"));
  EXPECT_THAT(still->deliveries, IsEmpty());
  request.Clear();
  request.set_timeline("Q3");
  const auto routed = DecideRequalify(still->signal, request, Parties(), Defaults(), kLater);
  ASSERT_THAT(routed, IsOk());
  EXPECT_EQ(routed->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_THAT(routed->signal.missing_fields(), IsEmpty());
}

TEST(HandoffRequalify, H10_AnIncompleteSignalMayBecomeAWatchItem) {
  v1::Signal lacking = HotSignal();
  lacking.clear_timeline();
  const v1::Signal incomplete = FileOn(FilingChannel::kPayload, lacking)->signal;
  v1::RequalifySignalRequest request;
  request.mutable_qualification()->mutable_timeline()->set_yes(false);
  request.mutable_qualification()->mutable_named_buyer()->set_yes(false);
  const auto decision = DecideRequalify(incomplete, request, Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(ToTime(decision->signal.revisit_time()), kLater + absl::Hours(24 * 30));
}

TEST(HandoffRequalify, H2_ARoutableWatchItemThatLacksABuyerStaysOne) {
  v1::Signal lacking = UnroutableSignal();
  lacking.clear_buyer();
  const v1::Signal watched =
      DecideFile({lacking, FilingChannel::kCall, true}, Parties(), Defaults(), T0())->signal;
  const auto decision = DecideRequalify(watched, TimelineHolds(), Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_TRUE(decision->signal.routable());
  EXPECT_THAT(decision->signal.missing_fields(), ElementsAre("buyer.name", "buyer.title"));
}

TEST(HandoffRequalify, H8_ALargerEstimateRoutesFromModelAAtThatInstant) {
  v1::RequalifySignalRequest request;
  request.mutable_estimated_expansion()->set_amount_minor(1'000'001);
  request.mutable_estimated_expansion()->set_currency_code("USD");
  const absl::Time now = T0() + absl::Hours(10);
  const auto decision =
      DecideRequalify(Filed(SmallSignal(), SmbParties()), request, SmbParties(), Defaults(), now);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(decision->signal.clock().leg(), 2);
  EXPECT_EQ(ToTime(decision->signal.route_time()), now);
  EXPECT_EQ(ToTime(decision->signal.clock().contact_due_time()), now + absl::Hours(24));
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.handoff.2.crm"));
}

TEST(HandoffRequalify, H8_ASecondProductLineMakesItJointAndDeadlinesStay) {
  v1::RequalifySignalRequest request;
  request.add_product_lines("core");
  request.add_product_lines("analytics");
  const v1::Signal before = Confirmed(HotSignal());
  const auto decision =
      DecideRequalify(before, request, Parties(), Defaults(), T0() + absl::Hours(1));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_C);
  EXPECT_TRUE(decision->signal.cross_sell());
  EXPECT_EQ(decision->signal.clock().SerializeAsString(), before.clock().SerializeAsString());
  EXPECT_THAT(decision->deliveries, IsEmpty());
}

TEST(HandoffRequalify, H8_NeverBackToASmallerModel) {
  v1::RequalifySignalRequest request;
  request.mutable_estimated_expansion()->set_amount_minor(1);
  request.mutable_estimated_expansion()->set_currency_code("USD");
  const v1::Signal b = Filed(HotSignal(), SmbParties());
  ASSERT_EQ(b.model(), v1::OWNERSHIP_MODEL_B);
  const auto decision =
      DecideRequalify(b, request, SmbParties(), Defaults(), T0() + absl::Hours(1));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
}

TEST(HandoffRequalify, H4_ARoutedSignalStaysRoutedWhateverTheAnswers) {
  v1::RequalifySignalRequest request;
  request.mutable_qualification()->mutable_timeline()->set_yes(false);
  request.mutable_qualification()->mutable_named_buyer()->set_yes(false);
  const auto decision =
      DecideRequalify(Filed(HotSignal()), request, Parties(), Defaults(), T0() + absl::Hours(1));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_FALSE(decision->signal.routable());
}

TEST(HandoffRequalify, H6_NewlyDueAeSupportIsAskedForOnce) {
  v1::Policy banded = Defaults();
  banded.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  v1::Signal small = SmallSignal();
  const v1::Signal owned = File(small, Parties(), banded)->signal;
  ASSERT_FALSE(owned.ae_support());
  v1::RequalifySignalRequest request;
  request.mutable_estimated_expansion()->set_amount_minor(2'500'000);
  request.mutable_estimated_expansion()->set_currency_code("USD");
  const auto decision = DecideRequalify(owned, request, Parties(), banded, T0() + absl::Hours(1));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_CS_OWNED);
  EXPECT_TRUE(decision->signal.ae_support());
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.support.1799056800000000.ae"));
}

TEST(HandoffRequalify, H4_AnEmptyOrBrokenRequestIsRefused) {
  const auto refuse = [](const v1::RequalifySignalRequest& request) {
    return ViolationsOf(
        DecideRequalify(Filed(HotSignal()), request, Parties(), Defaults(), T0()).status());
  };
  EXPECT_THAT(refuse({}), ElementsAre("qualification"));
  v1::RequalifySignalRequest request;
  request.mutable_buyer()->set_name("Jamie Reyes");
  request.set_timeline(std::string(301, 'x'));
  request.mutable_estimated_expansion()->set_amount_minor(-1);
  request.set_context_note(std::string(2'001, 'x'));
  EXPECT_THAT(refuse(request),
              ElementsAre("buyer.title", "timeline", "estimated_expansion.amount_minor",
                          "estimated_expansion.currency_code", "context_note"));
}

TEST(HandoffRequalify, H10_AClosedSignalIsRefused) {
  v1::Signal won = Filed(HotSignal());
  won.set_state(v1::SIGNAL_STATE_WON);
  EXPECT_EQ(ReasonOf(DecideRequalify(won, TimelineHolds(), Parties(), Defaults(), kLater).status()),
            v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
}

TEST(HandoffRequalify, H12_ASharedClockDoesNotStartTwice) {
  HandoffParties parties = Parties();
  parties.first = Filed(HotSignal());
  v1::Signal second = UnroutableSignal();
  second.set_name("tenants/acme/signals/s2");
  const v1::Signal watched = File(second, parties)->signal;
  const auto decision = DecideRequalify(watched, TimelineHolds(), parties, Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_FALSE(decision->signal.has_clock());
  EXPECT_THAT(decision->deliveries, IsEmpty());
}

}  // namespace
}  // namespace baton::domain
