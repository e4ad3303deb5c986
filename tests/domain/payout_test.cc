#include "domain/payout.h"

#include <gtest/gtest.h>

#include "domain/accrual.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

v1::CompStatement Published(int64_t payable_minor) {
  v1::CompStatement statement;
  statement.set_state(v1::STATEMENT_STATE_PUBLISHED);
  statement.mutable_plan()->set_currency_code("USD");
  statement.mutable_totals()->set_payable_minor(payable_minor);
  return statement;
}

v1::Money Usd(int64_t minor) {
  v1::Money money;
  money.set_amount_minor(minor);
  money.set_currency_code("USD");
  return money;
}

TEST(Payout, C18_OnlyTheVeryAmountAndCurrencyIsExact) {
  const v1::CompStatement statement = Published(480'000);
  EXPECT_TRUE(IsExact(statement, Usd(480'000)));
  EXPECT_FALSE(IsExact(statement, Usd(479'999)));
  EXPECT_FALSE(IsExact(statement, Usd(480'001)));
  v1::Money euros = Usd(480'000);
  euros.set_currency_code("EUR");
  EXPECT_FALSE(IsExact(statement, euros));
}

TEST(Payout, C22_ANegativePayablePaysNothing) {
  EXPECT_EQ(PayoutOf(Published(-1)).amount_minor(), 0);
  EXPECT_TRUE(IsExact(Published(-50'000), Usd(0)));
  EXPECT_FALSE(IsExact(Published(-50'000), Usd(-50'000)));
}

TEST(Payout, C18_AConfirmationNamesEveryFaultAndADraftIsNotPaid) {
  v1::ConfirmPayoutRequest request;
  request.set_tool_reference(std::string(kMaxToolReferenceChars + 1, 'x'));
  const absl::Status faults = CheckConfirmation(Published(1), request);
  EXPECT_EQ(ReasonOf(faults), v1::ERROR_REASON_INVALID_FIELDS);
  request.set_tool_reference(std::string(kMaxToolReferenceChars, 'x'));
  *request.mutable_amount() = Usd(1);
  EXPECT_TRUE(CheckConfirmation(Published(1), request).ok());
  v1::CompStatement draft = Published(1);
  draft.set_state(v1::STATEMENT_STATE_DRAFT);
  EXPECT_EQ(ReasonOf(CheckConfirmation(draft, request)), v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED);
}

TEST(Accrual, C20_DueLessPaidIsAccruedAndALeaversDebtIsNeitherDueNorCarried) {
  v1::AccrualRow row;
  ASSERT_TRUE(AddToAccrual(Published(480'000).totals(), 0, 0, &row).ok());
  ASSERT_TRUE(AddToAccrual(Published(100'000).totals(), 100'000, 0, &row).ok());
  ASSERT_TRUE(AddToAccrual(Published(0).totals(), 0, 30'000, &row).ok());
  ASSERT_TRUE(AddToAccrual(Published(-5'000).totals(), 0, 0, &row).ok());  // a leaver's debt
  ASSERT_TRUE(AddOpenHold(7'000, &row).ok());
  EXPECT_EQ(row.statement_count(), 4);
  EXPECT_EQ(row.totals().payable_minor(), 575'000);
  EXPECT_EQ(row.due_minor(), 580'000);
  EXPECT_EQ(row.paid_minor(), 100'000);
  EXPECT_EQ(row.accrued_minor(), 480'000);
  EXPECT_EQ(row.carried_minor(), 30'000);
  EXPECT_EQ(row.held_open_minor(), 7'000);
}

TEST(Accrual, C15_CurrenciesAreNeverAdded) {
  v1::AccrualRow usd;
  usd.set_currency_code("USD");
  ASSERT_TRUE(AddToAccrual(Published(10).totals(), 0, 0, &usd).ok());
  v1::AccrualRow eur = usd;
  eur.set_currency_code("EUR");
  const auto totals = AccrualTotals({usd, eur, usd});
  ASSERT_TRUE(totals.ok());
  ASSERT_EQ(totals->size(), 2u);
  EXPECT_EQ((*totals)[0].currency_code(), "EUR");
  EXPECT_EQ((*totals)[0].due_minor(), 10);
  EXPECT_EQ((*totals)[1].due_minor(), 20);
}

TEST(Accrual, C20_ASumBeyond64BitsIsRefused) {
  v1::AccrualRow row;
  const v1::StatementTotals most = Published(std::numeric_limits<int64_t>::max()).totals();
  ASSERT_TRUE(AddToAccrual(most, 0, 0, &row).ok());
  EXPECT_TRUE(absl::IsOutOfRange(AddToAccrual(most, 0, 0, &row)));
}

}  // namespace
}  // namespace baton::domain
