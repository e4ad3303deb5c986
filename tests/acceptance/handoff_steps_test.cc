// From the acknowledgement to the outcome: each step, its boundaries and its refusals.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class HandoffSteps : public Company {
 protected:
  static v1::SignalOutcome Outcome(v1::OutcomeKind kind, const std::string& reason) {
    v1::SignalOutcome outcome;
    outcome.set_kind(kind);
    outcome.set_reason(reason);
    return outcome;
  }

  static v1::SignalOutcome Won() {
    v1::SignalOutcome outcome = Outcome(v1::OUTCOME_KIND_WON, "75 seats");
    *outcome.mutable_amount() = Usd(4'800'000);
    return outcome;
  }

  std::vector<v1::SignalChange> History(const std::string& name, int page_size = 0) {
    std::vector<v1::SignalChange> changes;
    v1::ListSignalHistoryRequest request;
    request.set_parent(name);
    request.set_page_size(page_size);
    do {
      const auto page = rosa().Call(&HandoffStub::ListSignalHistory, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      changes.insert(changes.end(), page->changes().begin(), page->changes().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return changes;
  }
};

TEST_F(HandoffSteps, S2_AnAcknowledgementExactlyAtTheDeadlineIsWithin) {
  const v1::Signal filed = FileFor("harborline");
  AdvanceTo(domain::ToTime(filed.clock().acknowledge_due_time()));
  EXPECT_FALSE(Look(filed.name()).clock().acknowledge_missed());
  const auto taken = Acknowledge(rosa(), filed.name());
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_FALSE(taken->clock().acknowledge_missed());
  EXPECT_EQ(domain::ToTime(taken->acknowledge_time()), Start() + absl::Hours(4));
  EXPECT_EQ(Advance(absl::Hours(1)), 0);
}

TEST_F(HandoffSteps, S6_OneMicrosecondAfterItIsTakenAndStaysLate) {
  const v1::Signal filed = FileFor("harborline");
  SetClock(domain::ToTime(filed.clock().acknowledge_due_time()) + absl::Microseconds(1));
  const auto taken = Acknowledge(rosa(), filed.name());
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(taken->state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_TRUE(taken->clock().acknowledge_missed());
}

TEST_F(HandoffSteps, H10_ContactImpliesTheAcknowledgementAtTheSameInstant) {
  const v1::Signal filed = FileFor("harborline");
  SetClock(Start() + absl::Hours(3));
  const auto contacted = Contact(rosa(), filed.name());
  ASSERT_THAT(contacted, IsOk());
  EXPECT_EQ(contacted->state(), v1::SIGNAL_STATE_CONTACTED);
  EXPECT_EQ(domain::ToTime(contacted->acknowledge_time()), Now());
  EXPECT_EQ(domain::ToTime(contacted->contact_time()), Now());
  ASSERT_THAT(contacted->notes(), SizeIs(1));
  EXPECT_EQ(contacted->notes(0).author(), Person("rosa"));
}

TEST_F(HandoffSteps, H11_AnOutcomeClosesTheLoopAndTheCsmGetsACopy) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->mutable_source()->set_system("gainsight");
  request.mutable_signal()->mutable_source()->set_record_id("1S01");
  const std::string name = File(request).name();
  ASSERT_THAT(Contact(rosa(), name), IsOk());
  const auto won = Report(rosa(), name, Won());
  ASSERT_THAT(won, IsOk());
  EXPECT_EQ(won->state(), v1::SIGNAL_STATE_WON);
  EXPECT_EQ(domain::ToTime(won->close_time()), Now());
  const auto outbox = Deliveries(name);
  EXPECT_THAT(outbox,
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-11")));
  EXPECT_THAT(outbox, Contains(DeliveryTo("gainsight", v1::DELIVERY_KIND_CS_UPDATE, "H-11")));
}

TEST_F(HandoffSteps, H11_EveryMissingPartOfAnOutcomeIsNamed) {
  const std::string name = FileFor("harborline").name();
  const auto fields = [&](const v1::SignalOutcome& outcome) {
    const auto refused = Report(rosa(), name, outcome);
    EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
    return ViolatedFields(refused.status());
  };
  EXPECT_THAT(fields({}), UnorderedElementsAre("outcome.kind", "outcome.reason"));
  EXPECT_THAT(fields(Outcome(v1::OUTCOME_KIND_WON, "")),
              UnorderedElementsAre("outcome.reason", "outcome.opportunity"));
  EXPECT_THAT(fields(Outcome(v1::OUTCOME_KIND_DEFERRED, "")),
              UnorderedElementsAre("outcome.reason", "outcome.revisit_time"));
  EXPECT_THAT(fields(Outcome(v1::OUTCOME_KIND_LOST, "")), ElementsAre("outcome.reason"));
  v1::SignalOutcome past = Outcome(v1::OUTCOME_KIND_NOT_READY, "No budget before May");
  *past.mutable_revisit_time() = domain::ToTimestamp(Now());
  EXPECT_THAT(fields(past), ElementsAre("outcome.revisit_time"));
}

TEST_F(HandoffSteps, H11_ADeferredSignalComesBackOnItsDate) {
  const std::string name = FileFor("harborline").name();
  v1::SignalOutcome deferred = Outcome(v1::OUTCOME_KIND_DEFERRED, "Budget released in May");
  *deferred.mutable_revisit_time() = domain::ToTimestamp(Start() + absl::Hours(90 * 24));
  ASSERT_THAT(Report(rosa(), name, deferred), IsOk());
  EXPECT_EQ(AdvanceTo(Start() + absl::Hours(90 * 24)), 0);
  EXPECT_EQ(Advance(absl::Microseconds(1)), 1);
  const std::string back = Look(name).continued_by();
  EXPECT_THAT(Deliveries(back),
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-11")));
}

TEST_F(HandoffSteps, H10_AMoveThatTheStateDoesNotAllowIsRefusedAndNamesTheState) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  const auto twice = Acknowledge(rosa(), name);
  EXPECT_THAT(twice, Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_STATE"));
  EXPECT_THAT(MetadataOn(twice.status()),
              IsSupersetOf({Pair("state", "acknowledged"), Pair("move", "acknowledge")}));
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(domain::FindDetail(twice.status(), &failure));
  EXPECT_EQ(failure.violations(0).subject(), name);
}

TEST_F(HandoffSteps, H10_AClosedSignalRefusesEveryMove) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Report(rosa(), name, Won()), IsOk());
  const auto closed = Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_ALREADY_CLOSED");
  EXPECT_THAT(Acknowledge(rosa(), name), closed);
  EXPECT_THAT(Contact(rosa(), name), closed);
  const auto again = Report(rosa(), name, Won());
  EXPECT_THAT(again, closed);
  EXPECT_THAT(MetadataOn(again.status()),
              IsSupersetOf({Pair("state", "won"), Pair("move", "report_outcome")}));
  EXPECT_THAT(Deliveries(name), SizeIs(3));  // the handoff, one copy, the CRM's
}

TEST_F(HandoffSteps, H8_AnUpgradeMakesItAJointMotionAndDeadlinesStay) {
  const v1::Signal filed = FileFor("harborline");
  SetClock(Start() + absl::Hours(1));
  v1::UpgradeModelRequest upgrade;
  upgrade.set_name(filed.name());
  const auto silent = rosa().Call(&HandoffStub::UpgradeModel, upgrade);
  EXPECT_THAT(ViolatedFields(silent.status()), ElementsAre("reason"));
  upgrade.set_reason("Two divisions are involved");
  const auto joint = rosa().Call(&HandoffStub::UpgradeModel, upgrade);
  ASSERT_THAT(joint, IsOk());
  EXPECT_EQ(joint->signal().model(), v1::OWNERSHIP_MODEL_C);
  EXPECT_EQ(joint->signal().clock().SerializeAsString(), filed.clock().SerializeAsString());
  EXPECT_THAT(Deliveries(filed.name()),
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-8")));
  EXPECT_THAT(rosa().Call(&HandoffStub::UpgradeModel, upgrade),
              Refuses(absl::StatusCode::kFailedPrecondition, "MODEL_NOT_UPGRADABLE"));
}

TEST_F(HandoffSteps, H5_AnswersThatMakeAWatchItemRoutableRouteIt) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->clear_qualification();
  request.set_watch_item(true);
  const std::string name = File(request).name();
  ASSERT_EQ(Look(name).state(), v1::SIGNAL_STATE_WATCHING);
  SetClock(Start() + absl::Hours(24));
  v1::RequalifySignalRequest requalify;
  requalify.set_name(name);
  requalify.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  const auto still = imogen().Call(&HandoffStub::RequalifySignal, requalify);
  ASSERT_THAT(still, IsOk());
  EXPECT_EQ(still->signal().state(), v1::SIGNAL_STATE_WATCHING);
  requalify.mutable_qualification()->mutable_named_buyer()->set_yes(true);
  const auto routed = imogen().Call(&HandoffStub::RequalifySignal, requalify);
  ASSERT_THAT(routed, IsOk());
  EXPECT_EQ(routed->signal().state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(routed->signal().holder(), Person("rosa"));
  EXPECT_FALSE(routed->signal().has_revisit_time());
  EXPECT_EQ(domain::ToTime(routed->signal().clock().acknowledge_due_time()),
            Start() + absl::Hours(28));
}

TEST_F(HandoffSteps, H12_TheHistoryTellsWhoDidWhatAndWhatChanged) {
  const std::string name = FileFor("harborline").name();
  ASSERT_THAT(Acknowledge(rosa(), name, "ack-1"), IsOk());
  AdvanceTo(Start() + absl::Hours(24) + absl::Microseconds(1));
  const std::vector<v1::SignalChange> changes = History(name, 1);
  ASSERT_THAT(changes, SizeIs(5));
  EXPECT_EQ(changes[0].actor(), Person("imogen"));
  EXPECT_EQ(changes[0].after().state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(changes[1].actor(), Person("rosa"));
  EXPECT_EQ(changes[1].request_id(), "ack-1");
  EXPECT_THAT(changes[1].changed_fields(),
              UnorderedElementsAre("state", "acknowledge_time", "next_due_time"));
  for (int i = 2; i < 5; ++i) EXPECT_EQ(changes[i].actor(), "system/sweeper");
  EXPECT_THAT(changes[2].changed_fields(), ElementsAre("crm_due_time")) << "the CRM's silence";
  EXPECT_TRUE(changes[3].after().clock().contact_warned());
  EXPECT_THAT(changes[4].changed_fields(), ElementsAre("clock"));
  EXPECT_TRUE(changes[4].after().clock().contact_missed());
}

TEST_F(HandoffSteps, ARequestIdOfAStepGivesItsFirstAnswerAgain) {
  const std::string name = FileFor("harborline").name();
  const auto first = Acknowledge(rosa(), name, "ack-1");
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Contact(rosa(), name), IsOk());
  SetClock(Start() + absl::Hours(9));
  const auto again = Acknowledge(rosa(), name, "ack-1");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
}

TEST_F(HandoffSteps, R12_AForeignSignalAnswersLikeAMissingOne) {
  const std::string name = FileFor("harborline").name();
  const auto missing_like = Refuses(absl::StatusCode::kNotFound, "NOT_FOUND");
  EXPECT_THAT(Get(rosa(), name), IsOk());
  EXPECT_THAT(Get(priya(), name), IsOk());
  EXPECT_THAT(Get(dana(), name), missing_like);
  EXPECT_THAT(Get(dana(), Name("signals", "missing")), missing_like);
  EXPECT_THAT(Acknowledge(dana(), name), missing_like);
  EXPECT_THAT(Contact(dana(), name), missing_like);
  EXPECT_THAT(Report(dana(), name, Won()), missing_like);
  v1::ListSignalHistoryRequest history;
  history.set_parent(name);
  EXPECT_THAT(dana().Call(&HandoffStub::ListSignalHistory, history), missing_like);
  EXPECT_THAT(Get(AdminOf("other"), name), missing_like);
  v1::ListSignalsRequest list;
  list.set_parent(Tenant());
  const auto hers = dana().Call(&HandoffStub::ListSignals, list);
  ASSERT_THAT(hers, IsOk());
  EXPECT_THAT(hers->signals(), IsEmpty());
}

TEST_F(HandoffSteps, AManagerListsWhatTheirPeopleHold) {
  const std::string name = FileFor("harborline").name();
  AddAccount(NewAccount("copperhill"), "imogen", "");  // nobody of priya's
  FileFor("copperhill");
  v1::ListSignalsRequest list;
  list.set_parent(Tenant());
  const auto theirs = priya().Call(&HandoffStub::ListSignals, list);
  ASSERT_THAT(theirs, IsOk());
  ASSERT_EQ(theirs->signals_size(), 1);
  EXPECT_EQ(theirs->signals(0).name(), name);
}

TEST_F(HandoffSteps, TheInboxListsByHolderAndDeadline) {
  AddAccount(NewAccount("quillan"));
  v1::FileSignalRequest warm = Filing("quillan");
  warm.mutable_signal()->set_urgency(v1::URGENCY_WARM);
  const std::string later = File(warm).name();
  const std::string sooner = FileFor("harborline").name();
  v1::ListSignalsRequest list;
  list.set_parent(Tenant());
  list.set_order_by("next_due_time");
  list.set_filter("holder = \"" + Person("rosa") + "\"");
  const auto inbox = [&] {
    std::vector<std::string> names;
    const auto listed = rosa().Call(&HandoffStub::ListSignals, list);
    EXPECT_THAT(listed, IsOk());
    if (listed.ok()) {
      for (const v1::Signal& signal : listed->signals()) names.push_back(signal.name());
    }
    return names;
  };
  EXPECT_THAT(inbox(), ElementsAre(sooner, later));
  // Acknowledged, it is the contact that is due next; contacted, nothing is.
  ASSERT_THAT(Acknowledge(rosa(), sooner), IsOk());
  EXPECT_THAT(inbox(), UnorderedElementsAre(sooner, later));
  EXPECT_EQ(domain::ToTime(Get(rosa(), sooner)->next_due_time()),
            domain::ToTime(Get(rosa(), sooner)->clock().contact_due_time()));
  ASSERT_THAT(Contact(rosa(), sooner), IsOk());
  EXPECT_THAT(inbox(), ElementsAre(later));
  EXPECT_FALSE(Get(rosa(), sooner)->has_next_due_time());
}

TEST_F(HandoffSteps, S2_OverdueIsWhatWasDueBeforeNow) {
  const std::string name = FileFor("harborline").name();
  v1::ListSignalsRequest list;
  list.set_parent(Tenant());
  list.set_filter("next_due_time < now");
  const auto overdue = [&] {
    const auto listed = rosa().Call(&HandoffStub::ListSignals, list);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->signals_size() : -1;
  };
  Advance(absl::Hours(4));
  EXPECT_EQ(overdue(), 0);  // exactly at the deadline
  Advance(absl::Microseconds(1));
  EXPECT_EQ(overdue(), 1);
  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  EXPECT_EQ(overdue(), 0);
}

}  // namespace
}  // namespace baton::testing
