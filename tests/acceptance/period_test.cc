// The life of a period and of its statements: closed, published, confirmed, pulled, explained,
// audited.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "tests/acceptance/reports.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

// rosa and imogen won an expansion of 48,000.00, signed by both sides; rosa earns 4,800.00. It is
// 2 April; dana did nothing.
class Periods : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    SetClock(Day(4, 2));
  }

  absl::StatusOr<v1::CompPeriod> Look() {
    v1::GetPeriodRequest request;
    request.set_name(Name("periods", "2026-Q1"));
    auto response = camille().Call(&StatementStub::GetPeriod, request);
    if (!response.ok()) return response.status();
    return response->period();
  }

  absl::StatusOr<v1::ClosePeriodResponse> Close() {
    v1::ClosePeriodRequest request;
    request.set_name(Name("periods", "2026-Q1"));
    return camille().Call(&StatementStub::ClosePeriod, request);
  }

  void PublishQ1() {
    ASSERT_THAT(Compute("2026-Q1").status, IsOk());
    const auto closed = Close();
    ASSERT_THAT(closed, IsOk());
    ASSERT_EQ(closed->period().state(), v1::PERIOD_STATE_PUBLISHED);
  }

  // An expansion of 2,000.00 of this quarter that nobody signs.
  std::string RecordUnsigned() {
    v1::RecordBookingRequest request =
        Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000, 23'000'000);
    *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 20));
    return Record(request).attribution().name();
  }

  absl::StatusOr<v1::ConfirmPayoutResponse> Confirm(int64_t minor,
                                                    const std::string& currency = "USD") {
    v1::ConfirmPayoutRequest request;
    request.set_name(Name("statements", "2026-Q1-rosa"));
    request.mutable_amount()->set_amount_minor(minor);
    request.mutable_amount()->set_currency_code(currency);
    request.set_tool_reference("run-17");
    return plugin().Call(&StatementStub::ConfirmPayout, request);
  }

  std::vector<v1::CompStatement> Pull(const Client& who, int64_t after, int page_size = 0) {
    std::vector<v1::CompStatement> pulled;
    v1::ListCompStatementsRequest request;
    request.set_parent(Tenant());
    request.set_after_change_seq(after);
    request.set_page_size(page_size);
    do {
      const auto page = who.Call(&StatementStub::ListCompStatements, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      pulled.insert(pulled.end(), page->statements().begin(), page->statements().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return pulled;
  }

  std::vector<v1::ReconciliationItem> Items(const Client& who) {
    v1::ListReconciliationItemsRequest request;
    request.set_parent(Tenant());
    const auto listed = who.Call(&AccountStub::ListReconciliationItems, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->items().begin(), listed->items().end()};
  }

  void End(const std::string& person, absl::Time at) {
    v1::EndPersonRequest request;
    request.set_name(Person(person));
    *request.mutable_end_time() = domain::ToTimestamp(at);
    ASSERT_THAT(remy().Call(&AccountStub::EndPerson, request), IsOk());
  }

  // harborline leaves on that day: within 90 days of its expansion of 10 February.
  void Churn(absl::Time at) {
    SetClock(at);
    v1::RecordChurnRequest request;
    request.set_parent(Tenant());
    request.set_account(Account("harborline"));
    ASSERT_THAT(remy().Call(&AttributionStub::RecordChurn, request), IsOk());
  }

  // The accrual of Q2.
  v1::AccrualRow Accrual() {
    v1::CompAccrualRequest request;
    request.set_parent(Tenant());
    request.set_from_period("2026-Q2");
    const auto report = camille().Call(&v1::ReportService::Stub::CompAccrual, request);
    EXPECT_THAT(report, IsOk());
    if (!report.ok() || report->rows_size() != 1) return {};
    return report->rows(0);
  }

  absl::StatusOr<v1::LineExplanation> Explain(const Client& who, const std::string& name,
                                              const std::string& field = "") {
    v1::ExplainLineRequest request;
    request.set_name(name);
    request.set_field(field);
    auto response = who.Call(&StatementStub::ExplainLine, request);
    if (!response.ok()) return response.status();
    return response->explanation();
  }
};

std::vector<v1::CloseCheckKind> Kinds(const v1::CompPeriod& period) {
  std::vector<v1::CloseCheckKind> kinds;
  for (const v1::CloseCheck& check : period.checklist()) kinds.push_back(check.kind());
  return kinds;
}

std::vector<std::string> Subjects(const v1::CompPeriod& period, v1::CloseCheckKind kind) {
  for (const v1::CloseCheck& check : period.checklist()) {
    if (check.kind() == kind) return {check.subjects().begin(), check.subjects().end()};
  }
  return {};
}

TEST_F(Periods, C24_AnOpenPeriodSaysWhatItsStatementsLack) {
  const auto open = Look();
  ASSERT_THAT(open, IsOk());
  EXPECT_EQ(open->state(), v1::PERIOD_STATE_OPEN);
  EXPECT_EQ(open->end_date(), "2026-03-31");
  EXPECT_THAT(Kinds(*open), ElementsAre(v1::CLOSE_CHECK_KIND_NOT_COMPUTED));
  EXPECT_THAT(Subjects(*open, v1::CLOSE_CHECK_KIND_NOT_COMPUTED),
              ElementsAre(Person("dana"), Person("imogen"), Person("rosa")));
}

TEST_F(Periods, C24_EverythingThatStopsAPeriodIsNamedAtOnce) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  RecordUnsigned();
  const std::string late = RecordUnsigned();
  const auto closed = Close();
  ASSERT_THAT(closed, IsOk());
  EXPECT_THAT(closed->statements(), IsEmpty());
  const v1::CompPeriod& period = closed->period();
  EXPECT_EQ(period.state(), v1::PERIOD_STATE_CLOSING);
  EXPECT_EQ(period.closer(), Person("camille"));
  EXPECT_EQ(domain::ToTime(period.close_time()), Now());
  EXPECT_THAT(Subjects(period, v1::CLOSE_CHECK_KIND_STALE),
              Contains(Name("statements", "2026-Q1-rosa")));
  EXPECT_THAT(Subjects(period, v1::CLOSE_CHECK_KIND_UNSIGNED), Contains(late));
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_STALE"));
  EXPECT_EQ(Statement(camille(), "2026-Q1-dana")->state(), v1::STATEMENT_STATE_DRAFT);
}

TEST_F(Periods, C24_WhatIsUnsignedIsHeldAndStopsNothing) {
  const std::string open = RecordUnsigned();
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto ready = Look();
  ASSERT_THAT(ready, IsOk());
  EXPECT_THAT(Subjects(*ready, v1::CLOSE_CHECK_KIND_UNSIGNED), ElementsAre(open));
  const auto closed = Close();
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->period().state(), v1::PERIOD_STATE_PUBLISHED);
  EXPECT_THAT(closed->statements(), SizeIs(3));
  EXPECT_THAT(closed->period().checklist(), IsEmpty());
  EXPECT_EQ(closed->period().publisher(), Person("camille"));
  EXPECT_GT(Statement(camille(), "2026-Q1-rosa")->totals().held_minor(), 0);
}

TEST_F(Periods, C24_WhoIsCreditedAndHasNoPlanStopsThePeriod) {
  AddAccount(NewAccount("copperhill"), "tobias", "rosa");
  v1::RecordBookingRequest request =
      Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 18'000'000);
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 20));
  Record(request);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto closed = Close();
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->period().state(), v1::PERIOD_STATE_CLOSING);
  EXPECT_THAT(Subjects(closed->period(), v1::CLOSE_CHECK_KIND_NO_PLAN),
              ElementsAre(Person("tobias")));
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "COMP_INPUT_MISSING"));
}

// dana was drafted in Q2 before anybody recorded that she left in Q1.
TEST_F(Periods, W2_TheDraftOfWhoGetsNoStatementAnyMoreIsRemoved) {
  PublishQ1();
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Statement(camille(), "2026-Q2-dana"), IsOk());
  End("dana", Day(3, 20));
  EXPECT_THAT(Publish("2026-Q2"),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_STALE"));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Statement(camille(), "2026-Q2-dana"),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  const auto published = Publish("2026-Q2");
  ASSERT_THAT(published, IsOk());
  EXPECT_THAT(published->statements(), SizeIs(2));
}

// The policy moves to New York on 1 April; what was booked on 1 January at 02:00 UTC is Q1's.
TEST_F(Periods, X3_ANewCalendarMovesNoEdgeThatWasReached) {
  SetClock(Day(3, 1));
  v1::Policy policy;
  policy.set_time_zone("America/New_York");
  const absl::Time april = Day(4, 1) - absl::Hours(12);
  *policy.mutable_effective_time() = domain::ToTimestamp(april);
  PutPolicyVersion(policy, {"time_zone"});
  std::vector<std::string> booked;
  for (const absl::Time at :
       {Day(1, 1) - absl::Hours(10), april - absl::Microseconds(1), april + absl::Hours(2)}) {
    SetClock(std::max(Now(), at));
    v1::RecordBookingRequest request =
        Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 0, 100'000);
    request.mutable_booking()->mutable_lines(0)->set_product_line(absl::StrCat(booked.size()));
    *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(at);
    booked.push_back(Record(request).attribution().name());
  }
  SetClock(Day(7, 2));
  const auto of = [&](const std::string& period) {
    EXPECT_THAT(Compute(period).status, IsOk());
    const auto statement = Statement(camille(), period + "-rosa");
    EXPECT_THAT(statement, IsOk());
    std::vector<std::string> found;
    for (const v1::StatementLine& line : statement->lines()) {
      if (std::count(booked.begin(), booked.end(), line.attribution()) > 0) {
        found.push_back(line.attribution());
      }
    }
    return found;
  };
  EXPECT_THAT(of("2026-Q1"), ElementsAre(booked[0], booked[1]));
  EXPECT_THAT(of("2026-Q2"), ElementsAre(booked[2]));
}

TEST_F(Periods, C24_AQuarterThatIsNotOverIsNotPublished) {
  SetClock(Day(3, 31));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Publish("2026-Q1"), Refuses(absl::StatusCode::kFailedPrecondition, "QUARTER_OPEN"));
  SetClock(Day(4, 1));  // the quarter's exclusive end
  EXPECT_THAT(Publish("2026-Q1"), IsOk());
}

TEST_F(Periods, C24_APublishedPeriodIsNeverReopened) {
  PublishQ1();
  const auto refused = Refuses(absl::StatusCode::kFailedPrecondition, "PERIOD_PUBLISHED");
  EXPECT_THAT(Close(), refused);
  EXPECT_THAT(Publish("2026-Q1"), refused);
  EXPECT_EQ(Look()->state(), v1::PERIOD_STATE_PUBLISHED);
}

TEST_F(Periods, C24_OfTwoWhoCloseAtOnceOnePublishes) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const Client caller = camille();
  v1::ClosePeriodRequest request;
  request.set_name(Name("periods", "2026-Q1"));
  std::vector<absl::Status> answers(4);
  std::vector<std::thread> threads;
  for (absl::Status& answer : answers) {
    threads.emplace_back([&caller, &request, &answer] {
      answer = caller.Call(&StatementStub::ClosePeriod, request).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count_if(answers.begin(), answers.end(), [](const auto& s) { return s.ok(); }), 1);
  EXPECT_THAT(Pull(plugin(), 0), SizeIs(3));
}

TEST_F(Periods, C24_APublishedPeriodWhoseAuditIsCompleteIsAudited) {
  PublishQ1();
  v1::AuditQuarterRequest draw;
  draw.set_parent(Tenant());
  draw.set_quarter("2026-Q1");
  const auto audit = remy().Call(&AttributionStub::AuditQuarter, draw);
  ASSERT_THAT(audit, IsOk());
  ASSERT_EQ(audit->audit().items(), 1);
  EXPECT_EQ(Look()->state(), v1::PERIOD_STATE_PUBLISHED);
  v1::ListAuditItemsRequest list;
  list.set_parent(audit->audit().name());
  const auto items = remy().Call(&AttributionStub::ListAuditItems, list);
  ASSERT_THAT(items, IsOk());
  v1::RecordAuditFindingRequest finding;
  finding.set_name(items->items(0).name());
  finding.set_finding(v1::AUDIT_FINDING_IN_ORDER);
  finding.set_comment("In order.");
  ASSERT_THAT(remy().Call(&AttributionStub::RecordAuditFinding, finding), IsOk());
  const auto audited = Look();
  ASSERT_THAT(audited, IsOk());
  EXPECT_EQ(audited->state(), v1::PERIOD_STATE_AUDITED);
  EXPECT_EQ(audited->auditor(), Person("remy"));
  EXPECT_THAT(Close(), Refuses(absl::StatusCode::kFailedPrecondition, "PERIOD_PUBLISHED"));
}

TEST_F(Periods, C24_TheLastFindingAndThePublicationAtOnceAuditThePeriod) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  v1::AuditQuarterRequest draw;
  draw.set_parent(Tenant());
  draw.set_quarter("2026-Q1");
  const auto audit = remy().Call(&AttributionStub::AuditQuarter, draw);
  ASSERT_THAT(audit, IsOk());
  v1::ListAuditItemsRequest list;
  list.set_parent(audit->audit().name());
  const auto items = remy().Call(&AttributionStub::ListAuditItems, list);
  ASSERT_THAT(items, IsOk());
  ASSERT_EQ(items->items_size(), 1);
  v1::RecordAuditFindingRequest finding;
  finding.set_name(items->items(0).name());
  finding.set_finding(v1::AUDIT_FINDING_IN_ORDER);
  finding.set_comment("In order.");
  const Client auditing = remy();
  const Client closing = camille();
  v1::ClosePeriodRequest close;
  close.set_name(Name("periods", "2026-Q1"));
  std::thread beside(
      [&] { EXPECT_THAT(auditing.Call(&AttributionStub::RecordAuditFinding, finding), IsOk()); });
  EXPECT_THAT(closing.Call(&StatementStub::ClosePeriod, close), IsOk());
  beside.join();
  EXPECT_EQ(Look()->state(), v1::PERIOD_STATE_AUDITED);
}

TEST_F(Periods, C18_TheExactAmountMakesTheStatementPaid) {
  PublishQ1();
  const auto before = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(before, IsOk());
  const auto paid = Confirm(480'000);
  ASSERT_THAT(paid, IsOk());
  EXPECT_FALSE(paid->has_reconciliation_item());
  EXPECT_EQ(paid->statement().state(), v1::STATEMENT_STATE_PAID);
  EXPECT_EQ(domain::ToTime(paid->statement().pay_time()), Now());
  const auto after = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->state(), v1::STATEMENT_STATE_PAID);
  EXPECT_EQ(after->digest(), domain::StatementDigest(*after));
  EXPECT_EQ(after->digest(), before->digest());
}

TEST_F(Periods, C18_OneCentOffIsAReconciliationItem) {
  PublishQ1();
  const auto off = Confirm(480'001);
  ASSERT_THAT(off, IsOk());
  EXPECT_EQ(off->statement().state(), v1::STATEMENT_STATE_PUBLISHED);
  EXPECT_EQ(off->reconciliation_item().difference().amount_minor(), 1);
  EXPECT_THAT(Confirm(480'001)->reconciliation_item().name(), off->reconciliation_item().name());
  ASSERT_THAT(Items(plugin()), SizeIs(1));
  EXPECT_THAT(Items(Admin()), IsEmpty());  // C-17: it says what is paid
  ASSERT_THAT(Confirm(480'000), IsOk());
  EXPECT_TRUE(Items(plugin())[0].has_resolve_time());
}

TEST_F(Periods, C18_AnotherCurrencyIsAReconciliationItem) {
  PublishQ1();
  const auto off = Confirm(480'000, "EUR");
  ASSERT_THAT(off, IsOk());
  EXPECT_EQ(off->statement().state(), v1::STATEMENT_STATE_PUBLISHED);
  EXPECT_FALSE(off->reconciliation_item().has_difference());
}

TEST_F(Periods, C18_TheSameConfirmationAgainChangesNothing) {
  PublishQ1();
  ASSERT_THAT(Confirm(480'000), IsOk());
  const int64_t events = AuditEvents();
  const auto pulled = Pull(plugin(), 0);
  SetClock(Day(4, 20));
  const auto again = Confirm(480'000);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(domain::ToTime(again->statement().pay_time()), Day(4, 2));
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_EQ(Pull(plugin(), 0).back().change_seq(), pulled.back().change_seq());
}

TEST_F(Periods, C18_ADraftIsNotPaidAndAnotherAmountAfterwardsIsAnItem) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Confirm(480'000),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_PUBLISHED"));
  PublishQ1();
  ASSERT_THAT(Confirm(480'000), IsOk());
  const auto other = Confirm(470'000);
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->statement().state(), v1::STATEMENT_STATE_PAID);
  EXPECT_EQ(other->reconciliation_item().difference().amount_minor(), -10'000);
}

TEST_F(Periods, C18_PaidIsAStateThatListsKnow) {
  PublishQ1();
  ASSERT_THAT(Confirm(480'000), IsOk());
  const auto names = [&](const std::string& filter) {
    std::vector<std::string> found;
    v1::ListCompStatementsRequest request;
    request.set_parent(Tenant());
    request.set_filter(filter);
    const auto listed = camille().Call(&StatementStub::ListCompStatements, request);
    EXPECT_THAT(listed, IsOk());
    for (const auto& statement : listed->statements()) found.push_back(statement.payee());
    return found;
  };
  EXPECT_THAT(names("state = PAID"), ElementsAre(Person("rosa")));
  EXPECT_THAT(names("state = PUBLISHED"), ElementsAre(Person("dana"), Person("imogen")));
  int rows = 0;
  Export("2026-Q1", v1::EXPORT_FORMAT_CSV, &rows);
  EXPECT_EQ(rows, 2);  // paid or not, the export stays as it was
}

TEST_F(Periods, C14_APullerMissesNothingAndGetsEachChangeOnce) {
  EXPECT_THAT(Pull(plugin(), 0), IsEmpty());
  PublishQ1();
  const auto first = Pull(plugin(), 0, 2);  // page by page
  ASSERT_THAT(first, SizeIs(3));
  for (size_t i = 1; i < first.size(); ++i) {
    EXPECT_GT(first[i].change_seq(), first[i - 1].change_seq());
  }
  EXPECT_THAT(Pull(plugin(), first.back().change_seq()), IsEmpty());
  ASSERT_THAT(Confirm(480'000), IsOk());
  const auto next = Pull(plugin(), first.back().change_seq());
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0].payee(), Person("rosa"));
  EXPECT_EQ(next[0].state(), v1::STATEMENT_STATE_PAID);
  const auto all = Pull(plugin(), 0);  // each once, as it stands
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all.back().change_seq(), next[0].change_seq());
  EXPECT_THAT(Pull(dana(), 0), SizeIs(1));  // C-17
}

TEST_F(Periods, X6_ALineAndASumAreExplained) {
  PublishQ1();
  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  const std::string line = statement->lines(0).name();
  const auto explained = Explain(rosa(), line);
  ASSERT_THAT(explained, IsOk());
  EXPECT_THAT(explained->summary(), HasSubstr("4,800.00 USD"));
  EXPECT_THAT(explained->rules(), Contains("C-4"));
  EXPECT_THAT(explained->rules(), Contains("X-2"));
  EXPECT_GT(explained->policy_version(), 0);
  EXPECT_THAT(explained->attribution_steps(), Not(IsEmpty()));
  const auto sum = Explain(rosa(), statement->name(), "earned_minor");
  ASSERT_THAT(sum, IsOk());
  ASSERT_THAT(sum->addends(), SizeIs(1));
  EXPECT_EQ(sum->addends(0).label(), line);
  EXPECT_EQ(sum->addends(0).value(), "4,800.00 USD");
  EXPECT_THAT(ViolatedFields(Explain(rosa(), statement->name(), "tips").status()),
              ElementsAre("field"));
  const auto missing = Refuses(absl::StatusCode::kNotFound, "NOT_FOUND");
  EXPECT_THAT(Explain(dana(), line), missing);
  EXPECT_THAT(Explain(rosa(), line + "x"), missing);
}

TEST_F(Periods, C14_AStatementThatWasAlteredDoesNotVerify) {
  PublishQ1();
  v1::VerifyStatementRequest request;
  request.set_parent(Tenant());
  *request.mutable_statement() = *Statement(rosa(), "2026-Q1-rosa");
  auto verdict = rosa().Call(&StatementStub::VerifyStatement, request);
  ASSERT_THAT(verdict, IsOk());
  EXPECT_TRUE(verdict->ok());
  EXPECT_EQ(verdict->computed_digest(), request.statement().digest());
  request.mutable_statement()->mutable_lines(0)->set_earning_minor(480'001);
  verdict = rosa().Call(&StatementStub::VerifyStatement, request);
  ASSERT_THAT(verdict, IsOk());
  EXPECT_FALSE(verdict->ok());
  EXPECT_THAT(verdict->differences(), Contains(HasSubstr("earning_minor: 480001")));
  // With a digest to fit it still is not what was published.
  request.mutable_statement()->set_digest(domain::StatementDigest(request.statement()));
  verdict = rosa().Call(&StatementStub::VerifyStatement, request);
  ASSERT_THAT(verdict, IsOk());
  EXPECT_FALSE(verdict->ok());
}

TEST_F(Periods, C20_WhatIsBelowZeroIsCarried) {
  PublishQ1();
  Churn(Day(4, 20));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q2-rosa")->totals().payable_minor(), 0);
  EXPECT_EQ(Accrual().carried_minor(), 480'000);
  EXPECT_EQ(Accrual().due_minor(), 0);
}

TEST_F(Periods, C22_CompAdminHearsOfALeaversDebtWithoutItsAmount) {
  PublishQ1();
  SetClock(Day(4, 5));
  End("rosa", Day(3, 20));
  Churn(Day(4, 20));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q2-rosa")->totals().payable_minor(), -480'000);
  EXPECT_EQ(Accrual().carried_minor(), 0);  // there is no statement that it goes into
  const auto told = Deliveries(Name("statements", "2026-Q2-rosa"));
  EXPECT_THAT(told,
              ElementsAre(DeliveryTo(Person("camille"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "C-22")));
  for (const v1::Delivery& delivery : told) {
    EXPECT_THAT(delivery.subject() + delivery.body(), Not(HasSubstr("4,800")));
  }
}

TEST_F(Periods, C20_WhatNoStatementMayReleaseIsNotOpen) {
  const std::string unsigned_one = RecordUnsigned();
  PublishQ1();
  v1::CompAccrualRequest request;
  request.set_parent(Tenant());
  EXPECT_EQ(
      camille().Call(&v1::ReportService::Stub::CompAccrual, request)->totals(0).held_open_minor(),
      20'000);
  const std::string booking = LookAttribution(unsigned_one).booking();
  v1::VoidBookingRequest voided;
  voided.set_name(booking);
  voided.set_reason("Booked with the wrong amount.");
  ASSERT_THAT(remy().Call(&AttributionStub::VoidBooking, voided), IsOk());
  v1::ApproveBookingVoidRequest approve;
  approve.set_name(booking);
  ASSERT_THAT(otto().Call(&AttributionStub::ApproveBookingVoid, approve), IsOk());
  EXPECT_EQ(
      camille().Call(&v1::ReportService::Stub::CompAccrual, request)->totals(0).held_open_minor(),
      0);
}

TEST_F(Periods, C20_AccrualsFollowTheStatements) {
  RecordUnsigned();
  PublishQ1();
  v1::CompAccrualRequest request;
  request.set_parent(Tenant());
  auto report = camille().Call(&v1::ReportService::Stub::CompAccrual, request);
  ASSERT_THAT(report, IsOk());
  ASSERT_THAT(report->rows(), SizeIs(1));
  EXPECT_EQ(report->rows(0).state(), v1::PERIOD_STATE_PUBLISHED);
  EXPECT_EQ(report->rows(0).totals().earned_minor(), 500'000);
  EXPECT_EQ(report->rows(0).held_open_minor(), 20'000);
  EXPECT_EQ(report->rows(0).accrued_minor(), 480'000);
  ASSERT_THAT(Confirm(480'000), IsOk());
  report = camille().Call(&v1::ReportService::Stub::CompAccrual, request);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->totals(0).paid_minor(), 480'000);
  EXPECT_EQ(report->totals(0).accrued_minor(), 0);
  EXPECT_THAT(remy().Call(&v1::ReportService::Stub::CompAccrual, request),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

}  // namespace
}  // namespace baton::testing
