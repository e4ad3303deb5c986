#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

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

v1::SignalOutcome Lost() {
  return FromText<v1::SignalOutcome>(R"pb(
    kind: OUTCOME_KIND_LOST
    reason: "Chose Contoso"
    competitor: "Contoso"
  )pb");
}

v1::SignalOutcome Won() {
  return FromText<v1::SignalOutcome>(R"pb(
    kind: OUTCOME_KIND_WON
    reason: "Signed"
    amount { amount_minor: 7500000 currency_code: "USD" }
    opportunity: "tenants/acme/opportunities/o1"
  )pb");
}

std::vector<std::string> Faults(const v1::SignalOutcome& outcome,
                                const v1::Signal& signal = Filed(HotSignal())) {
  return ViolationsOf(DecideOutcome(signal, outcome, Parties(), Defaults(), kLater).status());
}

TEST(HandoffOutcome, H11_TheCsmGetsACopyAndTheSourceSystemAnUpdate) {
  const auto decision = DecideOutcome(Confirmed(HotSignal()), Won(), Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WON);
  EXPECT_EQ(decision->signal.opportunity(), "tenants/acme/opportunities/o1");
  EXPECT_EQ(ToTime(decision->signal.close_time()), kLater);
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.outcome.1.csm", "s1.outcome.1.source"));
  const v1::Delivery copy = Find(*decision, "s1.outcome.1.csm");
  EXPECT_EQ(copy.kind(), v1::DELIVERY_KIND_DIRECT_MESSAGE);
  EXPECT_EQ(copy.recipient(), kCsm);
  EXPECT_EQ(copy.rule(), "H-11");
  EXPECT_EQ(copy.subject(), "Northwind (buyer Jamie Reyes): your seat_utilization signal is won");
  EXPECT_THAT(copy.body(), HasSubstr("Amount: 75,000.00 USD"));
  const v1::Delivery update = Find(*decision, "s1.outcome.1.source");
  EXPECT_EQ(update.kind(), v1::DELIVERY_KIND_CS_UPDATE);
  EXPECT_EQ(update.recipient(), "gainsight");
  EXPECT_EQ(nlohmann::json::parse(update.body()), nlohmann::json::parse(R"({
    "signal": "tenants/acme/signals/s1", "record_id": "cta-1", "outcome": "won",
    "reason": "Signed", "amount": {"amount": "75000.00", "currency": "USD"},
    "opportunity": "tenants/acme/opportunities/o1", "close_time": "2027-01-04T11:00:00Z"
  })"));
}

TEST(HandoffOutcome, H11_WhatSomebodyReportsIsToldToTheCrmWhereTheHandoffWent) {
  const auto reported =
      DecideReportedOutcome(Confirmed(HotSignal()), Lost(), Parties(), Defaults(), kLater);
  EXPECT_THAT(IdsOf(*reported),
              ElementsAre("s1.outcome.1.crm", "s1.outcome.1.csm", "s1.outcome.1.source"));
  const v1::Delivery told = Find(*reported, "s1.outcome.1.crm");
  EXPECT_EQ(told.kind(), v1::DELIVERY_KIND_CRM_CLOSE);
  EXPECT_EQ(told.recipient(), "salesforce");
  v1::Signal never_routed = Confirmed(HotSignal());
  never_routed.clear_route_time();
  EXPECT_THAT(IdsOf(*DecideReportedOutcome(never_routed, Lost(), Parties(), Defaults(), kLater)),
              ElementsAre("s1.outcome.1.csm", "s1.outcome.1.source"));
}

TEST(HandoffOutcome, H11_ASignalFiledByCallHasNoSystemToUpdate) {
  v1::Signal signal = HotSignal();
  signal.clear_source();
  const auto decision = DecideOutcome(Confirmed(signal), Lost(), Parties(), Defaults(), kLater);
  EXPECT_THAT(IdsOf(*decision), ElementsAre("s1.outcome.1.csm"));
}

TEST(HandoffOutcome, H10_ImpliesAcknowledgementAndContact) {
  const auto decision = DecideOutcome(Filed(HotSignal()), Lost(), Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_LOST);
  EXPECT_EQ(ToTime(decision->signal.acknowledge_time()), kLater);
  EXPECT_EQ(ToTime(decision->signal.contact_time()), kLater);
  EXPECT_THAT(DueItems(decision->signal), IsEmpty());
}

TEST(HandoffOutcome, S6_ALateOutcomeEscalatesWhatItMissed) {
  const auto decision =
      DecideOutcome(Confirmed(HotSignal()), Lost(), Parties(), Defaults(), T0() + absl::Hours(30));
  ASSERT_THAT(decision, IsOk());
  EXPECT_TRUE(decision->signal.clock().acknowledge_missed());
  EXPECT_TRUE(decision->signal.clock().contact_missed());
  // Two warnings, two misses of three messages each, the outcome's two.
  EXPECT_EQ(decision->deliveries.size(), 10u);
}

TEST(HandoffOutcome, H11_EveryMissingPartIsNamedAtOnce) {
  EXPECT_THAT(Faults({}), ElementsAre("outcome.kind", "outcome.reason"));
  v1::SignalOutcome won;
  won.set_kind(v1::OUTCOME_KIND_WON);
  won.set_competitor(std::string(201, 'x'));
  EXPECT_THAT(Faults(won),
              ElementsAre("outcome.reason", "outcome.competitor", "outcome.opportunity"));
  v1::SignalOutcome deferred;
  deferred.set_kind(v1::OUTCOME_KIND_DEFERRED);
  EXPECT_THAT(Faults(deferred), ElementsAre("outcome.reason", "outcome.revisit_time"));
}

TEST(HandoffOutcome, H11_WonNeedsAnOpportunityOrAnAmount) {
  v1::SignalOutcome outcome = Won();
  outcome.clear_amount();
  EXPECT_THAT(Faults(outcome), IsEmpty());
  outcome.clear_opportunity();
  EXPECT_THAT(Faults(outcome), ElementsAre("outcome.opportunity"));
  v1::Signal linked = Filed(HotSignal());
  linked.set_opportunity("tenants/acme/opportunities/o1");
  EXPECT_THAT(Faults(outcome, linked), IsEmpty());
}

TEST(HandoffOutcome, H11_BrokenPartsAreRefused) {
  v1::SignalOutcome outcome = Won();
  outcome.set_reason(std::string(501, 'x'));
  outcome.mutable_amount()->set_amount_minor(0);
  outcome.mutable_amount()->set_currency_code("dollars");
  outcome.set_opportunity("tenants/other/opportunities/o1");
  EXPECT_THAT(Faults(outcome), ElementsAre("outcome.reason", "outcome.amount.amount_minor",
                                           "outcome.amount.currency_code", "outcome.opportunity"));
}

TEST(HandoffOutcome, H11_NotReadyComesBackOnADateInTheFuture) {
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_NOT_READY);
  outcome.set_reason("No budget");
  *outcome.mutable_revisit_time() = ToTimestamp(kLater);
  EXPECT_THAT(Faults(outcome), ElementsAre("outcome.revisit_time"));
  *outcome.mutable_revisit_time() = ToTimestamp(kLater + kTick);
  const auto decision = DecideOutcome(Filed(HotSignal()), outcome, Parties(), Defaults(), kLater);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_NOT_READY);
  EXPECT_EQ(ToTime(decision->signal.revisit_time()), kLater + kTick);
  const auto items = DueItems(decision->signal);
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].what, "revisit");
}

TEST(HandoffOutcome, H10_ASecondOutcomeIsRefused) {
  const v1::Signal lost =
      DecideOutcome(Filed(HotSignal()), Lost(), Parties(), Defaults(), kLater)->signal;
  const absl::Status status = DecideOutcome(lost, Won(), Parties(), Defaults(), kLater).status();
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
  EXPECT_EQ(MetadataOf(status, "state"), "lost");
  EXPECT_EQ(MetadataOf(status, "move"), "report_outcome");
}

TEST(HandoffOutcome, H10_AWatchItemHasNoOutcome) {
  EXPECT_EQ(
      ReasonOf(
          DecideOutcome(Filed(UnroutableSignal()), Lost(), Parties(), Defaults(), kLater).status()),
      v1::ERROR_REASON_SIGNAL_STATE);
}

}  // namespace
}  // namespace baton::domain
