// Commission tools beside the statements: whom a tool knows, what it sends back, what leaves for it
// (C-18).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// rosa and imogen won an expansion in the first quarter of 2026, signed by both sides; its
// statements are published.
class Tools : public Revenue {
 protected:
  struct Exported {
    int rows = 0;
    std::string bytes;
    std::vector<v1::RefusedExport> refused;
    absl::Status status;
  };

  void PublishQ1() {
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    SetClock(Day(4, 2));
    ASSERT_THAT(Compute("2026-Q1").status, IsOk());
    ASSERT_THAT(Publish("2026-Q1"), IsOk());
  }

  Exported ExportFor(v1::ExportFormat format, const std::string& target = "") {
    v1::ExportStatementsRequest request;
    request.set_parent(Tenant());
    request.set_period("2026-Q1");
    request.set_format(format);
    request.set_import_target(target);
    auto reader = plugin().Stream(&StatementStub::ExportStatements, request);
    Exported exported;
    while (const auto message = reader.Next()) {
      EXPECT_THAT(exported.refused, IsEmpty()) << "a message behind the last";
      exported.rows += message->row_count();
      exported.bytes += message->chunk();
      exported.refused.assign(message->refused().begin(), message->refused().end());
    }
    exported.status = reader.Finish();
    return exported;
  }

  // The results of a payload that must be applied.
  std::vector<std::string> Ingest(const std::string& vendor, const std::string& payload) {
    v1::IngestPayloadRequest request;
    request.set_parent(Tenant());
    request.set_vendor(vendor);
    request.set_payload(payload);
    const auto applied = plugin().Call(&v1::IntegrationService::Stub::IngestPayload, request);
    EXPECT_THAT(applied, IsOk());
    std::vector<std::string> results;
    if (!applied.ok()) return results;
    for (const v1::AppliedFact& fact : applied->facts()) results.push_back(fact.result());
    return results;
  }

  // A page of CaptivateIQ's with one employee.
  static std::string Employee(const std::string& employee_id, const std::string& email) {
    return absl::StrCat(R"({"object": "list", "data": [{"object": "employee", "id": "ciq-)",
                        employee_id, R"(", "employee_id": ")", employee_id, R"(", "email": ")",
                        email, R"(", "is_active": true,
                        "updated_at": "2026-03-02T17:05:41Z"}]})");
  }

  v1::Person Look(const std::string& person) {
    v1::GetPersonRequest request;
    request.set_name(Person(person));
    const auto got = Admin().Call(&AccountStub::GetPerson, request);
    EXPECT_THAT(got, IsOk());
    return got.ok() ? got->person() : v1::Person();
  }

  void GiveEmail(const std::string& person, const std::string& email) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(person));
    request.mutable_person()->set_email(email);
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }
};

TEST_F(Tools, C18_WhomTheToolDoesNotKnowStaysBehindAndIsNamed) {
  PublishQ1();
  const Exported everybody = ExportFor(v1::EXPORT_FORMAT_CAPTIVATEIQ);
  EXPECT_THAT(everybody.status, IsOk());
  EXPECT_EQ(everybody.rows, 2);
  EXPECT_THAT(everybody.refused, IsEmpty());
  EXPECT_THAT(Ingest("captivateiq", Employee("rosa", "")), ElementsAre("the tool knows the payee"));
  for (const v1::ExportFormat format :
       {v1::EXPORT_FORMAT_CAPTIVATEIQ, v1::EXPORT_FORMAT_CAPTIVATEIQ_CSV}) {
    const Exported known = ExportFor(format);
    EXPECT_THAT(known.status, IsOk());
    EXPECT_EQ(known.rows, 1);
    EXPECT_THAT(known.bytes, HasSubstr("rosa"));
    EXPECT_THAT(known.bytes, ::testing::Not(HasSubstr("imogen")));
    ASSERT_THAT(known.refused, SizeIs(1));
    EXPECT_EQ(known.refused[0].statement(), Name("statements", "2026-Q1-imogen"));
    EXPECT_THAT(known.refused[0].reason(), HasSubstr("captivateiq does not know the payee imogen"));
  }
  // Another tool has said nothing of whom it knows.
  EXPECT_EQ(ExportFor(v1::EXPORT_FORMAT_PERFORMIO).rows, 2);
  EXPECT_EQ(ExportFor(v1::EXPORT_FORMAT_CSV).rows, 2);
}

// CaptivateIQ's page of period groups, one of them.
std::string PeriodGroup(const std::string& id, const std::string& name, bool deleted = false) {
  return absl::StrCat(R"({"object": "list", "data": [{"object": "period_group", "id": ")", id,
                      R"(", "payout_dates": ["2026-04-15"], "name": ")", name,
                      R"(", "is_active": true, "is_deleted": )", deleted ? "true" : "false", "}]}");
}

TEST_F(Tools, C18_APeriodThatTheToolDoesNotKnowStopsTheExportAndIsNamed) {
  PublishQ1();
  const auto refused = [&] { return ExportFor(v1::EXPORT_FORMAT_CAPTIVATEIQ).refused.size(); };
  EXPECT_EQ(refused(), 0u);  // it has said nothing of periods
  EXPECT_THAT(Ingest("captivateiq", PeriodGroup("g-1", "Q4-2025")),
              ElementsAre("the tool knows the period"));
  const Exported stopped = ExportFor(v1::EXPORT_FORMAT_CAPTIVATEIQ);
  ASSERT_THAT(stopped.refused, SizeIs(2));
  EXPECT_EQ(stopped.rows, 0);
  EXPECT_THAT(stopped.refused[0].reason(),
              HasSubstr("captivateiq does not know the period 2026-Q1"));
  Ingest("captivateiq", PeriodGroup("g-2", "Q1-2026"));
  EXPECT_EQ(refused(), 0u);
  SetClock(Day(4, 3));
  Ingest("captivateiq", PeriodGroup("g-2", "Q1-2026", true));
  EXPECT_EQ(refused(), 2u);
  Ingest("captivateiq", PeriodGroup("g-3", "Mar 2026"));  // the quarter's last month
  EXPECT_EQ(refused(), 0u);
  EXPECT_THAT(ExportFor(v1::EXPORT_FORMAT_PERFORMIO).refused, IsEmpty());  // another tool
}

TEST_F(Tools, C18_SpiffIsToldWhereTheRecordsGo) {
  PublishQ1();
  EXPECT_THAT(ExportFor(v1::EXPORT_FORMAT_SPIFF).status,
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ExportFor(v1::EXPORT_FORMAT_CSV, "target").status,
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  const Exported exported = ExportFor(v1::EXPORT_FORMAT_SPIFF, "5b0c7c1e");
  EXPECT_THAT(exported.status, IsOk());
  EXPECT_EQ(exported.rows, 2);
  EXPECT_THAT(exported.bytes, HasSubstr("\"import_target\":\"5b0c7c1e\""));
  EXPECT_EQ(ExportFor(v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV).rows, 0);
}

TEST_F(Tools, C18_AStatementLeavesAsJsonWithItsDigest) {
  PublishQ1();
  const Exported exported = ExportFor(v1::EXPORT_FORMAT_JSON);
  EXPECT_THAT(exported.status, IsOk());
  EXPECT_EQ(exported.rows, 2);
  const auto statement = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(exported.bytes, HasSubstr(absl::StrCat("\"digest\":\"", statement->digest(), "\"")));
}

TEST_F(Tools, C18_ThePayeeIdIsTakenFromTheToolWhereNobodyGaveOne) {
  GiveEmail("rosa", "rosa@example.test");
  EXPECT_THAT(Ingest("captivateiq", Employee("E-1042", "Rosa@example.test")),
              ElementsAre("the tool knows the payee"));
  EXPECT_EQ(Look("rosa").payee_id(), "E-1042");
  const std::string before = Look("rosa").SerializeAsString();
  EXPECT_THAT(Ingest("captivateiq", Employee("E-1042", "")), SizeIs(1));
  EXPECT_EQ(Look("rosa").SerializeAsString(), before);
  // Whoever is paid under an id already is not paid under another because a payload says so (X-11).
  EXPECT_THAT(Ingest("captivateiq", Employee("E-9999", "rosa@example.test")),
              ElementsAre("paid here under another id: left to an admin"));
  EXPECT_EQ(Look("rosa").SerializeAsString(), before);
  EXPECT_THAT(Ingest("captivateiq", Employee("E-7777", "nobody@example.test")),
              ElementsAre(HasSubstr("nobody here")));
}

TEST_F(Tools, C18_ExactlyThePayoutStatedMakesTheStatementPaid) {
  PublishQ1();
  const std::string before = ExportFor(v1::EXPORT_FORMAT_CSV).bytes;
  const auto report = [](const std::string& amount, const std::string& approval) {
    return absl::StrCat(
        R"({"csv": "statement_id,user_external_id,plan_name,period_start,period_end,)",
        R"(total_commission,currency_code,frozen,approval_status,frozen_at\n)",
        "88121,rosa,AE-2026,2026-01-01,2026-03-31,", amount, ",USD,true,", approval,
        R"(,2026-04-18T16:00:00Z\n"})");
  };
  EXPECT_THAT(Ingest("spiff", report("4800.00", "pending")), IsEmpty());
  EXPECT_THAT(Ingest("spiff", report("4800.01", "approved")),
              ElementsAre("differs from the statement: left to be reconciled"));
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->state(), v1::STATEMENT_STATE_PUBLISHED);
  EXPECT_THAT(Ingest("spiff", report("4800.00", "approved")), ElementsAre("paid"));
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->state(), v1::STATEMENT_STATE_PAID);
  EXPECT_THAT(Ingest("spiff", report("4800.00", "approved")), ElementsAre("paid"));
  EXPECT_EQ(ExportFor(v1::EXPORT_FORMAT_CSV).bytes, before);
}

TEST_F(Tools, C18_AToolThatPaysLineByLineHasItsLinesAddedUp) {
  PublishQ1();
  const auto row = [](const std::string& id, const std::string& amount) {
    return absl::StrCat(R"({"payment_id": ")", id, R"(", "employee_id": "rosa",
        "period_name": "MAR-2026", "item_code": "L)",
                        id, R"(", "amount": ")", amount,
                        R"(", "unit_type_name": "USD", "payment_status": "Released"})");
  };
  EXPECT_THAT(Ingest("xactly", absl::StrCat(R"({"rows": [)", row("1", "4000.0000"), ",",
                                            row("2", "800"), "]}")),
              ElementsAre("counted with the payee's last line", "paid"));
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->state(), v1::STATEMENT_STATE_PAID);
}

TEST_F(Tools, C12_AnObjectionInTheToolIsToldRevopsOnce) {
  const std::string inquiry =
      R"({"inquiry": {"id": "INQ-1", "submitted_at": "2026-04-12T08:31:00-07:00",
          "from_employee_id": "rosa", "period_name": "MAR-2026", "item_code": "SL-7",
          "message": "I earned 4,800.00, not 4,000.00.", "status": "$0"}})";
  const auto with = [&](const std::string& status) {
    std::string payload = inquiry;
    return payload.replace(payload.find("$0"), 2, status);
  };
  EXPECT_THAT(Ingest("xactly", with("Open")), ElementsAre("RevOps is told"));
  EXPECT_THAT(Ingest("xactly", with("Open")), ElementsAre("RevOps is told"));
  const std::vector<v1::Delivery> told = Deliveries(Person("rosa"));
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].recipient(), "queues/revops");
  EXPECT_THAT(told[0].body(), HasSubstr("xactly INQ-1, period 2026-03, line SL-7"));
  EXPECT_THAT(told[0].body(), ::testing::Not(HasSubstr("4,800")));  // C-17
  EXPECT_THAT(Ingest("xactly", with("Closed")), ElementsAre(HasSubstr("nothing to do")));
}

TEST_F(Tools, X11_APlanInTheToolIsComparedAndNeverAssigned) {
  AssignPlan("rosa", v1::ROLE_AE);
  const auto report = [](const std::string& plan) {
    return absl::StrCat(
        R"({"csv": "user_id,effective_as_of,effective_until,external_id,plan_name\nrosa,)",
        "2026-01-01,,PA-1,", plan, R"(\n"})");
  };
  EXPECT_THAT(Ingest("spiff", report("AE-2026")), ElementsAre("agrees with the plan held"));
  EXPECT_THAT(Deliveries(Person("rosa")), IsEmpty());
  EXPECT_THAT(Ingest("spiff", report("AE-OTHER")), ElementsAre(HasSubstr("AE-2026")));
  EXPECT_THAT(Ingest("spiff", report("AE-OTHER")), SizeIs(1));
  ASSERT_THAT(Deliveries(Person("rosa")), SizeIs(1));
  v1::ListPlanAssignmentsRequest request;
  request.set_parent(Tenant());
  const auto plans = camille().Call(&StatementStub::ListPlanAssignments, request);
  ASSERT_THAT(plans, IsOk());
  ASSERT_THAT(plans->assignments(), SizeIs(1));
  EXPECT_EQ(plans->assignments(0).plan().code(), "AE-2026");
}

}  // namespace
}  // namespace baton::testing
