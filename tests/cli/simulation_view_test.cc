#include "tools/cli/simulation_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/cli/proto_text.h"
#include "tools/cli/simulation_page.h"
#include "tools/cli/simulation_result.h"

namespace baton::cli {
namespace {

using ::testing::ElementsAre;
using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;
using ::testing::SizeIs;

v1::SimulatedStatement Of(const std::string& payee, const std::string& name,
                          const std::string& period, int64_t before, int64_t after) {
  v1::SimulatedStatement one = FromText<v1::SimulatedStatement>(
      R"(currency_code: 'USD'
         baseline { plan: 'AE-2027/1' }
         simulated { plan: 'AE-2027/2' }
         kinds { kind: STATEMENT_LINE_KIND_EARNING })");
  one.set_payee(absl::StrCat("tenants/acme/people/", payee));
  one.set_payee_display_name(name);
  one.set_period(period);
  one.mutable_baseline()->set_pay_minor(before);
  one.mutable_simulated()->set_pay_minor(after);
  one.set_pay_difference_minor(after - before);
  one.mutable_kinds(0)->set_baseline_earning_minor(before);
  one.mutable_kinds(0)->set_simulated_earning_minor(after);
  return one;
}

// tom loses, ines gains, ada gets the same; tom over two quarters, of which one is published.
SimulationResult Result() {
  SimulationResult result;
  result.statements = {Of("tom", "Tom Reyes", "2027-Q1", 480'000, 144'000),
                       Of("tom", "Tom Reyes", "2027-Q2", 100'000, 136'000),
                       Of("ines", "Ines <b>Okafor", "2027-Q1", 100'000, 200'000),
                       Of("ada", "=SUM(A1)", "2027-Q2", 5'000, 5'000)};
  result.statements[0].set_published(true);
  result.statements[0].set_published_payable_minor(470'001);
  result.statements[2].add_kinds()->set_kind(v1::STATEMENT_LINE_KIND_CARRIED_FORWARD);
  result.statements[2].mutable_kinds(1)->set_simulated_earning_minor(9);
  result.totals = {FromText<v1::SimulationTotals>(
      R"(currency_code: 'USD' pay_difference_minor: -200000
         baseline { pay_minor: 685000 totals { payable_minor: 600000 held_minor: 85000 } }
         simulated { pay_minor: 485000 totals { payable_minor: 400000 held_minor: 85000 } }
         gain_count: 1 lose_count: 1 same_count: 1)")};
  return result;
}

TEST(SimulationResult, C16_PayeesComeFromTheLargestGainToTheLargestLoss) {
  const std::vector<PayChange> changes = PayeeChanges(Result(), "USD");
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_EQ(changes[0].name, "Ines <b>Okafor");
  EXPECT_EQ(changes[2].name, "Tom Reyes");
  EXPECT_EQ(changes[2].before_minor, 580'000);
  EXPECT_EQ(changes[2].after_minor, 280'000);
  EXPECT_EQ(changes[2].difference_minor, -300'000);
  EXPECT_EQ(ChangeText(changes[2]), "-51.7%");
  EXPECT_EQ(ChangeText(changes[0]), "+100.0%");
  EXPECT_EQ(ChangeText(changes[1]), "0.0%");
  EXPECT_EQ(ChangeText({"", "USD", 0, 5, 5}), "");
  EXPECT_THAT(PayeeChanges(Result(), "EUR"), SizeIs(0));
}

TEST(SimulationResult, C16_WhatIsCarriedIsNoSourceOfTheDifference) {
  const std::vector<PayChange> kinds = KindChanges(Result(), "USD");
  ASSERT_THAT(kinds, SizeIs(1));
  EXPECT_EQ(kinds[0].name, "commission");
  EXPECT_EQ(kinds[0].difference_minor, -200'000);
}

TEST(SimulationResult, C16_TheCsvHasALineForEachPayeeAndQuarter) {
  const std::vector<std::string> lines = absl::StrSplit(SimulationCsv(Result()), '\n');
  ASSERT_THAT(lines, SizeIs(6));  // with the header, and nothing behind the last line feed
  EXPECT_EQ(lines[1],
            "2027-Q1,tom,Tom Reyes,USD,AE-2027/1,AE-2027/2,4800.00,1440.00,-3360.00,0.00,0.00,"
            "0.00,0.00,0.00,0.00,0.00,0.00,0.00,4700.01");
  EXPECT_THAT(lines[4], HasSubstr("ada,'=SUM(A1),USD"));
  const std::vector<std::string> header = absl::StrSplit(lines[0], ',');
  EXPECT_THAT(header, SizeIs(19));
}

TEST(SimulationReport, C16_ShowsBeforeAfterAndWhoWins) {
  const std::string text = SimulationReport(Result(), Piped("2027-04-01"));
  for (const char* part :
       {"What 2027-Q1 to 2027-Q2 gives", "5,800.00  2,800.00   -3,000.00   -51.7%  USD",
        "WHERE IT COMES FROM", "in all 6,850.00 before, 4,850.00 after: -2,000.00 USD (-29.2%); ",
        "1 gains, 1 loses, 1 gets the same",
        "payable 6,000.00 before, 4,000.00 after; held 850.00 before, 850.00 after",
        "2027-Q1 is published: what was paid stays."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(SimulationReport, C16_NobodyIsSaidSo) {
  EXPECT_EQ(SimulationReport({}, Piped("2027-04-01")),
            "nobody has a statement to get in these quarters\n");
}

TEST(DifferenceBars, C16_GainsLieRightAndLossesLeft) {
  View view = Piped("2027-04-01");
  view.terminal.width = 48;
  EXPECT_EQ(DifferenceBars(PayeeChanges(Result(), "USD"), view),
            "  Ines <b>Okafor           |###        +1,000.00\n"
            "  Tom Reyes      ##########|           -3,000.00\n");
}

TEST(DifferenceBars, C16_OfManyTheMiddleIsCounted) {
  std::vector<PayChange> changes;
  for (int i = 40; i > -41; --i) {
    changes.push_back({absl::StrCat("payee ", i), "USD", 0, i, i});
  }
  const std::string bars = DifferenceBars(changes, Piped("2027-04-01"));
  EXPECT_THAT(bars, HasSubstr("... 50 more between these ..."));
  EXPECT_THAT(bars, HasSubstr("payee 40 "));
  EXPECT_THAT(bars, HasSubstr("payee -40 "));
  EXPECT_THAT(bars, Not(HasSubstr("payee 3 ")));
  const std::vector<std::string> lines = absl::StrSplit(bars, '\n');
  EXPECT_THAT(lines, SizeIs(32));
}

TEST(SimulationPage, C16_StandsAloneAndShowsEveryPayee) {
  const std::string html =
      SimulationHtml(Result(), {"policy banded.json: credit_scheme", "rosa on plan <X>"});
  for (const char* part : {"What if, 2027-Q1 to 2027-Q2", "policy banded.json: credit_scheme",
                           "rosa on plan &lt;X&gt;", "Ines &lt;b&gt;Okafor", "class=\"gain\"",
                           "class=\"loss\"", "AE-2027/1 → AE-2027/2", "-3,360.00", "+360.00",
                           "1 gains, 1 loses, 1 gets the same", "2027-Q1 is published"}) {
    EXPECT_THAT(html, HasSubstr(part));
  }
  EXPECT_THAT(html, Not(HasSubstr("http://www.w3.org/1999")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace baton::cli
