#include "tools/cli/statement_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"
#include "tools/cli/statement_page.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;

v1::CompStatement Tom() {
  return FromText<v1::CompStatement>(
      R"(name: 'tenants/acme/statements/2027-Q1-tom' period: '2027-Q1'
         payee: 'tenants/acme/people/tom' payee_display_name: 'Tom Reyes' payee_id: 'E-7'
         plan { code: 'AE-2027' version: 1 role: ROLE_AE currency_code: 'USD'
                expansion_rate_bp: 1000 new_business_rate_bp: 1200 renewal_rate_bp: 500 }
         state: STATEMENT_STATE_DRAFT
         lines { line_no: 1 kind: STATEMENT_LINE_KIND_EARNING account_display_name: 'Helios'
                 category: ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION part_amount_minor: 4800000
                 credit_share_bp: 10000 credited_amount_minor: 4800000 rate_bp: 1000
                 earning_minor: 480000 status: LINE_STATUS_PAYABLE
                 explanation { rule: 'C-1' text: 'AE 100% of 48,000.00' }
                 explanation { rule: 'C-4' text: '10% of 48,000.00 = 4,800.00' } }
         lines { line_no: 2 kind: STATEMENT_LINE_KIND_EARNING account_display_name: 'Verity'
                 category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE part_amount_minor: 12000000
                 credit_share_bp: 3000 credited_amount_minor: 3600000 rate_bp: 500
                 earning_minor: 180000 status: LINE_STATUS_HELD hold_reason: 'not_concurred' }
         totals { credited_minor: 8400000 earned_minor: 660000 held_minor: 180000
                  payable_minor: 480000 })");
}

TEST(StatementDetail, X6_EveryLineStandsWithItsReasons) {
  const std::string text = StatementDetail(Tom(), Piped("2027-04-01"));
  for (const char* part :
       {"Tom Reyes (tom), paid as E-7", "expansion 10%, new business 12%, renewal 5%",
        "net_new_expansion", "48,000.00   100%", "4,800.00  payable", "; held: not_concurred",
        "     C-1   AE 100% of 48,000.00\n", "     C-4   10% of 48,000.00 = 4,800.00\n", "30%"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

// Tom with a SPIFF on a booking, and a cap and a draw of the quarter.
v1::CompStatement WithTerms() {
  v1::CompStatement statement = Tom();
  *statement.add_lines() = FromText<v1::StatementLine>(
      R"(line_no: 3 kind: STATEMENT_LINE_KIND_BONUS account_display_name: 'Helios'
         booking: 'tenants/acme/bookings/B1' booked_date: '2027-02-10' spiff: 'PUSH'
         earning_minor: 50000 status: LINE_STATUS_PAYABLE)");
  *statement.add_lines() = FromText<v1::StatementLine>(
      R"(line_no: 4 kind: STATEMENT_LINE_KIND_CAP earning_minor: -100000
         status: LINE_STATUS_PAYABLE policy_version: 2)");
  *statement.add_lines() = FromText<v1::StatementLine>(
      R"(line_no: 5 kind: STATEMENT_LINE_KIND_DRAW earning_minor: -70000
         reason_code: 'draw_recovered' status: LINE_STATUS_PAYABLE)");
  return statement;
}

TEST(StatementDetail, C20_ALineOfTheQuarterNamesNoBooking) {
  const std::string text = StatementDetail(WithTerms(), Piped("2027-04-01"));
  EXPECT_THAT(text, HasSubstr("booked 2027-02-10, booking B1, SPIFF PUSH"));
  EXPECT_THAT(text, HasSubstr("of the quarter, policy version 2"));
  EXPECT_THAT(text, HasSubstr("-1,000.00"));
}

TEST(StatementHtml, C20_CapAndDrawHaveSectionsOfTheirOwn) {
  const std::string html = StatementHtml(WithTerms());
  for (const char* part : {"<h2>Cap</h2>", "<h2>Draw</h2>", "Earlier draws paid back",
                           "The quarter&#39;s pay", "SPIFF PUSH"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
}

TEST(TotalsBlock, C15_ReadsAsTheSumThatItIs) {
  EXPECT_EQ(TotalsBlock(Tom().totals(), "USD", Piped("2027-04-01")),
            "  credited ARR  84,000.00 USD\n"
            "  earned         6,600.00 USD\n"
            "- held           1,800.00 USD\n"
            "+ adjustments        0.00 USD\n"
            "= payable        4,800.00 USD\n");
}

// Tom's statement with a correction, and nothing else.
v1::CompStatement Corrected() {
  v1::CompStatement statement = Tom();
  statement.clear_lines();
  *statement.add_lines() = FromText<v1::StatementLine>(
      R"(name: 'tenants/acme/statements/2027-Q1-tom/lines/2027-Q1~tom~K1~0~correction'
         line_no: 1 kind: STATEMENT_LINE_KIND_ADJUSTMENT earning_minor: -12345
         status: LINE_STATUS_PAYABLE reason_code: 'manual_correction'
         correction: 'tenants/acme/corrections/K1'
         explanation { rule: 'C-23' text: 'Reason: paid twice, <twice>' })");
  return statement;
}

TEST(StatementDetail, C23_AManualCorrectionIsNamedAndStatesNoBooking) {
  const std::string text = StatementDetail(Corrected(), Piped("2027-04-01"));
  EXPECT_THAT(text, HasSubstr("manual correction K1"));
  EXPECT_THAT(text, HasSubstr("C-23  Reason: paid twice, <twice>"));
  EXPECT_THAT(text, HasSubstr("-123.45  payable"));
  EXPECT_THAT(text, Not(HasSubstr("booked ")));
  EXPECT_THAT(text, Not(HasSubstr(" 0%")));
}

TEST(StatementPage, C23_AManualCorrectionStandsAmongTheAdjustments) {
  const std::string html = StatementHtml(Corrected());
  EXPECT_THAT(html, HasSubstr("<h2>Adjustments</h2>"));
  EXPECT_THAT(html, HasSubstr("<td>Manual correction K1</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">-123.45</td>"));
  EXPECT_THAT(html, HasSubstr("Reason: paid twice, &lt;twice&gt;"));
}

TEST(StatementDetail, AStatementWithoutLinesSaysSo) {
  v1::CompStatement statement = Tom();
  statement.clear_lines();
  EXPECT_THAT(StatementDetail(statement, Piped("2027-04-01")), HasSubstr("no lines"));
}

}  // namespace
}  // namespace baton::cli
