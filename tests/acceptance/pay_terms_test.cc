// SPIFFs, caps, guarantees and draws over two closed quarters, and what they cost over time (C-20).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

// rosa has a recoverable draw of 6,000.00 and a cap of 9,000.00, and 500.00 for each booking of
// 40,000.00 or more of the first quarter; dana a guarantee of 1,000.00. rosa won 48,000.00 on
// 10 February and earns 10% of it. It is 2 April.
class PayTerms : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
    Give("rosa", RosasPlan());
    v1::CompPlan plan = Plan(v1::ROLE_AE);
    plan.set_code("AE-GUARANTEED");
    plan.set_guarantee_minor(100'000);
    Give("dana", plan);
    AssignPlan("imogen", v1::ROLE_CSM);
    WinExpansion(opportunity, Day(2, 10));
    SetClock(Day(4, 2));
  }

  static v1::CompPlan RosasPlan() {
    v1::CompPlan plan = Plan(v1::ROLE_AE);
    plan.set_code("AE-DRAW");
    plan.set_cap_minor(900'000);
    plan.set_draw_minor(600'000);
    plan.set_draw_recoverable(true);
    v1::Spiff& spiff = *plan.add_spiffs();
    spiff.set_code("PUSH");
    *spiff.mutable_start_time() = domain::ToTimestamp(Day(1, 1));
    *spiff.mutable_end_time() = domain::ToTimestamp(Day(4, 1));
    spiff.set_category(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
    spiff.set_min_credited_minor(4'000'000);
    spiff.set_amount_minor(50'000);
    return plan;
  }

  void Give(const std::string& person, const v1::CompPlan& plan) {
    SignedPlan(plan, Day(1, 1) - absl::Hours(24 * 365));
    ASSERT_THAT(Assign(camille(), person, plan.code()), IsOk());
  }

  // An expansion of 100,000.00 of 10 May, signed by both sides.
  void WinInMay() {
    SetClock(Day(5, 10));
    SignBoth(Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000, 32'800'000))
                 .attribution()
                 .name());
  }

  void Close(const std::string& period) {
    ASSERT_THAT(Compute(period).status, IsOk());
    v1::ClosePeriodRequest request;
    request.set_name(Name("periods", period));
    const auto closed = camille().Call(&StatementStub::ClosePeriod, request);
    ASSERT_THAT(closed, IsOk());
    ASSERT_EQ(closed->period().state(), v1::PERIOD_STATE_PUBLISHED);
  }

  // "draw 70000 draw_recoverable", a line each.
  std::vector<std::string> Shown(const std::string& id) {
    std::vector<std::string> shown;
    const auto statement = Statement(camille(), id);
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return shown;
    const v1::StatementTotals& totals = statement->totals();
    EXPECT_EQ(totals.earned_minor() - totals.held_minor() + totals.adjustments_minor(),
              totals.payable_minor());
    if (!statement->digest().empty()) {
      EXPECT_EQ(statement->digest(), domain::StatementDigest(*statement));
    }
    for (const v1::StatementLine& line : statement->lines()) {
      shown.push_back(absl::StrCat(domain::LineKindName(line.kind()), " ", line.earning_minor(),
                                   line.spiff().empty() ? "" : " ", line.spiff(),
                                   line.reason_code().empty() ? "" : " ", line.reason_code()));
    }
    return shown;
  }

  absl::StatusOr<v1::CompAmortisationResponse> Amortise(const Client& who,
                                                        v1::CompAmortisationRequest request = {}) {
    request.set_parent(Tenant());
    return who.Call(&ReportStub::CompAmortisation, request);
  }

  absl::StatusOr<v1::EndPersonResponse> End(const std::string& person, absl::Time at) {
    v1::EndPersonRequest request;
    request.set_name(Person(person));
    *request.mutable_end_time() = domain::ToTimestamp(at);
    return remy().Call(&AccountStub::EndPerson, request);
  }
};

TEST_F(PayTerms, C20_TwoQuartersAdvanceCapAndPayBack) {
  Close("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-rosa"),
              ElementsAre("earning 480000", "bonus 50000 PUSH", "draw 70000 draw_recoverable"));
  EXPECT_THAT(Shown("2026-Q1-dana"), ElementsAre("guarantee 100000"));
  WinInMay();
  SetClock(Day(7, 2));
  Close("2026-Q2");
  // 10,000.00, of which 1,000.00 are above the cap; what exceeds the draw pays it back.
  EXPECT_THAT(Shown("2026-Q2-rosa"),
              ElementsAre("earning 1000000", "cap -100000", "draw -70000 draw_recovered"));
  EXPECT_EQ(Statement(rosa(), "2026-Q2-rosa")->totals().payable_minor(), 830'000);
  EXPECT_THAT(Deliveries(), Not(Contains(Property(&v1::Delivery::subject, HasSubstr("draws")))));
}

TEST_F(PayTerms, C20_EachLineIsExplained) {
  Close("2026-Q1");
  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  ASSERT_THAT(statement->lines(), SizeIs(3));
  std::string texts;
  for (const v1::StatementLine& line : statement->lines()) {
    v1::ExplainLineRequest request;
    request.set_name(line.name());
    const auto explained = rosa().Call(&StatementStub::ExplainLine, request);
    ASSERT_THAT(explained, IsOk());
    texts += explained->explanation().summary();
    for (const auto& input : explained->explanation().inputs()) {
      absl::StrAppend(&texts, input.label(), "=", input.value(), "\n");
    }
    for (const auto& step : explained->explanation().steps()) {
      absl::StrAppend(&texts, step.text(), "\n");
    }
  }
  for (const char* part :
       {"Bonus of 500.00 USD", "SPIFF=PUSH", "at least 40,000.00 USD", "Draw of 700.00 USD",
        "The recoverable draw of AE-DRAW/1 is 6,000.00 USD a quarter.",
        "Still to be paid back: 0.00 USD before", "700.00 USD after."}) {
    EXPECT_THAT(texts, HasSubstr(part));
  }
}

TEST_F(PayTerms, C18_TheyLeaveInEachToolsForm) {
  Close("2026-Q1");
  int rows = 0;
  const std::string csv = Export("2026-Q1", v1::EXPORT_FORMAT_CSV, &rows);
  for (const char* part : {"spiff-PUSH", "draw_recoverable", "guarantee"}) {
    EXPECT_THAT(csv, HasSubstr(part));
  }
  const std::string adjustments = Export("2026-Q1", v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV, &rows);
  EXPECT_EQ(rows, 1);
  EXPECT_THAT(adjustments, HasSubstr("draw: draw_recoverable"));
}

TEST_F(PayTerms, C20_ADraftBeforeTheFirstIsPublishedKnowsNoBalance) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  WinInMay();
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Shown("2026-Q2-rosa"), ElementsAre("earning 1000000", "cap -100000"));
  Close("2026-Q1");
  v1::ClosePeriodRequest request;
  request.set_name(Name("periods", "2026-Q2"));
  const auto stale = camille().Call(&StatementStub::ClosePeriod, request);
  ASSERT_THAT(stale, IsOk());
  EXPECT_EQ(stale->period().state(), v1::PERIOD_STATE_CLOSING);
  Close("2026-Q2");
  EXPECT_THAT(Shown("2026-Q2-rosa"), Contains("draw -70000 draw_recovered"));
}

TEST_F(PayTerms, C20_ALeaversDrawIsToldAsTheirLastQuarterIsPublished) {
  SetClock(Day(3, 27));
  ASSERT_THAT(End("rosa", Day(3, 27)), IsOk());
  SetClock(Day(4, 2));
  Close("2026-Q1");
  // The draw of 86 of 90 days is 5,733.33.
  EXPECT_THAT(Shown("2026-Q1-rosa"),
              ElementsAre("earning 480000", "bonus 50000 PUSH", "draw 43333 draw_recoverable"));
  const auto told = Deliveries(Name("statements", "2026-Q1-rosa"));
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].recipient(), Person("camille"));
  EXPECT_THAT(told[0].subject() + told[0].body(), Not(HasSubstr("433.33")));  // C-17
}

TEST_F(PayTerms, C20_ALeaversBalanceIsToldWhenTheyLeaveAfterwardsToo) {
  Close("2026-Q1");
  EXPECT_THAT(Deliveries(Person("rosa")), IsEmpty());
  ASSERT_THAT(End("rosa", Day(3, 31)), IsOk());
  const auto told = Deliveries(Person("rosa"));
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].recipient(), Person("camille"));
  EXPECT_THAT(told[0].subject() + told[0].body(), Not(HasSubstr("700.00")));  // C-17
}

TEST_F(PayTerms, C20_WhatABookingCausedIsSpreadAndTheRestIsNot) {
  EXPECT_THAT(Amortise(camille())->rows(), IsEmpty());
  Close("2026-Q1");
  WinInMay();
  SetClock(Day(7, 2));
  Close("2026-Q2");
  const auto report = Amortise(frank());
  ASSERT_THAT(report, IsOk());
  // 4,800.00 and 500.00 over 60 months from February, 10,000.00 from May on.
  ASSERT_THAT(report->rows(), SizeIs(2));
  const v1::AmortisationRow& first = report->rows(0);
  EXPECT_EQ(first.capitalised_minor(), 530'000);
  EXPECT_EQ(first.amortised_minor(), 2 * 8'000 + 2 * 834);
  const v1::AmortisationRow& second = report->rows(1);
  EXPECT_EQ(second.period(), "2026-Q2");
  EXPECT_EQ(second.opening_minor(), first.closing_minor());
  EXPECT_EQ(second.capitalised_minor(), 1'000'000);
  EXPECT_EQ(second.amortised_minor(), 3 * 8'000 + 3 * 834 + 2 * 16'667);
  EXPECT_EQ(second.written_off_minor(), 0);
  ASSERT_THAT(report->lines(), SizeIs(3));
  EXPECT_EQ(report->lines(1).line(), Statement(camille(), "2026-Q1-rosa")->lines(1).name());
  EXPECT_EQ(report->lines(2).payee(), Person("rosa"));
  EXPECT_EQ(report->lines(2).remaining_minor(), 1'000'000 - 2 * 16'667);

  v1::CompAmortisationRequest request;
  request.set_from_period("2026-Q2");
  request.set_to_period("2026-Q3");
  request.set_expansion_months(12);
  const auto at_once = Amortise(camille(), request);
  ASSERT_THAT(at_once, IsOk());
  ASSERT_THAT(at_once->rows(), SizeIs(1));
  EXPECT_EQ(at_once->rows(0).expensed_minor(), 1'000'000);
  request.set_expense_short(false);
  EXPECT_EQ(Amortise(camille(), request)->rows(0).capitalised_minor(), 1'000'000);
}

TEST_F(PayTerms, C20_TheScheduleIsPagedAndNamesItsFaults) {
  Close("2026-Q1");
  v1::CompAmortisationRequest request;
  request.set_page_size(1);
  std::vector<std::string> seen;
  do {
    const auto page = Amortise(camille(), request);
    ASSERT_THAT(page, IsOk());
    EXPECT_THAT(page->rows(), SizeIs(1));
    ASSERT_THAT(page->lines(), SizeIs(1));
    seen.push_back(page->lines(0).line());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, SizeIs(2));
  request.set_page_token(Amortise(camille(), request)->next_page_token());
  request.set_renewal_months(24);
  EXPECT_THAT(Amortise(camille(), request),
              Refuses(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  request.set_from_period("2026Q1");
  request.set_to_period("soon");
  request.set_expansion_months(241);
  request.set_renewal_months(-1);
  request.set_page_size(-1);
  EXPECT_THAT(Amortise(camille(), request),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(Amortise(remy()), Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(PayTerms, C20_CompAdminTakesThePayReportsAsFilesAndNoOthers) {
  Close("2026-Q1");
  v1::ExportReportRequest accrual;
  accrual.mutable_comp_accrual();
  v1::ExportReportRequest rolled;
  rolled.mutable_comp_amortisation();
  v1::ExportReportRequest schedule = rolled;
  schedule.mutable_comp_amortisation()->set_table(v1::AMORTISATION_TABLE_SCHEDULE);
  for (const Client& who : {camille(), frank()}) {
    EXPECT_THAT(*Csv(who, accrual), HasSubstr("quarter,2026-Q1,USD,published"));
    EXPECT_EQ(*Csv(who, rolled),
              "Period,Currency,Opening,Capitalised,Expensed At Once,Amortised,Written Off,Closing\n"
              "2026-Q1,USD,0.00,5300.00,0.00,176.68,0.00,5123.32\n");
    const std::vector<std::string> lines = absl::StrSplit(*Csv(who, schedule), '\n');
    ASSERT_THAT(lines, SizeIs(4));  // the last is empty
    EXPECT_THAT(lines[2], HasSubstr("~0~spiff-PUSH,2026-Q1,"));
    EXPECT_THAT(lines[2], HasSubstr("net_new_expansion,USD,500.00,0.00,2026-02,60,0.00,16.68,0.00,"
                                    "483.32"));
  }
  EXPECT_THAT(Csv(remy(), rolled).status(),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  v1::ExportReportRequest handoff;
  handoff.mutable_sla_compliance();
  EXPECT_THAT(Csv(camille(), handoff).status(),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Csv(clara(), handoff), IsOk());
}

}  // namespace
}  // namespace baton::testing
