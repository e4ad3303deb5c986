// Manual corrections, from being entered to standing on a published statement (C-23, X-11).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

// rosa and imogen won an expansion of 48,000.00, signed by both sides; rosa earns 4,800.00. It is
// 2 April; dana did nothing. camille and conrad are comp admins.
class ManualCorrections : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    SetClock(Day(4, 2));
  }

  Client conrad() { return As(v1::ROLE_COMP_ADMIN, "conrad"); }

  static v1::EnterCorrectionRequest Asked(const std::string& payee, int64_t minor,
                                          const std::string& period = "2026-Q1") {
    v1::EnterCorrectionRequest request;
    request.set_parent(Tenant());
    v1::Correction& correction = *request.mutable_correction();
    correction.set_payee(Person(payee));
    correction.set_amount_minor(minor);
    correction.set_currency_code("USD");
    correction.set_reason("The SPIFF of March was left out");
    correction.set_reference("COMP-311");
    correction.set_period(period);
    return request;
  }

  absl::StatusOr<v1::Correction> Enter(const Client& who,
                                       const v1::EnterCorrectionRequest& request) {
    auto response = who.Call(&StatementStub::EnterCorrection, request);
    if (!response.ok()) return response.status();
    return response->correction();
  }

  absl::StatusOr<v1::Correction> Approve(const Client& who, const std::string& name) {
    v1::ApproveCorrectionRequest request;
    request.set_name(name);
    auto response = who.Call(&StatementStub::ApproveCorrection, request);
    if (!response.ok()) return response.status();
    return response->correction();
  }

  absl::StatusOr<v1::Correction> Reject(const Client& who, const std::string& name,
                                        const std::string& note) {
    v1::RejectCorrectionRequest request;
    request.set_name(name);
    request.set_note(note);
    auto response = who.Call(&StatementStub::RejectCorrection, request);
    if (!response.ok()) return response.status();
    return response->correction();
  }

  absl::StatusOr<v1::Correction> LookAt(const Client& who, const std::string& name) {
    v1::GetCorrectionRequest request;
    request.set_name(name);
    auto response = who.Call(&StatementStub::GetCorrection, request);
    if (!response.ok()) return response.status();
    return response->correction();
  }

  std::vector<v1::Correction> List(const Client& who, const std::string& filter = "") {
    v1::ListCorrectionsRequest request;
    request.set_parent(Tenant());
    request.set_filter(filter);
    const auto listed = who.Call(&StatementStub::ListCorrections, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->corrections().begin(), listed->corrections().end()};
  }

  // Entered by camille, who must succeed. Answers its name.
  std::string Entered(const std::string& payee, int64_t minor,
                      const std::string& period = "2026-Q1") {
    const auto entered = Enter(camille(), Asked(payee, minor, period));
    EXPECT_THAT(entered, IsOk());
    return entered.ok() ? entered->name() : "";
  }

  // The same, approved by frank.
  std::string Approved(const std::string& payee, int64_t minor,
                       const std::string& period = "2026-Q1") {
    std::string name = Entered(payee, minor, period);
    EXPECT_THAT(Approve(frank(), name), IsOk());
    return name;
  }

  void PublishQuarter(const std::string& period) {
    ASSERT_THAT(Compute(period).status, IsOk());
    ASSERT_THAT(Publish(period), IsOk());
  }

  // "adjustment 25000", a line each.
  std::vector<std::string> Shown(const std::string& id) {
    std::vector<std::string> shown;
    const auto statement = Statement(camille(), id);
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return shown;
    const v1::StatementTotals& totals = statement->totals();
    EXPECT_EQ(totals.earned_minor() - totals.held_minor() + totals.adjustments_minor(),
              totals.payable_minor());
    for (const v1::StatementLine& line : statement->lines()) {
      shown.push_back(absl::StrCat(domain::LineKindName(line.kind()), " ", line.earning_minor()));
    }
    return shown;
  }

  std::vector<std::string> Unapproved(const std::string& period) {
    v1::GetPeriodRequest request;
    request.set_name(Name("periods", period));
    const auto response = camille().Call(&StatementStub::GetPeriod, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    for (const v1::CloseCheck& check : response->period().checklist()) {
      if (check.kind() != v1::CLOSE_CHECK_KIND_UNAPPROVED_CORRECTION) continue;
      EXPECT_FALSE(check.blocks());
      EXPECT_THAT(check.text(), HasSubstr("next open one"));
      return {check.subjects().begin(), check.subjects().end()};
    }
    return {};
  }

  absl::Status Merge(const std::string& survivor, const std::string& merged) {
    v1::MergePeopleRequest request;
    request.set_survivor(Person(survivor));
    request.set_merged(Person(merged));
    return remy().Call(&AccountStub::MergePeople, request).status();
  }
};

TEST_F(ManualCorrections, C23_AnApprovedOneIsALineOfItsPeriodsStatement) {
  const auto entered = Enter(camille(), Asked("rosa", 25'000));
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->state(), v1::CORRECTION_STATE_PENDING);
  EXPECT_EQ(entered->creator(), Person("camille"));
  EXPECT_EQ(domain::ToTime(entered->create_time()), Now());
  const auto approved = Approve(frank(), entered->name());
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->decider(), Person("frank"));
  EXPECT_EQ(approved->statement_line(), "");
  PublishQuarter("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000", "adjustment 25000"));

  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->totals().earned_minor(), 480'000);
  EXPECT_EQ(statement->totals().adjustments_minor(), 25'000);
  EXPECT_EQ(statement->totals().payable_minor(), 505'000);
  EXPECT_EQ(statement->digest(), domain::StatementDigest(*statement));
  const v1::StatementLine& line = statement->lines(1);
  EXPECT_EQ(line.correction(), entered->name());
  EXPECT_EQ(line.reason_code(), "manual_correction");
  EXPECT_EQ(line.adjusts_line(), "");
  EXPECT_EQ(LookAt(camille(), entered->name())->statement_line(), line.name());
}

TEST_F(ManualCorrections, X6_ItsLineIsExplainedAndLeavesWithTheExport) {
  PublishQuarter("2026-Q1");
  v1::EnterCorrectionRequest asked = Asked("rosa", -12'345, "2026-Q2");
  asked.mutable_correction()->set_line(Statement(camille(), "2026-Q1-rosa")->lines(0).name());
  const auto entered = Enter(camille(), asked);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->line(), asked.correction().line());
  ASSERT_THAT(Approve(conrad(), entered->name()), IsOk());
  Approved("rosa", 100'000, "2026-Q2");
  SetClock(Day(7, 2));
  PublishQuarter("2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"),
              UnorderedElementsAre("adjustment -12345", "adjustment 100000"));

  v1::ExplainLineRequest explain;
  explain.set_name(LookAt(camille(), entered->name())->statement_line());
  const auto explained = rosa().Call(&StatementStub::ExplainLine, explain);
  ASSERT_THAT(explained, IsOk());
  EXPECT_EQ(explained->explanation().summary(), "Adjustment of -123.45 USD; payable.");
  EXPECT_THAT(explained->explanation().rules(), Contains("C-23"));
  std::string inputs;
  for (const auto& input : explained->explanation().inputs()) {
    absl::StrAppend(&inputs, input.label(), "=", input.value(), ";");
  }
  EXPECT_THAT(inputs, HasSubstr("documented in=COMP-311;"));
  EXPECT_THAT(inputs, HasSubstr("about=" + asked.correction().line() + ";"));
  explain.set_name(Name("statements", "2026-Q2-rosa"));
  explain.set_field("adjustments_minor");
  EXPECT_THAT(rosa().Call(&StatementStub::ExplainLine, explain), IsOk());

  int rows = 0;
  EXPECT_THAT(
      Export("2026-Q2", v1::EXPORT_FORMAT_CSV, &rows),
      ::testing::AllOf(HasSubstr("manual_correction"), HasSubstr("-123.45"), HasSubstr("1000.00")));
  EXPECT_EQ(rows, 2);
  for (const v1::ExportFormat format :
       {v1::EXPORT_FORMAT_CAPTIVATEIQ, v1::EXPORT_FORMAT_PERFORMIO, v1::EXPORT_FORMAT_XACTLY,
        v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV}) {
    Export("2026-Q2", format, &rows);
    EXPECT_EQ(rows, 2) << v1::ExportFormat_Name(format);
  }
}

TEST_F(ManualCorrections, C24_AWaitingOneStopsNothingAndIsNamedAsThePeriodCloses) {
  const std::string waiting = Entered("rosa", 25'000);
  const std::string later = Entered("rosa", 1, "2026-Q2");
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000"));
  EXPECT_THAT(Unapproved("2026-Q1"), ElementsAre(waiting));
  EXPECT_THAT(Unapproved("2026-Q2"), UnorderedElementsAre(waiting, later));
  EXPECT_THAT(Publish("2026-Q1"), IsOk());
}

TEST_F(ManualCorrections, C14_ADraftIsStaleOnceOneIsApprovedBehindIt) {
  const std::string waiting = Entered("dana", 25'000);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Approve(conrad(), waiting), IsOk());
  const auto published = Publish("2026-Q1");
  EXPECT_THAT(published, Refuses(kRefused, "STATEMENT_STALE"));
  EXPECT_THAT(std::string(published.status().message()), HasSubstr("2026-Q1-dana"));
  PublishQuarter("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-dana"), ElementsAre("adjustment 25000"));
}

TEST_F(ManualCorrections, C23_ApprovedAfterPublishingItStandsOnTheNextStatementOnce) {
  const std::string late = Entered("rosa", 25'000);
  PublishQuarter("2026-Q1");
  const std::string before = Statement(camille(), "2026-Q1-rosa")->SerializeAsString();
  ASSERT_THAT(Approve(conrad(), late), IsOk());
  SetClock(Day(7, 2));
  PublishQuarter("2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"), ElementsAre("adjustment 25000"));
  EXPECT_EQ(LookAt(camille(), late)->statement_line(),
            Statement(camille(), "2026-Q2-rosa")->lines(0).name());
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->SerializeAsString(), before);
  SetClock(Day(10, 2));
  PublishQuarter("2026-Q3");
  EXPECT_THAT(Shown("2026-Q3-rosa"), IsEmpty());
}

TEST_F(ManualCorrections, C23_OneOfAnOpenPeriodWaitsForThatPeriodsStatement) {
  Approved("rosa", 25'000, "2026-Q2");
  PublishQuarter("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000"));
  SetClock(Day(10, 2));
  // Q2 is not published, so nothing of it is late on Q3's.
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Shown("2026-Q3-rosa"), IsEmpty());
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Shown("2026-Q2-rosa"), ElementsAre("adjustment 25000"));
}

TEST_F(ManualCorrections, C23_ItsPeriodIsTheQuarterOfNowWhereNoneIsSaid) {
  const auto entered = Enter(camille(), Asked("rosa", 25'000, ""));
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->period(), "2026-Q2");
}

TEST_F(ManualCorrections, X11_NobodyDecidesAboutTheirOwnPayOrWhatTheyEntered) {
  const auto refused = Refuses(kRefused, "CORRECTION_APPROVER");
  const Client rosa_too = As(v1::ROLE_COMP_ADMIN, "rosa");
  EXPECT_THAT(Enter(rosa_too, Asked("rosa", 25'000)), refused);
  const std::string name = Entered("rosa", 25'000);
  EXPECT_THAT(Approve(camille(), name), refused);
  EXPECT_THAT(Approve(As(v1::ROLE_CFO, "camille"), name), refused);
  EXPECT_THAT(Approve(rosa_too, name), refused);
  EXPECT_THAT(Reject(rosa_too, name, "Not mine"), refused);
  EXPECT_EQ(LookAt(camille(), name)->state(), v1::CORRECTION_STATE_PENDING);
  EXPECT_THAT(Approve(conrad(), name), IsOk());
}

TEST_F(ManualCorrections, X11_NobodyStandsInForTheCfo) {
  const std::string name = Entered("rosa", 25'000);
  frank();
  v1::SetAbsenceRequest away;
  away.set_person(Person("frank"));
  *away.mutable_absence()->mutable_start_time() = domain::ToTimestamp(Now());
  *away.mutable_absence()->mutable_end_time() = domain::ToTimestamp(Now() + absl::Hours(24));
  away.mutable_absence()->set_deputy(Person("otto"));
  ASSERT_THAT(remy().Call(&AccountStub::SetAbsence, away), IsOk());
  EXPECT_THAT(Approve(otto(), name),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Enter(frank(), Asked("rosa", 1)),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(ManualCorrections, X7_AMergeMakesNobodyASecondPerson) {
  const auto refused = Refuses(kRefused, "CORRECTION_APPROVER");
  const Client cami = As(v1::ROLE_COMP_ADMIN, "cami");
  const auto by_cami = Enter(cami, Asked("rosa", 25'000));
  ASSERT_THAT(by_cami, IsOk());
  const std::string by_camille = Entered("rosa", 1);
  ASSERT_THAT(Merge("camille", "cami"), IsOk());
  EXPECT_THAT(Approve(camille(), by_cami->name()), refused);
  EXPECT_THAT(Approve(cami, by_camille), refused);

  // rosie is rosa, too: whoever she was when somebody else entered it.
  AddPerson("rosie", v1::ROLE_AE, "priya");
  const Client rosie = As(v1::ROLE_COMP_ADMIN, "rosie");
  ASSERT_THAT(Merge("rosa", "rosie"), IsOk());
  EXPECT_THAT(Approve(rosie, by_camille), refused);
  EXPECT_THAT(Enter(rosie, Asked("rosa", 1)), refused);
  // Entered under the old name it is the survivor's.
  const auto under_alias = Enter(camille(), Asked("rosie", 7));
  ASSERT_THAT(under_alias, IsOk());
  EXPECT_EQ(under_alias->payee(), Person("rosa"));
  ASSERT_THAT(Approve(conrad(), under_alias->name()), IsOk());
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000", "adjustment 7"));
  EXPECT_THAT(Statement(camille(), "2026-Q1-rosa")->lines(1).explanation(0).text(),
              HasSubstr("entered by"));
}

TEST_F(ManualCorrections, C23_EveryFaultIsNamedBeforeAnythingIsKept) {
  v1::EnterCorrectionRequest asked = Asked("rosa", 0);
  asked.mutable_correction()->clear_reason();
  asked.mutable_correction()->clear_reference();
  asked.mutable_correction()->clear_payee();
  EXPECT_THAT(ViolatedFields(Enter(camille(), asked).status()),
              ElementsAre("correction.payee", "correction.amount_minor", "correction.reason",
                          "correction.reference"));
  asked = Asked("rosa", 1, "2026-Q5");
  asked.mutable_correction()->set_line(Name("statements", "2026-Q1-rosa"));
  EXPECT_THAT(ViolatedFields(Enter(camille(), asked).status()),
              ElementsAre("correction.line", "correction.period"));
  // The plan of the period says what the payee is paid in.
  asked = Asked("rosa", 1);
  asked.mutable_correction()->set_currency_code("EUR");
  const auto in_euros = Enter(camille(), asked);
  EXPECT_THAT(ViolatedFields(in_euros.status()), ElementsAre("correction.currency_code"));
  EXPECT_THAT(Enter(camille(), Asked("tobias", 1)), Refuses(kRefused, "COMP_INPUT_MISSING"));
  EXPECT_THAT(Enter(camille(), Asked("nobody", 1)),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(List(camille()), IsEmpty());
}

TEST_F(ManualCorrections, C23_ThePeriodIsNotPublishedAndTheLineIsAPublishedOneOfThePayee) {
  Approved("dana", 5);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  v1::EnterCorrectionRequest asked = Asked("rosa", 1, "2026-Q2");
  v1::Correction& correction = *asked.mutable_correction();
  correction.set_line(Statement(camille(), "2026-Q1-rosa")->lines(0).name());
  const auto violates_line = [&] {
    EXPECT_THAT(ViolatedFields(Enter(camille(), asked).status()), ElementsAre("correction.line"))
        << correction.line();
  };
  violates_line();  // a draft's
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  EXPECT_THAT(Enter(camille(), asked), IsOk());
  correction.set_line(correction.line() + "x");
  violates_line();
  correction.set_line(Statement(camille(), "2026-Q1-dana")->lines(0).name());
  violates_line();
  correction.set_line(Name("statements", "2025-Q1-rosa") + "/lines/x");
  violates_line();
  EXPECT_THAT(Enter(camille(), Asked("rosa", 1)), Refuses(kRefused, "PERIOD_PUBLISHED"));
}

TEST_F(ManualCorrections, C22_OneInACurrencyThatThePlanLeftWaits) {
  const std::string dollars = Approved("rosa", 25'000);
  v1::CompPlan euros = Plan(v1::ROLE_AE);
  euros.set_code("AE-EU");
  euros.set_currency_code("EUR");
  SignedPlan(euros, Day(1, 1) - absl::Hours(24));
  ASSERT_THAT(Assign(camille(), "rosa", "AE-EU", Day(1, 1)), IsOk());
  const auto shown = [this](const std::string& id) {
    std::vector<std::string> lines = Shown(id);
    lines.erase(std::remove(lines.begin(), lines.end(), "earning 0"), lines.end());
    return lines;
  };
  PublishQuarter("2026-Q1");
  EXPECT_THAT(shown("2026-Q1-rosa"), IsEmpty());
  ASSERT_THAT(Assign(camille(), "rosa", "AE-2026", Day(4, 1)), IsOk());
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(shown("2026-Q2-rosa"), ElementsAre("adjustment 25000"));
}

TEST_F(ManualCorrections, C23_WhatIsRejectedOrWithdrawnNeverPays) {
  const std::string withdrawn = Entered("rosa", 25'000);
  const std::string rejected = Entered("rosa", 30'000);
  EXPECT_THAT(ViolatedFields(Reject(camille(), withdrawn, "").status()), ElementsAre("note"));
  const auto gone = Reject(camille(), withdrawn, "Entered twice");
  ASSERT_THAT(gone, IsOk());
  EXPECT_EQ(gone->state(), v1::CORRECTION_STATE_REJECTED);
  EXPECT_EQ(gone->decide_note(), "Entered twice");
  ASSERT_THAT(Reject(frank(), rejected, "Paid with the SPIFF run"), IsOk());
  const auto decided = Refuses(kRefused, "CORRECTION_STATE");
  const auto again = Approve(conrad(), withdrawn);
  EXPECT_THAT(again, decided);
  EXPECT_EQ(MetadataOn(again.status()).at("state"), "rejected");
  EXPECT_THAT(Reject(conrad(), rejected, "Once more"), decided);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 480000"));
  EXPECT_THAT(Unapproved("2026-Q1"), IsEmpty());
}

TEST_F(ManualCorrections, C23_OfTwoWhoDecideAtOnceOneDoes) {
  const std::string name = Entered("rosa", 25'000);
  const std::vector<Client> callers = {conrad(), frank(), As(v1::ROLE_COMP_ADMIN, "cleo"),
                                       As(v1::ROLE_COMP_ADMIN, "cyrus")};
  std::vector<absl::Status> answers(callers.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < callers.size(); ++i) {
    threads.emplace_back([&, i] {
      answers[i] =
          i % 2 == 0 ? Approve(callers[i], name).status() : Reject(callers[i], name, "No").status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto ok = [](const absl::Status& status) { return status.ok(); };
  EXPECT_EQ(std::count_if(answers.begin(), answers.end(), ok), 1);
  for (const absl::Status& answer : answers) {
    if (answer.ok()) continue;
    EXPECT_THAT(answer, Refuses(kRefused, "CORRECTION_STATE"));
  }
  const bool approved = answers[0].ok() || answers[2].ok();
  EXPECT_EQ(LookAt(camille(), name)->state(),
            approved ? v1::CORRECTION_STATE_APPROVED : v1::CORRECTION_STATE_REJECTED);
}

TEST_F(ManualCorrections, C23_AskedAgainUnderTheSameRequestIdItIsEnteredOnce) {
  v1::EnterCorrectionRequest asked = Asked("rosa", 25'000);
  asked.set_request_id("enter-1");
  const Client caller = camille();
  const Client second_person = conrad();
  AuditEvents();  // whoever it asks is known from then on
  const int64_t events = AuditEvents();
  const auto first = Enter(caller, asked);
  const auto second = Enter(caller, asked);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_THAT(List(camille()), SizeIs(1));
  asked.mutable_correction()->set_amount_minor(26'000);
  EXPECT_THAT(Enter(caller, asked), Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  v1::ApproveCorrectionRequest approve;
  approve.set_name(first->name());
  approve.set_request_id("approve-1");
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(second_person.Call(&StatementStub::ApproveCorrection, approve), IsOk());
  }
  EXPECT_EQ(AuditEvents(), events + 2);
}

TEST_F(ManualCorrections, C22_BelowZeroItIsCarriedForwardToTheCent) {
  Approved("dana", -10'001);
  PublishQuarter("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-dana"), ElementsAre("adjustment -10001", "carried_forward 10001"));
  Approved("dana", 15'000, "2026-Q2");
  SetClock(Day(7, 2));
  PublishQuarter("2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-dana"), ElementsAre("adjustment 15000", "carried_forward -10001"));
  EXPECT_EQ(Statement(camille(), "2026-Q2-dana")->totals().payable_minor(), 4'999);
}

TEST_F(ManualCorrections, W2_ALeaverHasAFinalStatementForIt) {
  v1::EndPersonRequest leave;
  leave.set_name(Person("dana"));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, leave), IsOk());
  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Statement(camille(), "2026-Q3-dana"),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  Approved("dana", -70'000, "2026-Q3");
  PublishQuarter("2026-Q3");
  EXPECT_THAT(Shown("2026-Q3-dana"), ElementsAre("adjustment -70000"));
  const auto final_one = Statement(camille(), "2026-Q3-dana");
  ASSERT_THAT(final_one, IsOk());
  EXPECT_TRUE(final_one->final_statement());
  EXPECT_EQ(final_one->totals().payable_minor(), -70'000);
  EXPECT_THAT(Deliveries(final_one->name()),
              Contains(::testing::Property(&v1::Delivery::rule, "C-22")));
}

TEST_F(ManualCorrections, C17_ThePayeeSeesTheLineAlone) {
  AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
  const std::string rosas = Entered("rosa", 25'000);
  const std::string farahs = Entered("farah", 7, "2026-Q2");
  const Client farah = As(v1::ROLE_MANAGER, "farah");
  const auto names = [this](const Client& who, const std::string& filter = "") {
    std::vector<std::string> listed;
    for (const v1::Correction& one : List(who, filter)) listed.push_back(one.name());
    return listed;
  };
  for (const Client& who : {camille(), conrad(), frank(), clara(), As(v1::ROLE_AUDITOR)}) {
    EXPECT_THAT(names(who), UnorderedElementsAre(rosas, farahs));
    EXPECT_THAT(LookAt(who, rosas), IsOk());
  }
  EXPECT_THAT(names(camille(), absl::StrCat("payee = \"", Person("farah"), "\"")),
              ElementsAre(farahs));
  EXPECT_THAT(names(camille(), "state = approved"), IsEmpty());
  const auto hidden = Refuses(absl::StatusCode::kNotFound, "NOT_FOUND");
  EXPECT_THAT(names(priya()), ElementsAre(rosas));
  EXPECT_THAT(LookAt(priya(), farahs), hidden);
  EXPECT_THAT(names(helen()), ElementsAre(farahs));
  // Of their own pay a manager sees the line, as everybody does.
  EXPECT_THAT(names(farah), IsEmpty());
  EXPECT_THAT(LookAt(farah, farahs), hidden);
  const std::string missing = Name("corrections", "K0");
  EXPECT_EQ(absl::StrReplaceAll(LookAt(farah, farahs).status().message(), {{farahs, missing}}),
            LookAt(farah, missing).status().message());
  for (const Client& who : {rosa(), plugin(), remy(), imogen()}) {
    EXPECT_THAT(LookAt(who, rosas),
                Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  }
}

// Decision 32: a pool that still lacks a rate in Q4 has no next quarter to pay it.
TEST_F(ManualCorrections, C23_PaysAPoolThatWasStillHeldForARateInTheLastQuarter) {
  AssignPools("imogen", v1::ROLE_CSM, "CSM-POOLS");
  SetClock(Day(11, 10));
  v1::Account ostsee = NewAccount("ostsee");
  ostsee.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
  AddAccount(ostsee);
  v1::RecordBookingRequest renewal =
      Booking("ostsee", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 17'000'000);
  renewal.mutable_booking()->set_currency_code("EUR");
  Record(renewal);
  SetClock(Day(12, 31) + absl::Hours(48));
  PublishQuarter("2026-Q4");
  const auto fourth = Statement(camille(), "2026-Q4-imogen");
  ASSERT_THAT(fourth, IsOk());
  const auto held = std::find_if(
      fourth->lines().begin(), fourth->lines().end(),
      [](const auto& line) { return line.has_pool() && line.hold_reason() == "no_rate"; });
  ASSERT_NE(held, fourth->lines().end());

  v1::EnterCorrectionRequest asked = Asked("imogen", 321'000, "2027-Q1");
  asked.mutable_correction()->set_line(held->name());
  const auto entered = Enter(camille(), asked);
  ASSERT_THAT(entered, IsOk());
  ASSERT_THAT(Approve(frank(), entered->name()), IsOk());
  ASSERT_THAT(Compute("2027-Q1").status, IsOk());
  const auto next = Statement(camille(), "2027-Q1-imogen");
  ASSERT_THAT(next, IsOk());
  const auto corrects = [&](const v1::StatementLine& line) {
    return line.correction() == entered->name() && line.earning_minor() == 321'000 &&
           line.status() == v1::LINE_STATUS_PAYABLE;
  };
  EXPECT_EQ(std::count_if(next->lines().begin(), next->lines().end(), corrects), 1);
  for (const v1::StatementLine& line : next->lines()) {
    EXPECT_NE(line.adjusts_line(), held->name());
    EXPECT_EQ(line.pool().paid_before_minor(), 0);
  }
}

}  // namespace
}  // namespace baton::testing
