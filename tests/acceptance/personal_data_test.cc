// X-10: what is kept about a person is handed out and erased over a real socket; the audit chain
// and published statements verify after it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "tests/acceptance/payloads.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using AuditStub = v1::AuditService::Stub;

constexpr char kName[] = "Rosalind Delgado-Quint";
constexpr char kEmail[] = "r.delgado@harbor.example";
constexpr char kBuyer[] = "Jamie Okonkwo";
constexpr char kBuyerEmail[] = "jamie.okonkwo@customer.example";

class PersonalData : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    Rename("rosa", kName, kEmail);
    v1::FileSignalRequest filing = Filing();
    v1::Signal& signal = *filing.mutable_signal();
    signal.mutable_buyer()->set_name(kBuyer);
    signal.set_context_note(
        absl::StrCat(kBuyer, " (", kBuyerEmail, ") wants ", kName, " in the room"));
    signal_ = File(filing).name();
    v1::AddNoteRequest note;
    note.set_name(signal_);
    note.set_text(absl::StrCat("Met ", kBuyer, " with ", kName));
    ASSERT_THAT(rosa().Call(&HandoffStub::AddNote, note), IsOk());
    KeepADeadLetter();
  }

  void Rename(const std::string& person, const std::string& name, const std::string& email) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(person));
    request.mutable_person()->set_display_name(name);
    request.mutable_person()->set_email(email);
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }

  // Of an account that nobody knows, with the buyer in an escape and in clear.
  void KeepADeadLetter() {
    std::string payload = ReadPayload("churnzero/08-event-usage-limit.json");
    const size_t end = payload.rfind('}');
    ASSERT_NE(end, std::string::npos);
    payload.insert(end, absl::StrCat(R"(,"who":"\u004aamie Okonkwo <)", kBuyerEmail, R"(>")"));
    v1::IngestPayloadRequest request;
    request.set_parent(Tenant());
    request.set_vendor("churnzero");
    request.set_payload(payload);
    EXPECT_THAT(plugin().Call(&v1::IntegrationService::Stub::IngestPayload, request),
                Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  }

  static v1::PersonalDataSubject Rosa() {
    v1::PersonalDataSubject subject;
    subject.set_person(Person("rosa"));
    return subject;
  }
  static v1::PersonalDataSubject Buyer() {
    v1::PersonalDataSubject subject;
    subject.set_email(kBuyerEmail);
    subject.add_names(kBuyer);
    return subject;
  }

  absl::StatusOr<v1::ErasePersonalDataResponse> Erase(const v1::PersonalDataSubject& subject,
                                                      const std::string& request_id = "") {
    v1::ErasePersonalDataRequest request;
    request.set_parent(Tenant());
    *request.mutable_subject() = subject;
    request.set_request_id(request_id);
    return Admin().Call(&AuditStub::ErasePersonalData, request);
  }

  // "kind record content", one record each.
  std::vector<std::string> Export(const Client& who, const v1::PersonalDataSubject& subject) {
    v1::ExportPersonalDataRequest request;
    request.set_parent(Tenant());
    *request.mutable_subject() = subject;
    auto stream =
        who.Stream<AuditStub, v1::ExportPersonalDataRequest, v1::ExportPersonalDataResponse>(
            &AuditStub::ExportPersonalData, request);
    std::vector<std::string> records;
    while (const auto message = stream.Next()) {
      records.push_back(
          absl::StrCat(message->kind(), " ", message->record(), " ", message->content_json()));
    }
    EXPECT_THAT(stream.Finish(), IsOk());
    return records;
  }

  // Every text and bytes of every table in which `text` still stands.
  std::vector<std::string> Leftovers(const std::string& text) {
    static const std::vector<std::pair<std::string, std::string>> kWhere = {
        {"people", "display_name || ' ' || email"},
        {"signals",
         "coalesce(buyer_name, '') || context_note || coalesce(notes, '') || "
         "coalesce(explanation, '')"},
        {"deliveries", "subject || ' ' || body || ' ' || last_answer"},
        {"activities", "note || ' ' || contact"}};
    std::vector<std::string> found;
    const auto session = OpenSession();
    for (const auto& [table, sql] : kWhere) {
      const auto rows = session->Query({absl::StrCat("SELECT ", sql, " FROM ", table), "t"}, {});
      while (rows->Next()) {
        if (absl::StrContains(rows->Text(0), text)) found.push_back(table);
      }
      EXPECT_THAT(rows->status(), IsOk()) << table;
    }
    for (const char* column : {"before", "after"}) {
      const auto rows = session->Query(
          {absl::StrCat("SELECT ", column, " FROM audit_events WHERE ", column, " IS NOT NULL"),
           "b"},
          {});
      while (rows->Next()) {
        if (absl::StrContains(rows->Text(0), text)) found.emplace_back("audit_events");
      }
      EXPECT_THAT(rows->status(), IsOk());
    }
    const auto letters = session->Query({"SELECT payload FROM dead_letters", "b"}, {});
    while (letters->Next()) {
      if (absl::StrContains(letters->Text(0), text)) found.emplace_back("dead_letters");
    }
    EXPECT_THAT(letters->status(), IsOk());
    return found;
  }

  v1::VerifyAuditResponse Verify() {
    v1::VerifyAuditRequest request;
    request.set_parent(Tenant());
    const auto verified = Admin().Call(&AuditStub::VerifyAudit, request);
    EXPECT_THAT(verified, IsOk());
    return verified.value_or(v1::VerifyAuditResponse());
  }

  std::string signal_;
};

TEST_F(PersonalData, X10_OneOfOursIsErasedEverywhereAndTheChainVerifies) {
  ASSERT_THAT(Leftovers(kName), Contains("people"));
  ASSERT_THAT(Leftovers(kName), Contains("audit_events"));
  const v1::Signal before = Look(signal_);
  const auto erased = Erase(Rosa());
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->erasure().person(), Person("rosa"));
  EXPECT_THAT(erased->erasure().events(), IsEmpty());
  EXPECT_THAT(Leftovers(kName), IsEmpty());
  EXPECT_THAT(Leftovers(kEmail), IsEmpty());
  const v1::Signal after = Look(signal_);
  EXPECT_EQ(after.context_note(),
            absl::StrCat(kBuyer, " (", kBuyerEmail, ") wants [erased] in the room"));
  EXPECT_EQ(after.ae(), before.ae());
  EXPECT_EQ(after.estimated_expansion().amount_minor(),
            before.estimated_expansion().amount_minor());
  EXPECT_EQ(after.buyer().name(), kBuyer);
  const v1::VerifyAuditResponse verified = Verify();
  EXPECT_TRUE(verified.intact()) << verified.fault() << verified.first_broken_sequence();
  Restart();
  EXPECT_TRUE(Verify().intact());
}

TEST_F(PersonalData, X10_ACustomersContactIsErasedByAddressAndName) {
  ASSERT_THAT(Leftovers(kBuyer), Contains("signals"));
  ASSERT_THAT(Leftovers(kBuyerEmail), Contains("dead_letters"));
  const auto erased = Erase(Buyer());
  ASSERT_THAT(erased, IsOk());
  EXPECT_EQ(erased->erasure().person(), "");
  EXPECT_THAT(Leftovers(kBuyer), IsEmpty());
  EXPECT_THAT(Leftovers(kBuyerEmail), IsEmpty());
  EXPECT_THAT(Leftovers("amie Okonkwo"), IsEmpty());  // however the payload wrote it
  EXPECT_THAT(Leftovers(kName), Not(IsEmpty()));
  EXPECT_EQ(Look(signal_).buyer().name(), "[erased]");
  EXPECT_TRUE(Verify().intact());
}

TEST_F(PersonalData, X10_TheSameRequestErasesOnceAndASecondOneFindsNothing) {
  const auto first = Erase(Rosa(), "erase-rosa");
  ASSERT_THAT(first, IsOk());
  const int64_t events = AuditEvents();
  const auto again = Erase(Rosa(), "erase-rosa");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(Erase(Buyer(), "erase-rosa"),
              Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  const auto second = Erase(Rosa(), "erase-rosa-2");
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->erasure().counts(), IsEmpty());
  EXPECT_TRUE(Verify().intact());
}

// Two erasures of one event: the last one vouches.
TEST_F(PersonalData, X10_WhatTwoErasuresTouchedStillVerifies) {
  ASSERT_THAT(Erase(Rosa()), IsOk());
  ASSERT_THAT(Erase(Buyer()), IsOk());
  EXPECT_EQ(Look(signal_).context_note(), "[erased] ([erased]) wants [erased] in the room");
  EXPECT_TRUE(Verify().intact());
}

TEST_F(PersonalData, X10_AChangeOfAnErasedEventIsStillFound) {
  ASSERT_THAT(Erase(Rosa()), IsOk());
  v1::ListAuditEventsRequest request;
  request.set_parent(Tenant());
  request.set_page_size(1000);
  const auto events = As(v1::ROLE_AUDITOR).Call(&AuditStub::ListAuditEvents, request);
  ASSERT_THAT(events, IsOk());
  const auto redacted = std::find_if(
      events->events().begin(), events->events().end(),
      [](const auto& event) { return absl::StrContains(event.after_json(), "[erased]"); });
  ASSERT_NE(redacted, events->events().end());
  const auto session = OpenSession();
  const auto rows = session->Query({"SELECT after FROM audit_events WHERE tenant = :p1 AND "
                                    "seq = :p2",
                                    "b"},
                                   {"main", redacted->sequence()});
  ASSERT_TRUE(rows->Next());
  std::string content = rows->Text(0);
  content[content.find("[erased]")] = 'X';
  ASSERT_FALSE(rows->Next());
  ASSERT_THAT(session->Run({"UPDATE audit_events SET after = CAST(:p1 AS BLOB) WHERE "
                            "tenant = :p2 AND seq = :p3",
                            ""},
                           {content, "main", redacted->sequence()}),
              IsOk());
  const v1::VerifyAuditResponse verified = Verify();
  EXPECT_FALSE(verified.intact());
  EXPECT_EQ(verified.first_broken_sequence(), redacted->sequence());
}

TEST_F(PersonalData, X10_PublishedStatementsKeepTheirDigest) {
  AssignPlan("rosa", v1::ROLE_AE);
  AssignPlan("imogen", v1::ROLE_CSM);
  WinExpansion(OpenOpportunity(FileFor("harborline").name()), Day(2, 10));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  v1::GetCompStatementRequest get;
  get.set_name(Name("statements", "2026-Q1-rosa"));
  const auto before = camille().Call(&StatementStub::GetCompStatement, get);
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(Erase(Rosa()), IsOk());
  const auto after = camille().Call(&StatementStub::GetCompStatement, get);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  v1::VerifyStatementRequest verify;
  verify.set_parent(Tenant());
  *verify.mutable_statement() = after->statement();
  const auto verdict = camille().Call(&StatementStub::VerifyStatement, verify);
  ASSERT_THAT(verdict, IsOk());
  EXPECT_TRUE(verdict->ok());
  const std::string name = after->statement().payee_display_name();
  EXPECT_EQ(name, kName);  // what was paid is kept
  EXPECT_TRUE(Verify().intact());
}

TEST_F(PersonalData, X10_TheExportHoldsWhatIsKeptAndNoSecret) {
  const auto records = Export(Admin(), Rosa());
  const std::string all = absl::StrJoin(records, "\n");
  for (const char* kind : {"people ", "account_team ", "tokens ", "signals ", "audit_events "}) {
    EXPECT_THAT(records, Contains(::testing::StartsWith(kind)));
  }
  EXPECT_THAT(all, HasSubstr(kEmail));
  EXPECT_THAT(all, Not(HasSubstr("secret")));
  const std::string contact = absl::StrJoin(Export(Admin(), Buyer()), "\n");
  EXPECT_THAT(contact, HasSubstr("signals "));
  EXPECT_THAT(contact, HasSubstr("dead_letters "));
}

TEST_F(PersonalData, C17_OnlyWhoReadsPayExportsIt) {
  AssignPlan("rosa", v1::ROLE_AE);
  EXPECT_THAT(absl::StrJoin(Export(camille(), Rosa()), "\n"), HasSubstr("plan_assignments "));
  EXPECT_THAT(absl::StrJoin(Export(Admin(), Rosa()), "\n"), Not(HasSubstr("plan_assignments ")));
}

TEST_F(PersonalData, X10_EveryFaultOfTheSubjectIsNamed) {
  const auto none = Erase(v1::PersonalDataSubject());
  EXPECT_THAT(ViolatedFields(none.status()), ElementsAre("subject"));
  v1::PersonalDataSubject wrong;
  wrong.set_email("nobody");
  wrong.add_names("Al");
  EXPECT_THAT(ViolatedFields(Erase(wrong).status()),
              ElementsAre("subject.email", "subject.names[0]"));
  v1::PersonalDataSubject unknown;
  unknown.set_person(Person("nobody"));
  EXPECT_THAT(Erase(unknown), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace baton::testing
