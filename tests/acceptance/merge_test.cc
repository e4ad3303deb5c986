// Merges over a real socket: two records of one customer or person become one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

class Merges : public Revenue {
 protected:
  absl::StatusOr<v1::Account> MergeAccounts(const std::string& survivor,
                                            const std::string& merged) {
    v1::MergeAccountsRequest request;
    request.set_survivor(Account(survivor));
    request.set_merged(Account(merged));
    const auto response = remy().Call(&AccountStub::MergeAccounts, request);
    if (!response.ok()) return response.status();
    return response->account();
  }

  absl::StatusOr<v1::Person> MergePeople(const std::string& survivor, const std::string& merged) {
    v1::MergePeopleRequest request;
    request.set_survivor(Person(survivor));
    request.set_merged(Person(merged));
    const auto response = remy().Call(&AccountStub::MergePeople, request);
    if (!response.ok()) return response.status();
    return response->person();
  }

  v1::Account LookAt(const Client& who, const std::string& account) {
    v1::GetAccountRequest request;
    request.set_name(Account(account));
    const auto response = who.Call(&AccountStub::GetAccount, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->account() : v1::Account();
  }

  std::vector<std::string> Signals(const Client& who, const std::string& filter) {
    v1::ListSignalsRequest request;
    request.set_parent(Tenant());
    request.set_filter(filter);
    const auto response = who.Call(&HandoffStub::ListSignals, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const v1::Signal& signal : response->signals()) names.push_back(signal.name());
    return names;
  }

  // A second record of harborline, with ids, history and work of its own.
  void AddTwin() {
    v1::Account twin = NewAccount("harbor-line");
    twin.add_external_ids()->set_system("salesforce");
    twin.mutable_external_ids(0)->set_record_id("001-twin");
    AddAccount(twin);
  }

  // A second record of rosa, who holds an account.
  void AddRosaTwin() {
    AddPerson("rosie", v1::ROLE_AE, "priya");
    AddAccount(NewAccount("ashgrove"), "imogen", "rosie");
  }
};

TEST_F(Merges, X7_TheOldNameAndItsExternalIdsFindTheSurvivor) {
  AddTwin();
  const auto merged = MergeAccounts("harborline", "harbor-line");
  ASSERT_THAT(merged, IsOk());
  EXPECT_EQ(merged->name(), Account("harborline"));
  EXPECT_THAT(merged->aliases(), ElementsAre(Account("harbor-line")));
  EXPECT_EQ(merged->external_ids_size(), 1);
  EXPECT_EQ(LookAt(remy(), "harbor-line").name(), Account("harborline"));
  v1::ListAccountsRequest list;
  list.set_parent(Tenant());
  const auto listed = remy().Call(&AccountStub::ListAccounts, list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->accounts_size(), 1);
  // What is stated of the old name is the survivor's.
  EXPECT_EQ(FileFor("harbor-line").account(), Account("harborline"));
  v1::UpsertAccountRequest upsert;
  upsert.mutable_account()->set_name(Account("harbor-line"));
  upsert.mutable_account()->set_display_name("Harborline Ltd");
  ASSERT_THAT(remy().Call(&AccountStub::UpsertAccount, upsert), IsOk());
  EXPECT_EQ(LookAt(remy(), "harborline").display_name(), "Harborline Ltd");
}

TEST_F(Merges, X7_HistoryJoinsAndOpenWorkMoves) {
  AddTwin();
  const std::string open = FileFor("harbor-line").name();
  const std::string closed = FileFor("harborline").name();
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("No need");
  const std::string history = [&] {
    v1::FileSignalRequest other = Filing("harbor-line");
    other.mutable_signal()->set_trigger(v1::TRIGGER_ROI_REFERENCED);
    return File(other).name();
  }();
  ASSERT_THAT(Report(rosa(), history, lost), IsOk());
  Observe("harbor-line", v1::HEALTH_TIER_RED, Now());
  ASSERT_THAT(MergeAccounts("harborline", "harbor-line"), IsOk());

  EXPECT_EQ(Look(open).account(), Account("harborline"));
  EXPECT_EQ(Look(history).account(), Account("harbor-line"));
  for (const char* name : {"harborline", "harbor-line"}) {
    EXPECT_THAT(Signals(remy(), absl::StrCat("account = \"", Account(name), "\"")),
                UnorderedElementsAre(open, closed, history));
  }
  const v1::Account account = LookAt(rosa(), "harborline");
  EXPECT_EQ(account.health_tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(account.arr().amount_minor(), 36'000'000);  // both ledgers
  v1::ListHealthObservationsRequest health;
  health.set_parent(Account("harborline"));
  const auto observations = rosa().Call(&AccountStub::ListHealthObservations, health);
  ASSERT_THAT(observations, IsOk());
  EXPECT_EQ(observations->observations_size(), 1);
}

TEST_F(Merges, X7_EachChangedRecordLeavesOneEvent) {
  AddTwin();
  FileFor("harbor-line");
  const int64_t before = AuditEvents();
  ASSERT_THAT(MergeAccounts("harborline", "harbor-line"), IsOk());
  EXPECT_EQ(AuditEvents() - before, 3);  // both accounts and the signal
}

TEST_F(Merges, X7_NothingSignedChanges) {
  AddTwin();
  const v1::RecordBookingResponse recorded =
      Record(Booking("harbor-line", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000));
  SignBoth(recorded.attribution().name());
  v1::GetAttributionRequest get;
  get.set_name(recorded.attribution().name());
  const auto before = remy().Call(&AttributionStub::GetAttribution, get);
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(MergeAccounts("harborline", "harbor-line"), IsOk());
  Observe("harborline", v1::HEALTH_TIER_RED, Now());
  const auto after = remy().Call(&AttributionStub::GetAttribution, get);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(after->attribution().account(), Account("harbor-line"));
}

TEST_F(Merges, X7_EveryReasonAgainstItIsNamed) {
  AddTwin();
  AddAccount(NewAccount("third"));
  EXPECT_THAT(MergeAccounts("harborline", "harborline"),
              Refuses(absl::StatusCode::kFailedPrecondition, "NOT_MERGEABLE"));
  ASSERT_THAT(MergeAccounts("harborline", "harbor-line"), IsOk());
  EXPECT_THAT(MergeAccounts("third", "harbor-line"),
              Refuses(absl::StatusCode::kFailedPrecondition, "NOT_MERGEABLE"));
  EXPECT_THAT(MergeAccounts("third", "stranger"),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  // Merged on, both old names follow.
  ASSERT_THAT(MergeAccounts("third", "harborline"), IsOk());
  EXPECT_EQ(LookAt(remy(), "harbor-line").name(), Account("third"));
  EXPECT_THAT(LookAt(remy(), "third").aliases(),
              UnorderedElementsAre(Account("harborline"), Account("harbor-line")));

  AssignPlan("tobias", v1::ROLE_CSM);
  EXPECT_THAT(ViolatedFields(MergePeople("priya", "rosa").status()),
              UnorderedElementsAre("merged.role", "merged.manager"));
  EXPECT_THAT(ViolatedFields(MergePeople("imogen", "tobias").status()), ElementsAre("merged"));
}

TEST_F(Merges, X7_APersonsWorkTeamsAndTokensJoin) {
  AddRosaTwin();
  const Client rosie = As(v1::ROLE_AE, "rosie");
  const std::string signal = FileFor("ashgrove").name();
  EXPECT_THAT(Get(rosa(), signal), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  const auto merged = MergePeople("rosa", "rosie");
  ASSERT_THAT(merged, IsOk());
  EXPECT_THAT(merged->aliases(), ElementsAre(Person("rosie")));
  EXPECT_EQ(Look(signal).holder(), Person("rosa"));
  EXPECT_THAT(Acknowledge(rosa(), signal), IsOk());
  EXPECT_EQ(LookAt(remy(), "ashgrove").team(0).role(), v1::ROLE_AE);
  EXPECT_EQ(LookAt(remy(), "ashgrove").team(0).person(), Person("rosa"));
  // The other record's token is the survivor's now.
  const auto self = rosie.Call(&v1::TokenService::Stub::WhoAmI, v1::WhoAmIRequest());
  ASSERT_THAT(self, IsOk());
  EXPECT_EQ(self->person(), Person("rosa"));
  v1::GetPersonRequest get;
  get.set_name(Person("rosie"));
  const auto found = remy().Call(&AccountStub::GetPerson, get);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->person().name(), Person("rosa"));
}

TEST_F(Merges, X7_APersonsHistoryIsListedUnderEitherName) {
  AddRosaTwin();
  const std::string signal = FileFor("ashgrove").name();
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("No need");
  ASSERT_THAT(Report(As(v1::ROLE_AE, "rosie"), signal, lost), IsOk());
  ASSERT_THAT(MergePeople("rosa", "rosie"), IsOk());
  EXPECT_EQ(Look(signal).ae(), Person("rosie"));
  for (const char* name : {"rosa", "rosie"}) {
    EXPECT_THAT(Signals(remy(), absl::StrCat("ae = \"", Person(name), "\"")), ElementsAre(signal));
  }
  EXPECT_THAT(Signals(rosa(), ""), Contains(signal));
  EXPECT_THAT(Get(rosa(), signal), IsOk());
}

TEST_F(Merges, X7_WhatTheMergedRecordEarnedIsTheSurvivors) {
  AddRosaTwin();
  AssignPlan("rosa", v1::ROLE_AE);
  const v1::RecordBookingResponse recorded =
      Record(Booking("ashgrove", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000));
  SignBoth(recorded.attribution().name());
  ASSERT_THAT(MergePeople("rosa", "rosie"), IsOk());
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->lines(), Not(IsEmpty()));
}

TEST_F(Merges, X7_ManagersAndDeputiesFollow) {
  AddPerson("prya", v1::ROLE_MANAGER, "victor");
  AddPerson("newbie", v1::ROLE_AE, "prya");
  v1::SetAbsenceRequest away;
  away.set_person(Person("dana"));
  *away.mutable_absence()->mutable_end_time() = domain::ToTimestamp(Now() + absl::Hours(24));
  away.mutable_absence()->set_deputy(Person("prya"));
  ASSERT_THAT(remy().Call(&AccountStub::SetAbsence, away), IsOk());
  ASSERT_THAT(MergePeople("priya", "prya"), IsOk());
  v1::GetPersonRequest get;
  get.set_name(Person("newbie"));
  EXPECT_EQ(remy().Call(&AccountStub::GetPerson, get)->person().manager(), Person("priya"));
  get.set_name(Person("dana"));
  EXPECT_EQ(remy().Call(&AccountStub::GetPerson, get)->person().absences(0).deputy(),
            Person("priya"));
}

}  // namespace
}  // namespace baton::testing
