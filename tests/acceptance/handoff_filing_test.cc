// Filing a signal: what is asked of it, where it goes, and what a second delivery does.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class HandoffFiling : public Company {
 protected:
  absl::StatusOr<v1::FileSignalResponse> TryFile(const v1::FileSignalRequest& request) {
    return imogen().Call(&HandoffStub::FileSignal, request);
  }
};

std::vector<std::string> RulesOf(const v1::Signal& signal) {
  std::vector<std::string> rules;
  for (const v1::ExplanationStep& step : signal.explanation()) rules.push_back(step.rule());
  return rules;
}

TEST_F(HandoffFiling, H7_ACompleteSignalIsRoutedToTheAccountsAeAndItsClockStarts) {
  const v1::Signal signal = FileFor("harborline");
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_EQ(signal.ae(), Person("rosa"));
  EXPECT_EQ(signal.holder(), Person("rosa"));
  EXPECT_EQ(signal.csm(), Person("imogen"));
  EXPECT_EQ(signal.kind(), v1::SIGNAL_KIND_EXPANSION);
  EXPECT_EQ(signal.urgency(), v1::URGENCY_HOT);
  EXPECT_TRUE(signal.routable());
  EXPECT_TRUE(signal.qualified());
  EXPECT_THAT(signal.warnings(), IsEmpty());
  EXPECT_EQ(domain::ToTime(signal.route_time()), Start());
  EXPECT_EQ(domain::ToTime(signal.clock().acknowledge_due_time()), Start() + absl::Hours(4));
  EXPECT_EQ(domain::ToTime(signal.clock().contact_due_time()), Start() + absl::Hours(24));
  EXPECT_THAT(RulesOf(signal), IsSupersetOf({"H-3", "H-4", "H-6", "H-7", "S-1"}));
}

TEST_F(HandoffFiling, H15_RoutingWritesOneCrmHandoffWithTheFiveFields) {
  const v1::Signal signal = FileFor("harborline");
  const std::vector<v1::Delivery> outbox = Deliveries();
  ASSERT_THAT(outbox, ElementsAre(DeliveryTo("salesforce", v1::DELIVERY_KIND_CRM_HANDOFF, "H-15")));
  EXPECT_EQ(outbox[0].record(), signal.name());
  const auto body = nlohmann::json::parse(outbox[0].body());
  EXPECT_EQ(body["signal_type"]["trigger"], "seat_utilization");
  EXPECT_EQ(body["signal_type"]["evidence"], "Seat utilization at 93%");
  EXPECT_EQ(body["named_buyer"]["title"], "VP Operations");
  EXPECT_EQ(body["timeline"], "Seats needed by 5 March");
  EXPECT_EQ(body["context_note"], signal.context_note());
  EXPECT_EQ(body["urgency"], "hot");
  EXPECT_EQ(body["owner"], Person("rosa"));
  EXPECT_EQ(body["creation_source"], "csm_initiated");
  EXPECT_EQ(body["task"]["due_time"], "2026-01-05T13:00:00Z");
}

TEST_F(HandoffFiling, H2_EveryMissingOrInvalidFieldIsNamedAtOnce) {
  v1::FileSignalRequest request;
  request.set_parent(Tenant());
  request.mutable_signal()->set_account(Account("harborline"));
  request.mutable_signal()->set_trigger(v1::TRIGGER_OTHER);
  request.mutable_signal()->mutable_buyer()->set_name(std::string(201, 'x'));
  const auto filed = TryFile(request);
  EXPECT_THAT(filed, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(filed.status()),
              UnorderedElementsAre("signal.category", "signal.evidence", "signal.buyer.name",
                                   "signal.buyer.title", "signal.timeline", "signal.context_note",
                                   "signal.urgency"));
  EXPECT_THAT(Deliveries(), IsEmpty());
}

TEST_F(HandoffFiling, H2_AMissingAccountHidesNoOtherFault) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->clear_account();
  request.mutable_signal()->clear_timeline();
  const auto filed = TryFile(request);
  EXPECT_THAT(filed, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(filed.status()), IsSupersetOf({"signal.account", "signal.timeline"}));
}

TEST_F(HandoffFiling, H2_ANoteOfOtherThanTwoOrThreeSentencesIsTakenWithAWarning) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->set_context_note("One. Two. Three. Four.");
  EXPECT_THAT(File(request).warnings(),
              ElementsAre("context_note: 4 sentences; two or three are asked for"));
}

TEST_F(HandoffFiling, H2_ACsmFilesForTheirOwnAccountsOnly) {
  AddAccount(NewAccount("quillan"), "tobias");
  EXPECT_THAT(TryFile(Filing("quillan")), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(TryFile(Filing("nowhere")), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(HandoffFiling, H5_ASignalThatIsNotRoutableIsAWatchItemAndComesUpAgain) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->clear_qualification();
  request.mutable_signal()->clear_buyer();
  request.mutable_signal()->clear_timeline();
  request.set_watch_item(true);
  const v1::Signal item = File(request);
  EXPECT_EQ(item.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(item.holder(), Person("imogen"));
  EXPECT_FALSE(item.has_clock());
  const absl::Time revisit = Start() + absl::Hours(30 * 24);
  EXPECT_EQ(domain::ToTime(item.revisit_time()), revisit);
  EXPECT_THAT(Deliveries(),
              ElementsAre(DeliveryTo("salesforce", v1::DELIVERY_KIND_CRM_WATCH_ITEM, "H-5")));

  EXPECT_EQ(AdvanceTo(revisit), 0);
  EXPECT_EQ(AdvanceTo(revisit + absl::Microseconds(1)), 1);
  EXPECT_THAT(Deliveries(),
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-5")));
  AdvanceTo(revisit + absl::Hours(30 * 24) + absl::Microseconds(1));
  EXPECT_EQ(Look(item.name()).state(), v1::SIGNAL_STATE_EXPIRED);
  EXPECT_THAT(Deliveries(),
              Contains(DeliveryTo(Person("farah"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-5")));
}

TEST_F(HandoffFiling, H12_TheSameSourceRecordAgainChangesNothing) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->mutable_source()->set_system("gainsight");
  request.mutable_signal()->mutable_source()->set_record_id("1S01");
  const v1::Signal first = File(request);
  const int64_t events = AuditEvents();
  const auto again = TryFile(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->already_filed());
  EXPECT_EQ(again->signal().SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(Deliveries(), SizeIs(1));
}

TEST_F(HandoffFiling, H12_WithoutARecordIdTheContentIsTheKey) {
  const v1::Signal first = FileFor("harborline");
  const auto again = TryFile(Filing());
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->already_filed());
  EXPECT_EQ(again->signal().name(), first.name());
}

TEST_F(HandoffFiling, H12_AChangedFieldIsTakenBeforeTheAcknowledgementAndNotedAfterIt) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->mutable_source()->set_record_id("1S01");
  const std::string name = File(request).name();
  request.mutable_signal()->set_timeline("Seats needed by 1 March");
  EXPECT_EQ(File(request).timeline(), "Seats needed by 1 March");
  EXPECT_THAT(Look(name).notes(), IsEmpty());

  ASSERT_THAT(Acknowledge(rosa(), name), IsOk());
  request.mutable_signal()->set_timeline("Seats needed by 1 April");
  const v1::Signal noted = File(request);
  EXPECT_EQ(noted.timeline(), "Seats needed by 1 March");
  ASSERT_THAT(noted.notes(), SizeIs(1));
  EXPECT_THAT(noted.notes(0).text(), ::testing::HasSubstr("Seats needed by 1 April"));
}

TEST_F(HandoffFiling, H12_APossibleDuplicateIsLinkedAndTheFirstRunsTheOnlyClock) {
  const v1::Signal first = FileFor("harborline");
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->set_context_note("Heard the same again. The hub is full.");
  const v1::Signal second = File(request);
  EXPECT_EQ(second.possible_duplicate_of(), first.name());
  EXPECT_FALSE(second.has_clock());
  EXPECT_THAT(Deliveries(second.name()), IsEmpty());

  SetClock(Start() + absl::Hours(1));
  v1::UnlinkDuplicateRequest unlink;
  unlink.set_name(second.name());
  const auto unlinked = rosa().Call(&HandoffStub::UnlinkDuplicate, unlink);
  ASSERT_THAT(unlinked, IsOk());
  EXPECT_EQ(unlinked->signal().possible_duplicate_of(), "");
  EXPECT_EQ(domain::ToTime(unlinked->signal().clock().acknowledge_due_time()),
            Start() + absl::Hours(5));
  EXPECT_THAT(Deliveries(second.name()),
              ElementsAre(DeliveryTo("salesforce", v1::DELIVERY_KIND_CRM_HANDOFF, "H-15")));
  EXPECT_THAT(rosa().Call(&HandoffStub::UnlinkDuplicate, unlink),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNAL_STATE"));
}

TEST_F(HandoffFiling, H12_TheFirstTakesTheHotterUrgencyOfItsDuplicate) {
  v1::FileSignalRequest warm = Filing();
  warm.mutable_signal()->set_urgency(v1::URGENCY_WARM);
  const std::string first = File(warm).name();
  v1::FileSignalRequest hot = Filing();
  hot.mutable_signal()->set_context_note("It is urgent now. Lena called twice.");
  File(hot);
  const v1::Signal heated = Look(first);
  EXPECT_EQ(heated.urgency(), v1::URGENCY_HOT);
  EXPECT_EQ(domain::ToTime(heated.clock().acknowledge_due_time()), Start() + absl::Hours(4));
}

TEST_F(HandoffFiling, H6_ASmallExpansionOfAnSmbIsTheCsmsOwn) {
  v1::Account larkfield = NewAccount("larkfield");
  larkfield.set_segment(v1::SEGMENT_SMB);
  AddAccount(larkfield);
  v1::FileSignalRequest request = Filing("larkfield");
  *request.mutable_signal()->mutable_estimated_expansion() = Usd(1'000'000);
  const v1::Signal signal = File(request);
  EXPECT_EQ(signal.model(), v1::OWNERSHIP_MODEL_A);
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_CS_OWNED);
  EXPECT_EQ(signal.holder(), Person("imogen"));
  EXPECT_FALSE(signal.clock().has_acknowledge_due_time());
  EXPECT_EQ(domain::ToTime(signal.clock().contact_due_time()), Start() + absl::Hours(24));
  const auto contacted = Contact(imogen(), signal.name());
  ASSERT_THAT(contacted, IsOk());
  EXPECT_EQ(contacted->state(), v1::SIGNAL_STATE_CONTACTED);
}

TEST_F(HandoffFiling, H6_AnEnterpriseAccountIsAJointMotion) {
  v1::Account northmoor = NewAccount("northmoor");
  northmoor.set_segment(v1::SEGMENT_ENTERPRISE);
  AddAccount(northmoor);
  const v1::Signal signal = FileFor("northmoor");
  EXPECT_EQ(signal.model(), v1::OWNERSHIP_MODEL_C);
  EXPECT_EQ(signal.holder(), Person("rosa"));
  EXPECT_EQ(nlohmann::json::parse(Deliveries(signal.name()).at(0).body())["co_owner"],
            Person("imogen"));
}

TEST_F(HandoffFiling, H7_WithoutAnAeRevOpsAssignsOneWhichStartsTheClock) {
  AddAccount(NewAccount("ashgrove"), "imogen", "");
  const v1::Signal waiting = FileFor("ashgrove");
  EXPECT_EQ(waiting.state(), v1::SIGNAL_STATE_UNASSIGNED);
  EXPECT_EQ(domain::ToTime(waiting.assign_due_time()), Start() + absl::Hours(4));
  EXPECT_THAT(Deliveries(waiting.name()),
              ElementsAre(DeliveryTo("queues/revops", v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-7")));

  SetClock(Start() + absl::Hours(2));
  v1::AssignSignalRequest assign;
  assign.set_name(waiting.name());
  assign.set_ae(Person("imogen"));
  const auto wrong = remy().Call(&HandoffStub::AssignSignal, assign);
  EXPECT_THAT(ViolatedFields(wrong.status()), ElementsAre("ae"));
  assign.set_ae(Person("dana"));
  const auto assigned = remy().Call(&HandoffStub::AssignSignal, assign);
  ASSERT_THAT(assigned, IsOk());
  EXPECT_EQ(assigned->signal().state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(assigned->signal().holder(), Person("dana"));
  EXPECT_EQ(domain::ToTime(assigned->signal().clock().acknowledge_due_time()),
            Start() + absl::Hours(6));
}

TEST_F(HandoffFiling, H7_AMissedAssignmentGoesToTheHeadOfRevOps) {
  AddAccount(NewAccount("ashgrove"), "imogen", "");
  const v1::Signal waiting = FileFor("ashgrove");
  Advance(absl::Hours(4) + absl::Microseconds(1));
  EXPECT_TRUE(Look(waiting.name()).assign_missed());
  EXPECT_THAT(Deliveries(waiting.name()),
              Contains(DeliveryTo(Person("otto"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-7")));
}

TEST_F(HandoffFiling, H9_ARiskOpensAJointInterventionAndNoHandoff) {
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->set_trigger(v1::TRIGGER_USAGE_DECLINE);
  const v1::Signal risk = File(request);
  EXPECT_EQ(risk.kind(), v1::SIGNAL_KIND_RISK);
  EXPECT_EQ(risk.state(), v1::SIGNAL_STATE_INTERVENTION);
  const auto outbox = Deliveries(risk.name());
  EXPECT_THAT(outbox, SizeIs(2));
  EXPECT_THAT(outbox,
              Contains(DeliveryTo(Person("rosa"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-9")));
  EXPECT_THAT(outbox,
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-9")));
}

TEST_F(HandoffFiling, ARequestIdGivesTheFirstAnswerAgainAndRefusesOtherContent) {
  v1::FileSignalRequest request = Filing();
  request.set_request_id("r-1");
  const auto first = TryFile(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(Acknowledge(rosa(), first->signal().name()), IsOk());
  const int64_t events = AuditEvents();
  const auto again = TryFile(request);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(AuditEvents(), events);

  request.mutable_signal()->set_timeline("Some day");
  const auto other = TryFile(request);
  EXPECT_THAT(other, Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  EXPECT_EQ(MetadataOn(other.status())["request_id"], "r-1");
}

TEST_F(HandoffFiling, ARequestIdOfARefusalIsFree) {
  v1::FileSignalRequest request = Filing();
  request.set_request_id("r-1");
  request.mutable_signal()->clear_timeline();
  ASSERT_THAT(TryFile(request), Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  request.mutable_signal()->set_timeline("Seats needed by 5 March");
  EXPECT_THAT(TryFile(request), IsOk());
}

}  // namespace
}  // namespace baton::testing
