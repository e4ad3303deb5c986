// What moves beside the way to an outcome do to the reports, through the real server: other
// holders, restarts, signals taken back, deferred ones that come back, outcomes taken back.
#include <gtest/gtest.h>

#include <string>

#include "domain/instant.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr absl::Duration kMonth = absl::Hours(30 * 24);

class ReportMoves : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    dana();  // known before anybody names her
  }

  void Reassign(const std::string& signal, const std::string& ae) {
    v1::ReassignSignalRequest request;
    request.set_name(signal);
    request.set_ae(Person(ae));
    request.set_reason("on leave");
    ASSERT_THAT(remy().Call(&HandoffStub::ReassignSignal, request), IsOk());
  }

  void Restart(const std::string& signal) {
    v1::RestartClockRequest request;
    request.set_name(signal);
    request.set_reason("the CRM was down");
    ASSERT_THAT(remy().Call(&HandoffStub::RestartClock, request), IsOk());
  }

  void Withdraw(const std::string& signal) {
    v1::WithdrawSignalRequest request;
    request.set_name(signal);
    request.set_kind(v1::WITHDRAWAL_KIND_WITHDRAWN);
    request.set_reason("heard wrong");
    ASSERT_THAT(remy().Call(&HandoffStub::WithdrawSignal, request), IsOk());
  }

  void Close(const std::string& signal, v1::OutcomeKind kind) {
    v1::SignalOutcome outcome;
    outcome.set_kind(kind);
    outcome.set_reason("They said so");
    if (kind == v1::OUTCOME_KIND_WON) *outcome.mutable_amount() = Usd(1'000'000);
    if (kind == v1::OUTCOME_KIND_DEFERRED) {
      *outcome.mutable_revisit_time() = domain::ToTimestamp(Now() + kMonth);
    }
    ASSERT_THAT(Report(remy(), signal, outcome), IsOk());
  }

  std::vector<std::string> InQuarter(const std::string& period = "2026-Q1") {
    return Lines(Compliance(remy(), period).value());
  }
};

TEST_F(ReportMoves, S7_ReassignedAfterTheDeadlineTheMissStaysWhereItWas) {
  const std::string signal = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(5));
  Reassign(signal, "dana");
  SetClock(Start() + absl::Hours(6));
  ASSERT_THAT(Contact(dana(), signal), IsOk());
  EXPECT_THAT(InQuarter(), ElementsAre("dana 1: 0/0 1/1 1/1 0/1", "rosa 1: 0/1 0/0 0/0 0/0"));
}

TEST_F(ReportMoves, S7_ReassignedBeforeTheDeadlineTheNextHolderHasIt) {
  const std::string signal = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(4));
  Reassign(signal, "dana");
  SetClock(Start() + absl::Hours(48));
  EXPECT_THAT(InQuarter(), ElementsAre("dana 1: 0/1 0/1 0/1 0/1"));
}

TEST_F(ReportMoves, S7_WhatWasAcknowledgedInTimeStaysCreditedAfterTheSignalWentOn) {
  const std::string signal = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(1));
  ASSERT_THAT(Acknowledge(rosa(), signal), IsOk());
  Reassign(signal, "dana");
  SetClock(Start() + absl::Hours(48));
  EXPECT_THAT(InQuarter(), ElementsAre("dana 1: 0/0 0/1 0/1 0/1", "rosa 1: 1/1 0/0 0/0 0/0"));
}

TEST_F(ReportMoves, S7_TheOldMissStaysInTheQuarterOfItsDeadlineAfterARestart) {
  SetClock(QuarterStart(2) - absl::Hours(10));
  const std::string signal = FileFor("harborline").name();
  SetClock(QuarterStart(2) + absl::Hours(2));
  Restart(signal);
  ASSERT_THAT(Contact(rosa(), signal), IsOk());
  EXPECT_THAT(InQuarter("2026-Q1"), ElementsAre("rosa 1: 0/1 0/0 0/0 0/0"));
  EXPECT_THAT(InQuarter("2026-Q2"), ElementsAre("rosa 1: 1/1 1/1 1/1 0/1"));
}

TEST_F(ReportMoves, H10_AWithdrawnSignalLeavesTheMeasuresAndShowsAtItsCsm) {
  const std::string signal = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(48));
  EXPECT_THAT(InQuarter(), ElementsAre("rosa 1: 0/1 0/1 0/1 0/1"));
  Withdraw(signal);
  EXPECT_THAT(InQuarter(), IsEmpty());
  EXPECT_EQ(Impact(remy())->own().signals().numerator(), 0);
  const v1::CsmQuality csm = Quality(remy())->csms(0);
  EXPECT_EQ(Counts(csm.taken_back()), "1/1");
  EXPECT_EQ(Counts(csm.quality()), "0/0");
  EXPECT_TRUE(csm.noisy());
}

TEST_F(ReportMoves, H11_ASignalThatCameBackCountsOnceWithItsFirstFiler) {
  const std::string signal = FileFor("harborline").name();
  Close(signal, v1::OUTCOME_KIND_DEFERRED);
  EXPECT_EQ(Loops(remy())->loops(0).next_step(), "comes back");
  Advance(kMonth + kTick);
  const std::string back = Look(signal).continued_by();
  ASSERT_NE(back, "");
  // It is back: no loop to wait for.
  EXPECT_THAT(Loops(remy())->loops(), IsEmpty());
  v1::RequalifySignalRequest answers;
  answers.set_name(back);
  answers.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  ASSERT_THAT(imogen().Call(&HandoffStub::RequalifySignal, answers), IsOk());
  EXPECT_EQ(Counts(Quality(remy())->csms(0).quality()), "0/1");
  Close(back, v1::OUTCOME_KIND_WON);
  const v1::CsmQuality csm = Quality(remy())->csms(0);
  EXPECT_EQ(csm.csm(), Person("imogen"));
  EXPECT_EQ(Counts(csm.quality()), "1/1");
  EXPECT_EQ(Counts(csm.quality_of_closed()), "1/1");
  EXPECT_EQ(Counts(csm.taken_back()), "0/1");
  const auto impact = Impact(remy());
  EXPECT_EQ(impact->own().signals().numerator(), 1);
  EXPECT_EQ(impact->own().won().numerator(), 1);
  EXPECT_EQ(impact->amounts(0).won_arr().amount_minor(), 1'000'000);
  // Its milestones count: both were routed to rosa and answered in time.
  EXPECT_THAT(InQuarter(), ElementsAre("rosa 2: 2/2 2/2 2/2 2/2"));
}

TEST_F(ReportMoves, H10_AReopenedSignalIsAnOpenLoopAgain) {
  const std::string signal = FileFor("harborline").name();
  Close(signal, v1::OUTCOME_KIND_LOST);
  EXPECT_THAT(Loops(remy())->loops(), IsEmpty());
  SetClock(Start() + absl::Hours(1));
  v1::ReopenSignalRequest reopen;
  reopen.set_name(signal);
  reopen.set_reason("the other vendor withdrew");
  ASSERT_THAT(remy().Call(&HandoffStub::ReopenSignal, reopen), IsOk());
  const auto loops = Loops(remy());
  ASSERT_EQ(loops->loops_size(), 1);
  EXPECT_EQ(loops->loops(0).last_step(), "reopened");
  EXPECT_EQ(domain::ToTime(loops->loops(0).last_step_time()), Start() + absl::Hours(1));
  EXPECT_EQ(Counts(Quality(remy())->csms(0).quality_of_closed()), "0/0");
}

}  // namespace
}  // namespace baton::testing
