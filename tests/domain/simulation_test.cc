#include "domain/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "domain/statement.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::CompStatement StatementOf(const std::string& payee, const std::string& currency = "USD") {
  v1::CompStatement statement;
  statement.set_name("tenants/acme/statements/2027-Q1-" + payee);
  statement.set_payee("tenants/acme/people/" + payee);
  statement.set_payee_display_name(payee);
  statement.set_period("2027-Q1");
  statement.mutable_plan()->set_code("P");
  statement.mutable_plan()->set_version(1);
  statement.mutable_plan()->set_currency_code(currency);
  return statement;
}

void Add(v1::StatementLineKind kind, int64_t earning_minor, int64_t credited_minor,
         v1::LineStatus status, v1::CompStatement* statement) {
  v1::StatementLine& line = *statement->add_lines();
  line.set_kind(kind);
  line.set_earning_minor(earning_minor);
  line.set_credited_amount_minor(credited_minor);
  line.set_status(status);
  *statement->mutable_totals() = TotalsOf(*statement).value();
}

constexpr auto kPayable = v1::LINE_STATUS_PAYABLE;
constexpr auto kHeld = v1::LINE_STATUS_HELD;

TEST(Simulation, C22_WhatIsCarriedIsNoPayOfTheQuarter) {
  v1::CompStatement statement = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_EARNING, 1'000, 0, kPayable, &statement);
  Add(v1::STATEMENT_LINE_KIND_EARNING, 50, 0, kHeld, &statement);
  Add(v1::STATEMENT_LINE_KIND_CLAWBACK, -3'000, 0, kPayable, &statement);
  Add(v1::STATEMENT_LINE_KIND_CARRIED_FORWARD, 2'000, 0, kPayable, &statement);
  EXPECT_THAT(PayOf(statement), IsOkAndHolds(-1'950));
}

TEST(Simulation, C16_TheDifferenceStandsFigureByFigureAndKindByKind) {
  v1::CompStatement before = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_EARNING, 1'000, 10'000, kPayable, &before);
  Add(v1::STATEMENT_LINE_KIND_EARNING, 200, 2'000, kHeld, &before);
  v1::CompStatement after = StatementOf("ada");
  after.mutable_plan()->set_version(2);
  Add(v1::STATEMENT_LINE_KIND_EARNING, 1'500, 10'000, kPayable, &after);
  Add(v1::STATEMENT_LINE_KIND_POOL, 70, 0, kPayable, &after);
  after.mutable_lines(1)->mutable_pool()->set_pool(v1::COMP_POOL_MBO);
  const auto compared = CompareStatements(&before, &after, false);
  ASSERT_THAT(compared, IsOk());
  EXPECT_EQ(compared->baseline().plan(), "P/1");
  EXPECT_EQ(compared->simulated().plan(), "P/2");
  EXPECT_EQ(compared->difference().earned_minor(), 370);
  EXPECT_EQ(compared->difference().held_minor(), -200);
  EXPECT_EQ(compared->difference().payable_minor(), 570);
  EXPECT_EQ(compared->difference().credited_minor(), 0);
  EXPECT_EQ(compared->pay_difference_minor(), 370);
  ASSERT_THAT(compared->kinds(), SizeIs(2));
  EXPECT_EQ(compared->kinds(0).baseline_earning_minor(), 1'200);
  EXPECT_EQ(compared->kinds(0).simulated_earning_minor(), 1'500);
  EXPECT_EQ(compared->kinds(0).baseline_credited_minor(), 12'000);
  EXPECT_EQ(compared->kinds(1).pool(), v1::COMP_POOL_MBO);
  EXPECT_EQ(compared->kinds(1).simulated_earning_minor(), 70);
  EXPECT_THAT(compared->baseline().lines(), IsEmpty());
  EXPECT_THAT(CompareStatements(&before, &after, true)->simulated().lines(), SizeIs(2));
}

TEST(Simulation, C16_WhoHasNoStatementGetsNothing) {
  v1::CompStatement after = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_BONUS, 70, 0, kPayable, &after);
  const auto gained = CompareStatements(nullptr, &after, false);
  ASSERT_THAT(gained, IsOk());
  EXPECT_EQ(gained->payee(), after.payee());
  EXPECT_EQ(gained->baseline().plan(), "");
  EXPECT_EQ(gained->pay_difference_minor(), 70);
  const auto lost = CompareStatements(&after, nullptr, false);
  ASSERT_THAT(lost, IsOk());
  EXPECT_EQ(lost->pay_difference_minor(), -70);
}

TEST(Simulation, C15_AmountsOfTwoCurrenciesAreNeverCompared) {
  const v1::CompStatement dollars = StatementOf("ada");
  const v1::CompStatement euros = StatementOf("ada", "EUR");
  const v1::CompStatement another = StatementOf("ben");
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(CompareStatements(&dollars, &euros, false), StatusIs(kInvalid));
  EXPECT_THAT(CompareStatements(&dollars, &another, false), StatusIs(kInvalid));
  EXPECT_THAT(CompareStatements(nullptr, nullptr, false), StatusIs(kInvalid));
}

TEST(Simulation, C15_CreditInAnotherCurrencyIsInNoSum) {
  v1::CompStatement statement = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_CREDIT, 0, 500, kPayable, &statement);
  Add(v1::STATEMENT_LINE_KIND_CREDIT, 0, 900, kPayable, &statement);
  statement.mutable_lines(1)->set_booked_currency_code("EUR");
  const auto compared = CompareStatements(&statement, &statement, false);
  ASSERT_THAT(compared, IsOk());
  EXPECT_EQ(compared->kinds(0).simulated_credited_minor(), 500);
}

TEST(Simulation, X2_WhatDoesNotFitIsRefused) {
  v1::CompStatement low = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_BONUS, std::numeric_limits<int64_t>::min(), 0, kPayable, &low);
  v1::CompStatement high = StatementOf("ada");
  Add(v1::STATEMENT_LINE_KIND_BONUS, 1, 0, kPayable, &high);
  EXPECT_THAT(CompareStatements(&low, &high, false), StatusIs(absl::StatusCode::kOutOfRange));
}

v1::SimulatedStatement Found(const std::string& payee, const std::string& currency,
                             int64_t difference) {
  v1::SimulatedStatement one;
  one.set_payee(payee);
  one.set_currency_code(currency);
  one.mutable_baseline()->set_pay_minor(100);
  one.mutable_baseline()->mutable_totals()->set_payable_minor(90);
  one.mutable_simulated()->set_pay_minor(100 + difference);
  one.mutable_simulated()->mutable_totals()->set_payable_minor(90 + difference);
  one.mutable_difference()->set_payable_minor(difference);
  one.set_pay_difference_minor(difference);
  return one;
}

TEST(SimulationTally, C16_APayeeCountsOnceACurrencyByAllTheirQuarters) {
  SimulationTally tally;
  for (const v1::SimulatedStatement& one :
       {Found("ada", "USD", 5), Found("ada", "USD", -5), Found("ben", "USD", 7),
        Found("ben", "USD", 1), Found("cy", "USD", -2), Found("cy", "EUR", 4)}) {
    ASSERT_THAT(tally.Add(one), IsOk());
  }
  const std::vector<v1::SimulationTotals> totals = tally.Totals();
  ASSERT_THAT(totals, SizeIs(2));
  EXPECT_EQ(totals[0].currency_code(), "EUR");
  EXPECT_EQ(totals[0].gain_count(), 1);
  EXPECT_EQ(totals[1].currency_code(), "USD");
  EXPECT_EQ(totals[1].gain_count(), 1);
  EXPECT_EQ(totals[1].lose_count(), 1);
  EXPECT_EQ(totals[1].same_count(), 1);
  EXPECT_EQ(totals[1].baseline().pay_minor(), 500);
  EXPECT_EQ(totals[1].simulated().pay_minor(), 506);
  EXPECT_EQ(totals[1].difference().payable_minor(), 6);
  EXPECT_EQ(totals[1].pay_difference_minor(), 6);
}

}  // namespace
}  // namespace baton::domain
