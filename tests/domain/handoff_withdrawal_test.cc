// Ends of a signal that are no outcome, risks, and outcomes taken back (H-9, H-10).
#include <gmock/gmock.h>

#include "domain/handoff.h"
#include "domain/signal_state.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;

const absl::Time kNow = T0() + absl::Hours(1);
constexpr char kOther[] = "tenants/acme/signals/s2";

v1::WithdrawSignalRequest Withdrawal(v1::WithdrawalKind kind, const std::string& of = "") {
  v1::WithdrawSignalRequest request;
  request.set_kind(kind);
  request.set_reason("heard wrong");
  request.set_duplicate_of(of);
  return request;
}

absl::StatusOr<HandoffDecision> Withdraw(const v1::Signal& signal,
                                         const v1::WithdrawSignalRequest& request) {
  return DecideWithdraw(signal, request, kCsm, Parties(), Defaults(), kNow);
}

v1::Signal Risk() {
  v1::Signal signal = HotSignal();
  signal.set_kind(v1::SIGNAL_KIND_RISK);
  return signal;
}

v1::SignalOutcome Lost() {
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_LOST);
  outcome.set_reason("Chose another");
  return outcome;
}

TEST(HandoffWithdrawal, H10_AWithdrawnSignalWaitsForNothingAndItsAeHears) {
  const auto decision = Withdraw(Confirmed(HotSignal()), Withdrawal(v1::WITHDRAWAL_KIND_WITHDRAWN));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_WITHDRAWN);
  EXPECT_EQ(decision->signal.close_reason(), "heard wrong");
  EXPECT_EQ(ToTime(decision->signal.close_time()), kNow);
  EXPECT_THAT(DueItems(decision->signal), IsEmpty());
  EXPECT_TRUE(IsTakenBack(decision->signal.state()));
  std::vector<std::string> recipients;
  for (const v1::Delivery& delivery : decision->deliveries) {
    recipients.push_back(delivery.recipient());
  }
  EXPECT_THAT(recipients, ElementsAre(kAe, "gainsight", "salesforce")) << "the CSM did it";
  EXPECT_EQ(decision->deliveries.back().kind(), v1::DELIVERY_KIND_CRM_CLOSE);
}

TEST(HandoffWithdrawal, H10_EveryOpenStateMayBeTakenBackAndNoClosedOne) {
  const auto in_error = Withdrawal(v1::WITHDRAWAL_KIND_FILED_IN_ERROR);
  for (const v1::Signal& signal : {Filed(HotSignal()), Filed(UnroutableSignal()),
                                   Filed(HotSignal(), WithoutAe()), Filed(Risk())}) {
    const auto decision = Withdraw(signal, in_error);
    ASSERT_THAT(decision, IsOk()) << StateName(signal.state());
    EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_FILED_IN_ERROR);
    EXPECT_EQ(ReasonOf(Withdraw(decision->signal, in_error).status()),
              v1::ERROR_REASON_SIGNAL_STATE);
  }
  const v1::Signal lost =
      DecideOutcome(Filed(HotSignal()), Lost(), Parties(), Defaults(), kNow)->signal;
  EXPECT_EQ(ReasonOf(Withdraw(lost, in_error).status()), v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
}

TEST(HandoffWithdrawal, H10_ADuplicateNamesTheOther) {
  const auto decision =
      Withdraw(Filed(HotSignal()), Withdrawal(v1::WITHDRAWAL_KIND_DUPLICATE, kOther));
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_DUPLICATE);
  EXPECT_EQ(decision->signal.duplicate_of(), kOther);
}

TEST(HandoffWithdrawal, H10_EveryFaultIsNamedAtOnce) {
  const v1::Signal signal = Filed(HotSignal());
  EXPECT_THAT(ViolationsOf(Withdraw(signal, {}).status()), ElementsAre("kind", "reason"));
  EXPECT_THAT(ViolationsOf(Withdraw(signal, Withdrawal(v1::WITHDRAWAL_KIND_DUPLICATE)).status()),
              ElementsAre("duplicate_of"));
  EXPECT_THAT(
      ViolationsOf(
          Withdraw(signal, Withdrawal(v1::WITHDRAWAL_KIND_DUPLICATE, signal.name())).status()),
      ElementsAre("duplicate_of"));
  EXPECT_THAT(
      ViolationsOf(Withdraw(signal, Withdrawal(v1::WITHDRAWAL_KIND_WITHDRAWN, kOther)).status()),
      ElementsAre("duplicate_of"));
}

TEST(HandoffWithdrawal, H9_AnExpansionThatIsARiskStopsItsClockAndOpensAnIntervention) {
  const auto decision = DecideReclassify(Confirmed(HotSignal()), v1::SIGNAL_KIND_RISK,
                                         "they look at others", kCsm, Parties(), Defaults(), kNow);
  ASSERT_THAT(decision, IsOk());
  const v1::Signal& signal = decision->signal;
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_INTERVENTION);
  EXPECT_EQ(signal.kind(), v1::SIGNAL_KIND_RISK);
  EXPECT_FALSE(signal.has_clock());
  ASSERT_EQ(signal.past_legs_size(), 1);
  EXPECT_EQ(signal.past_legs(0).holder(), kAe);
  EXPECT_EQ(signal.holder(), kCsm);
  EXPECT_THAT(DueItems(signal), ElementsAre(DueItem{"plan", 1, kNow + absl::Hours(7 * 24)}));
}

TEST(HandoffWithdrawal, H9_ARiskThatIsAnExpansionIsPlacedLikeANewOne) {
  const auto decision = DecideReclassify(Filed(Risk()), v1::SIGNAL_KIND_EXPANSION, "they want more",
                                         kCsm, Parties(), Defaults(), kNow);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(decision->signal.ae(), kAe);
  EXPECT_EQ(ToTime(decision->signal.clock().start_time()), kNow);
  EXPECT_FALSE(decision->signal.has_plan_due_time());
  EXPECT_EQ(ReasonOf(DecideReclassify(decision->signal, v1::SIGNAL_KIND_EXPANSION, "again", kCsm,
                                      Parties(), Defaults(), kNow)
                         .status()),
            v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffWithdrawal, H9_APlanIsLoggedAndALateOneStaysLate) {
  const v1::Signal risk = Filed(Risk());
  const absl::Time due = T0() + absl::Hours(7 * 24);
  const auto in_time = DecidePlan(risk, "Call on Monday", kCsm, Parties(), Defaults(), due);
  ASSERT_THAT(in_time, IsOk());
  EXPECT_EQ(in_time->signal.state(), v1::SIGNAL_STATE_PLAN_LOGGED);
  EXPECT_EQ(in_time->signal.plan().author(), kCsm);
  EXPECT_FALSE(in_time->signal.plan_missed()) << "exactly at the deadline is within (S-2)";
  const auto late = DecidePlan(risk, "Call", kCsm, Parties(), Defaults(), due + kTick);
  EXPECT_TRUE(late->signal.plan_missed());
  EXPECT_THAT(ViolationsOf(DecidePlan(risk, "", kCsm, Parties(), Defaults(), due).status()),
              ElementsAre("text"));
  EXPECT_EQ(
      ReasonOf(DecidePlan(Filed(HotSignal()), "Call", kCsm, Parties(), Defaults(), kNow).status()),
      v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffWithdrawal, H10_AResolvedRiskImpliesItsPlanAndTakesNothingMore) {
  const auto decision =
      DecideResolve(Filed(Risk()), "They stay", kCsm, Parties(), Defaults(), kNow);
  ASSERT_THAT(decision, IsOk());
  EXPECT_EQ(decision->signal.state(), v1::SIGNAL_STATE_RESOLVED);
  EXPECT_EQ(decision->signal.plan().text(), "They stay");
  EXPECT_EQ(ToTime(decision->signal.close_time()), kNow);
  EXPECT_THAT(DueItems(decision->signal), IsEmpty());
  EXPECT_EQ(
      ReasonOf(
          DecideResolve(decision->signal, "again", kCsm, Parties(), Defaults(), kNow).status()),
      v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffWithdrawal, H10_AnOutcomeIsTakenBackOnce) {
  const v1::Signal lost =
      DecideOutcome(Confirmed(HotSignal()), Lost(), Parties(), Defaults(), kNow)->signal;
  const auto reopened = DecideReopen(lost, "they called", kHead, Parties(), Defaults(), kNow);
  ASSERT_THAT(reopened, IsOk());
  EXPECT_EQ(reopened->signal.state(), v1::SIGNAL_STATE_CONTACTED);
  EXPECT_FALSE(reopened->signal.has_outcome());
  EXPECT_FALSE(reopened->signal.has_close_time());
  EXPECT_EQ(ToTime(reopened->signal.outcome_ask_time()), kNow + absl::Hours(30 * 24));
  const v1::Signal again =
      DecideOutcome(reopened->signal, Lost(), Parties(), Defaults(), kNow)->signal;
  EXPECT_EQ(ReasonOf(DecideReopen(again, "once more", kHead, Parties(), Defaults(), kNow).status()),
            v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED);
  EXPECT_EQ(
      ReasonOf(
          DecideReopen(Filed(HotSignal()), "why", kHead, Parties(), Defaults(), kNow).status()),
      v1::ERROR_REASON_SIGNAL_STATE);
}

TEST(HandoffWithdrawal, H10_WhatIsBookedOrCameBackIsNotReopened) {
  v1::Signal booked =
      DecideOutcome(Confirmed(HotSignal()), Lost(), Parties(), Defaults(), kNow)->signal;
  booked.set_booking("tenants/acme/bookings/b1");
  EXPECT_THAT(DecideReopen(booked, "why", kHead, Parties(), Defaults(), kNow).status().message(),
              HasSubstr("is booked"));
  booked.clear_booking();
  booked.set_continued_by(kOther);
  EXPECT_THAT(DecideReopen(booked, "why", kHead, Parties(), Defaults(), kNow).status().message(),
              HasSubstr("came back as"));
}

TEST(HandoffWithdrawal, H10_ANoteMayBeAddedWhateverTheState) {
  const v1::Signal lost =
      DecideOutcome(Confirmed(HotSignal()), Lost(), Parties(), Defaults(), kNow)->signal;
  const auto noted = DecideNote(lost, "Ask in May", kAe, Parties(), Defaults(), kNow);
  ASSERT_THAT(noted, IsOk());
  EXPECT_EQ(noted->signal.notes(0).text(), "Ask in May");
  EXPECT_EQ(noted->signal.notes(0).author(), kAe);
  EXPECT_THAT(ViolationsOf(DecideNote(lost, "", kAe, Parties(), Defaults(), kNow).status()),
              ElementsAre("text"));
}

}  // namespace
}  // namespace baton::domain
