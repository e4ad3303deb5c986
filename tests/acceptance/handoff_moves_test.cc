// What may happen to a signal beside its way to an outcome, through the real server: other holders,
// other urgencies, warnings, questions, risks, and ends that are no outcome.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr absl::Duration kMonth = absl::Hours(30 * 24);
constexpr auto kMessage = v1::DELIVERY_KIND_DIRECT_MESSAGE;

class HandoffMoves : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    dana();  // known before anybody names her
  }

  absl::StatusOr<v1::Signal> Reassign(const Client& who, const std::string& name,
                                      const std::string& ae) {
    v1::ReassignSignalRequest request;
    request.set_name(name);
    request.set_ae(Person(ae));
    request.set_reason("on leave");
    return SignalOf(who.Call(&HandoffStub::ReassignSignal, request));
  }

  absl::StatusOr<v1::Signal> Restart(const Client& who, const std::string& name) {
    v1::RestartClockRequest request;
    request.set_name(name);
    request.set_reason("the CRM was down");
    return SignalOf(who.Call(&HandoffStub::RestartClock, request));
  }

  absl::StatusOr<v1::Signal> Heat(const Client& who, const std::string& name, v1::Urgency urgency) {
    v1::ChangeUrgencyRequest request;
    request.set_name(name);
    request.set_urgency(urgency);
    request.set_reason("they decide later");
    return SignalOf(who.Call(&HandoffStub::ChangeUrgency, request));
  }

  absl::StatusOr<v1::Signal> Withdraw(const Client& who, const std::string& name,
                                      v1::WithdrawalKind kind, const std::string& of = "") {
    v1::WithdrawSignalRequest request;
    request.set_name(name);
    request.set_kind(kind);
    request.set_reason("heard wrong");
    request.set_duplicate_of(of);
    return SignalOf(who.Call(&HandoffStub::WithdrawSignal, request));
  }

  absl::StatusOr<v1::Signal> Reclassify(const Client& who, const std::string& name,
                                        v1::SignalKind kind) {
    v1::ReclassifySignalRequest request;
    request.set_name(name);
    request.set_kind(kind);
    request.set_reason("they look at others");
    return SignalOf(who.Call(&HandoffStub::ReclassifySignal, request));
  }

  absl::StatusOr<v1::Signal> Plan(const Client& who, const std::string& name) {
    v1::LogInterventionPlanRequest request;
    request.set_name(name);
    request.set_text("Sponsor call on Tuesday.");
    return SignalOf(who.Call(&HandoffStub::LogInterventionPlan, request));
  }

  absl::StatusOr<v1::Signal> Resolve(const Client& who, const std::string& name) {
    v1::ResolveInterventionRequest request;
    request.set_name(name);
    request.set_reason("they stay");
    return SignalOf(who.Call(&HandoffStub::ResolveIntervention, request));
  }

  absl::StatusOr<v1::Signal> Reopen(const Client& who, const std::string& name) {
    v1::ReopenSignalRequest request;
    request.set_name(name);
    request.set_reason("they called again");
    return SignalOf(who.Call(&HandoffStub::ReopenSignal, request));
  }

  absl::StatusOr<v1::Signal> Note(const Client& who, const std::string& name,
                                  const std::string& text) {
    v1::AddNoteRequest request;
    request.set_name(name);
    request.set_text(text);
    return SignalOf(who.Call(&HandoffStub::AddNote, request));
  }

  // The rules of what left about a record.
  std::vector<v1::Delivery> Of(const std::string& record, const std::string& rule) {
    std::vector<v1::Delivery> of;
    for (const v1::Delivery& delivery : Deliveries(record)) {
      if (delivery.rule() == rule) of.push_back(delivery);
    }
    return of;
  }

  static v1::SignalOutcome Outcome(v1::OutcomeKind kind) {
    v1::SignalOutcome outcome;
    outcome.set_kind(kind);
    outcome.set_reason("the budget moved");
    return outcome;
  }

 private:
  template <class Res>
  static absl::StatusOr<v1::Signal> SignalOf(const absl::StatusOr<Res>& result) {
    if (!result.ok()) return result.status();
    return result->signal();
  }
};

TEST_F(HandoffMoves, S7_AManagerReassignsAndDeadlinesStay) {
  const v1::Signal filed = FileFor("harborline");
  Advance(absl::Hours(1));
  const auto moved = Reassign(priya(), filed.name(), "dana");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->holder(), Person("dana"));
  EXPECT_EQ(moved->clock().leg(), 2);
  EXPECT_EQ(domain::ToMicros(moved->clock().acknowledge_due_time()),
            domain::ToMicros(filed.clock().acknowledge_due_time()));
  const v1::Signal kept = Look(filed.name());
  ASSERT_THAT(kept.past_legs(), SizeIs(1)) << "as stored";
  EXPECT_EQ(kept.past_legs(0).holder(), Person("rosa"));
  EXPECT_EQ(kept.past_legs(0).used_seconds(), 3600);
  EXPECT_THAT(Of(filed.name(), "S-7"),
              UnorderedElementsAre(DeliveryTo(Person("dana"), kMessage, "S-7"),
                                   DeliveryTo(Person("rosa"), kMessage, "S-7")));
  AdvanceTo(domain::ToTime(filed.clock().acknowledge_due_time()) + kTick);
  EXPECT_TRUE(Look(filed.name()).clock().acknowledge_missed());
  EXPECT_THAT(Get(rosa(), filed.name()), StatusIs(absl::StatusCode::kNotFound))
      << "no longer hers to see";
}

TEST_F(HandoffMoves, S7_OnlyAnAeTakesOverAndAnAeReassignsNothing) {
  const std::string name = FileFor("harborline").name();
  EXPECT_THAT(ViolatedFields(Reassign(priya(), name, "imogen").status()), ElementsAre("ae"));
  EXPECT_THAT(Reassign(rosa(), name, "dana"),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Reassign(priya(), name, "rosa"),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_STATE"));
}

TEST_F(HandoffMoves, S7_AfterFiveTimesOnlyRevopsReassigns) {
  const std::string name = FileFor("harborline").name();
  for (const char* ae : {"dana", "rosa", "dana", "rosa", "dana"}) {
    Advance(absl::Seconds(1));
    ASSERT_THAT(Reassign(victor(), name, ae), IsOk());
  }
  const auto sixth = Reassign(victor(), name, "rosa");
  EXPECT_THAT(sixth, Refuses(absl::StatusCode::kFailedPrecondition, "POLICY_FORBIDS"));
  EXPECT_THAT(MetadataOn(sixth.status()), Contains(::testing::Pair("rule", "S-7")));
  EXPECT_THAT(Reassign(remy(), name, "rosa"), IsOk());
}

TEST_F(HandoffMoves, S7_RevopsRestartsAClockAndTheOldMissStays) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(5));
  EXPECT_THAT(Restart(priya(), name),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto anew = Restart(remy(), name);
  ASSERT_THAT(anew, IsOk());
  EXPECT_FALSE(anew->clock().acknowledge_missed());
  EXPECT_TRUE(anew->past_legs(0).acknowledge_missed());
  EXPECT_EQ(domain::ToTime(anew->clock().acknowledge_due_time()), Now() + absl::Hours(4));
  Advance(absl::Hours(4) + kTick);
  EXPECT_TRUE(Look(name).clock().acknowledge_missed()) << "missed again, in the second leg";
}

TEST_F(HandoffMoves, S7_AnotherUrgencyMovesTheDeadlineThatTheSweeperKnows) {
  const v1::Signal filed = FileFor("harborline");
  const auto warm = Heat(imogen(), filed.name(), v1::URGENCY_WARM);
  ASSERT_THAT(warm, IsOk());
  AdvanceTo(domain::ToTime(filed.clock().acknowledge_due_time()) + kTick);
  EXPECT_FALSE(Look(filed.name()).clock().acknowledge_missed());
  AdvanceTo(Start() + absl::Hours(24) + kTick);
  EXPECT_TRUE(Look(filed.name()).clock().acknowledge_missed());
}

TEST_F(HandoffMoves, S9_TheHolderIsWarnedOnceByTheSweeper) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(3));
  EXPECT_THAT(Of(name, "S-9"), IsEmpty()) << "exactly at three quarters";
  Advance(kTick);
  EXPECT_THAT(Of(name, "S-9"), ElementsAre(DeliveryTo(Person("rosa"), kMessage, "S-9")));
  Advance(absl::Minutes(30));
  EXPECT_THAT(Of(name, "S-9"), SizeIs(1));
}

TEST_F(HandoffMoves, S9_AcknowledgingStopsTheWarning) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  Advance(absl::Hours(5));
  EXPECT_THAT(Of(name, "S-9"), IsEmpty());
}

TEST_F(HandoffMoves, H15_RevopsHearsOfAHandoffThatTheCrmDoesNotConfirm) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Minutes(15));
  const auto told = [&] {
    std::vector<v1::Delivery> messages = Of(name, "H-15");
    return std::count_if(messages.begin(), messages.end(),
                         [](const v1::Delivery& d) { return d.kind() == kMessage; });
  };
  EXPECT_EQ(told(), 0);
  Advance(kTick);
  EXPECT_EQ(told(), 1);
  Advance(absl::Hours(1));
  EXPECT_EQ(told(), 1);
}

TEST_F(HandoffMoves, H15_TheOpportunityConfirmsTheHandoff) {
  const v1::Signal filed = FileFor("harborline");
  Advance(absl::Minutes(3));
  const std::string opportunity = OpenOpportunity(filed.name());
  const v1::Signal confirmed = Look(filed.name());
  EXPECT_EQ(confirmed.opportunity(), opportunity);
  EXPECT_EQ(domain::ToTime(confirmed.crm_confirm_time()), Now());
  Advance(absl::Hours(1));
  for (const v1::Delivery& delivery : Of(filed.name(), "H-15")) {
    EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_CRM_HANDOFF) << delivery.subject();
  }
}

TEST_F(HandoffMoves, H10_AWithdrawnSignalIsClosedForEverybody) {
  const std::string name = FileFor("harborline").name();
  EXPECT_THAT(Withdraw(rosa(), name, v1::WITHDRAWAL_KIND_WITHDRAWN),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto gone = Withdraw(imogen(), name, v1::WITHDRAWAL_KIND_WITHDRAWN);
  ASSERT_THAT(gone, IsOk());
  EXPECT_EQ(gone->state(), v1::SIGNAL_STATE_WITHDRAWN);
  EXPECT_THAT(Acknowledge(rosa(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_STATE"));
  const auto outbox = Deliveries(name);
  EXPECT_THAT(outbox, Contains(DeliveryTo(Person("rosa"), kMessage, "H-10")));
  EXPECT_THAT(outbox, Contains(DeliveryTo("salesforce", v1::DELIVERY_KIND_CRM_CLOSE, "H-10")));
  EXPECT_EQ(Advance(kMonth), 0) << "nothing waits any more";
}

TEST_F(HandoffMoves, H12_WhatWasLinkedToAWithdrawnSignalStartsItsOwnClock) {
  const std::string first = FileFor("harborline").name();
  Advance(absl::Hours(1));
  v1::FileSignalRequest again = Filing();
  again.mutable_signal()->mutable_source()->set_record_id("another-record");
  again.mutable_signal()->set_context_note("They asked a second time. The team has grown.");
  const v1::Signal second = File(again);
  ASSERT_EQ(second.possible_duplicate_of(), first);
  ASSERT_FALSE(second.has_clock());
  ASSERT_THAT(Withdraw(imogen(), first, v1::WITHDRAWAL_KIND_FILED_IN_ERROR), IsOk());
  const v1::Signal free = Look(second.name());
  EXPECT_EQ(free.possible_duplicate_of(), "");
  EXPECT_EQ(domain::ToTime(free.clock().start_time()), Now());
  Advance(absl::Hours(4) + kTick);
  EXPECT_TRUE(Look(second.name()).clock().acknowledge_missed());
}

TEST_F(HandoffMoves, H10_ADuplicateNamesASignalThatTheCallerSees) {
  const std::string first = FileFor("harborline").name();
  AddAccount(NewAccount("quillan"));
  const std::string second = FileFor("quillan").name();
  EXPECT_THAT(Withdraw(imogen(), second, v1::WITHDRAWAL_KIND_DUPLICATE, first + "x"),
              StatusIs(absl::StatusCode::kNotFound));
  const auto duplicate = Withdraw(imogen(), second, v1::WITHDRAWAL_KIND_DUPLICATE, first);
  ASSERT_THAT(duplicate, IsOk());
  EXPECT_EQ(Look(second).duplicate_of(), first);
}

TEST_F(HandoffMoves, H9_ARiskHasItsPlanInSevenDaysOrTheCsmsManagerHears) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  EXPECT_THAT(Reclassify(rosa(), name, v1::SIGNAL_KIND_RISK),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto risk = Reclassify(imogen(), name, v1::SIGNAL_KIND_RISK);
  ASSERT_THAT(risk, IsOk());
  EXPECT_EQ(risk->state(), v1::SIGNAL_STATE_INTERVENTION);
  EXPECT_FALSE(risk->has_clock());
  const auto told = DeliveryTo(Person("farah"), kMessage, "H-9");
  Advance(absl::Hours(7 * 24));
  EXPECT_THAT(Deliveries(name), Not(Contains(told)));
  Advance(kTick);
  EXPECT_THAT(Deliveries(name), Contains(told).Times(1));
  EXPECT_THAT(Plan(imogen(), name), IsOk()) << "late, but taken";
  const auto over = Resolve(rosa(), name);
  ASSERT_THAT(over, IsOk());
  EXPECT_EQ(over->state(), v1::SIGNAL_STATE_RESOLVED);
  EXPECT_TRUE(Look(name).plan_missed());
  EXPECT_EQ(Look(name).plan().author(), Person("imogen"));
}

TEST_F(HandoffMoves, H11_ADeferredSignalComesBackOnceAsAWatchItemThatCanBeRouted) {
  const std::string name = FileFor("harborline").name();
  v1::SignalOutcome deferred = Outcome(v1::OUTCOME_KIND_DEFERRED);
  *deferred.mutable_revisit_time() = domain::ToTimestamp(Now() + kMonth);
  ASSERT_THAT(Report(rosa(), name, deferred), IsOk());
  Advance(kMonth);
  EXPECT_EQ(Look(name).continued_by(), "");
  Advance(kTick);
  const std::string back = Look(name).continued_by();
  ASSERT_NE(back, "");
  const v1::Signal next = Look(back);
  EXPECT_EQ(next.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(next.csm(), Person("imogen"));
  EXPECT_EQ(next.continues(), name);
  EXPECT_THAT(Of(back, "H-11"), ElementsAre(DeliveryTo(Person("imogen"), kMessage, "H-11")));
  const int64_t events = AuditEvents();
  EXPECT_EQ(Advance(absl::Hours(24)), 0) << "once";
  EXPECT_EQ(AuditEvents(), events);
  v1::RequalifySignalRequest answers;
  answers.set_name(back);
  answers.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  const auto routed = imogen().Call(&HandoffStub::RequalifySignal, answers);
  ASSERT_THAT(routed, IsOk());
  EXPECT_EQ(routed->signal().state(), v1::SIGNAL_STATE_ROUTED);
}

TEST_F(HandoffMoves, H5_AReminderThatNobodyAnswersExpiresItAfterThirtyDays) {
  const std::string name = FileFor("harborline").name();
  v1::SignalOutcome deferred = Outcome(v1::OUTCOME_KIND_NOT_READY);
  *deferred.mutable_revisit_time() = domain::ToTimestamp(Now() + kMonth);
  ASSERT_THAT(Report(rosa(), name, deferred), IsOk());
  Advance(kMonth + kTick);
  const std::string back = Look(name).continued_by();
  AdvanceTo(Start() + 2 * kMonth);
  EXPECT_EQ(Look(back).state(), v1::SIGNAL_STATE_WATCHING);
  Advance(kTick);
  EXPECT_EQ(Look(back).state(), v1::SIGNAL_STATE_EXPIRED);
}

TEST_F(HandoffMoves, H11_TheHolderIsAskedForTheOutcome) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Contact(rosa(), name), IsOk());
  const auto asked = DeliveryTo(Person("rosa"), kMessage, "H-11");
  Advance(kMonth);
  EXPECT_THAT(Deliveries(name), Not(Contains(asked)));
  Advance(kTick);
  EXPECT_THAT(Deliveries(name), Contains(asked).Times(1));
  AdvanceTo(Start() + 3 * kMonth + kTick);
  EXPECT_THAT(Deliveries(name), Contains(asked).Times(3));
  EXPECT_THAT(Deliveries(name), Contains(DeliveryTo(Person("priya"), kMessage, "H-11")).Times(1));
}

TEST_F(HandoffMoves, H11_AWonSignalWithoutABookingGoesToRevops) {
  const std::string name = FileFor("harborline").name();
  v1::SignalOutcome won = Outcome(v1::OUTCOME_KIND_WON);
  *won.mutable_amount() = Usd(4'800'000);
  ASSERT_THAT(Report(rosa(), name, won), IsOk());
  Advance(kMonth);
  EXPECT_THAT(Deliveries(name), Not(Contains(DeliveryTo("queues/revops", kMessage, "H-11"))));
  Advance(kTick);
  EXPECT_THAT(Deliveries(name), Contains(DeliveryTo("queues/revops", kMessage, "H-11")).Times(1));
}

TEST_F(HandoffMoves, H11_ABookingTellsTheSignalAndNobodyAsksForIt) {
  const std::string name = FileFor("harborline").name();
  const std::string opportunity = OpenOpportunity(name);
  v1::RecordBookingRequest booked =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  booked.mutable_booking()->set_opportunity(opportunity);
  const std::string booking = Record(booked).booking().name();
  const v1::Signal won = Look(name);
  EXPECT_EQ(won.state(), v1::SIGNAL_STATE_WON);
  EXPECT_EQ(won.booking(), booking);
  Advance(2 * kMonth);
  EXPECT_THAT(Deliveries(name), Not(Contains(DeliveryTo("queues/revops", kMessage, "H-11"))));
  EXPECT_THAT(Reopen(remy(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_ALREADY_CLOSED"));
}

TEST_F(HandoffMoves, H10_RevopsTakesAnOutcomeBackOnce) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Report(rosa(), name, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  EXPECT_THAT(Reopen(rosa(), name),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto open = Reopen(remy(), name);
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->state(), v1::SIGNAL_STATE_CONTACTED);
  Advance(absl::Seconds(1));
  ASSERT_THAT(Report(rosa(), name, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  EXPECT_THAT(Reopen(remy(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_ALREADY_CLOSED"));
}

TEST_F(HandoffMoves, H10_NotesGoOnClosedSignalsToo) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Report(rosa(), name, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  ASSERT_THAT(Note(rosa(), name, "Ask again in May"), IsOk());
  EXPECT_THAT(Note(dana(), name, "mine?"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Look(name).notes(0).text(), "Ask again in May");
}

TEST_F(HandoffMoves, S10_AClockIsComputedAgainFromItsHistoryWithoutChangingAnything) {
  const std::string name = FileFor("harborline").name();
  Advance(absl::Hours(1));
  ASSERT_THAT(Heat(imogen(), name, v1::URGENCY_WARM), IsOk());
  Advance(absl::Hours(25));
  ASSERT_THAT(Reassign(priya(), name, "dana"), IsOk());
  Advance(absl::Hours(1));
  ASSERT_THAT(Restart(remy(), name), IsOk());
  ASSERT_THAT(Acknowledge(dana(), name), IsOk());
  const int64_t events = AuditEvents();
  v1::ExplainSignalRequest request;
  request.set_name(name);
  const auto explained = dana().Call(&HandoffStub::ExplainSignal, request);
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_TRUE(explained->rebuilt_equal()) << explained->DebugString();
  ASSERT_THAT(explained->deadlines(), SizeIs(6));
  const v1::DeadlineExplanation& first = explained->deadlines(0);
  EXPECT_EQ(first.milestone(), "acknowledge");
  EXPECT_EQ(first.holder(), Person("rosa"));
  EXPECT_EQ(first.budget_seconds(), 24 * 3600) << "warm since the first hour";
  EXPECT_EQ(domain::ToTime(first.start_time()), Start());
  EXPECT_TRUE(first.missed());
  EXPECT_THAT(first.segments(), SizeIs(1));
  const v1::DeadlineExplanation& last = explained->deadlines(5);
  EXPECT_EQ(last.milestone(), "contact");
  EXPECT_EQ(last.leg(), 3);
  EXPECT_EQ(last.began_by(), "restarted: the CRM was down");
  EXPECT_EQ(last.holder(), Person("dana"));
}

TEST_F(HandoffMoves, S10_WhatWasTakenInAnEarlierLegShowsThere) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  Advance(absl::Hours(1));
  ASSERT_THAT(Reassign(priya(), name, "dana"), IsOk());
  v1::ExplainSignalRequest request;
  request.set_name(name);
  const auto explained = dana().Call(&HandoffStub::ExplainSignal, request);
  ASSERT_THAT(explained, IsOk());
  ASSERT_THAT(explained->deadlines(), SizeIs(3));
  EXPECT_EQ(domain::ToTime(explained->deadlines(0).take_time()), Start());
  EXPECT_FALSE(explained->deadlines(1).has_take_time());
  EXPECT_TRUE(explained->rebuilt_equal());
}

TEST_F(HandoffMoves, S4_ASignalHasOneRowThatSaysWhenToLookAgain) {
  const std::string name = FileFor("harborline").name();
  const auto session = OpenSession();
  ASSERT_NE(session, nullptr);
  const auto rows = [&] {
    int count = 0;
    session->ClearFailure();
    const auto found =
        session->Query({"SELECT what FROM deadlines WHERE subject = :p1", "t"}, {name});
    while (found->Next()) ++count;
    return count;
  };
  EXPECT_EQ(rows(), 1);
  Advance(absl::Hours(5));
  EXPECT_EQ(rows(), 1);
  ASSERT_THAT(Contact(rosa(), name), IsOk());
  EXPECT_EQ(rows(), 1) << "the question for an outcome";
  ASSERT_THAT(Report(rosa(), name, Outcome(v1::OUTCOME_KIND_LOST)), IsOk());
  EXPECT_EQ(rows(), 0);
}

}  // namespace
}  // namespace baton::testing
