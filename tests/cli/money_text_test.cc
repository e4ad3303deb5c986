#include "tools/cli/money_text.h"

#include <limits>

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

struct MoneyCase {
  const char* typed;
  int64_t minor;
  const char* currency;
  const char* shown;
};

class MoneyText : public ::testing::TestWithParam<MoneyCase> {};

TEST_P(MoneyText, X2_IsReadAndShownExactly) {
  const auto money = ParseMoney(GetParam().typed);
  ASSERT_THAT(money, IsOk());
  EXPECT_EQ(money->amount_minor(), GetParam().minor);
  EXPECT_EQ(money->currency_code(), GetParam().currency);
  EXPECT_EQ(FormatMoney(*money), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, MoneyText,
    ::testing::Values(MoneyCase{"48000.00 USD", 4800000, "USD", "48,000.00 USD"},
                      MoneyCase{"48,000 USD", 4800000, "USD", "48,000.00 USD"},
                      MoneyCase{"USD 48,000.5", 4800050, "USD", "48,000.50 USD"},
                      MoneyCase{" 48000usd ", 4800000, "USD", "48,000.00 USD"},
                      MoneyCase{"0 EUR", 0, "EUR", "0.00 EUR"},
                      MoneyCase{"0.05 EUR", 5, "EUR", "0.05 EUR"},
                      MoneyCase{"-12.34 EUR", -1234, "EUR", "-12.34 EUR"},
                      MoneyCase{"1,234,567 JPY", 1234567, "JPY", "1,234,567 JPY"},
                      MoneyCase{"1.234 KWD", 1234, "KWD", "1.234 KWD"},
                      MoneyCase{"12 CLF", 120000, "CLF", "12.0000 CLF"},
                      MoneyCase{"999 USD", 99900, "USD", "999.00 USD"},
                      MoneyCase{"92233720368547758.07 USD", std::numeric_limits<int64_t>::max(),
                                "USD", "92,233,720,368,547,758.07 USD"},
                      MoneyCase{"-92233720368547758.08 USD", std::numeric_limits<int64_t>::min(),
                                "USD", "-92,233,720,368,547,758.08 USD"}));

class BadMoneyText : public ::testing::TestWithParam<const char*> {};

TEST_P(BadMoneyText, X2_IsRefused) {
  EXPECT_THAT(ParseMoney(GetParam()),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::Not(::testing::IsEmpty())));
}

INSTANTIATE_TEST_SUITE_P(Cases, BadMoneyText,
                         ::testing::Values("", "USD", "48000", "48,00 USD", "4,8000 USD",
                                           ",480 USD", "48000,000 USD", "1.005 USD", "1. USD",
                                           ".5 USD", "1.2.3 USD", "1e3 USD", "--1 USD", "12 U1D",
                                           "92233720368547758.08 USD", "0.5 JPY"));

TEST(MoneyTextErrors, X2_TooManyDigitsNameTheCurrency) {
  EXPECT_THAT(ParseAmount("1.005", "USD"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("USD has (2)")));
}

TEST(MoneyTextFormat, NoCurrencyIsNoText) { EXPECT_EQ(FormatMoney(v1::Money()), ""); }

}  // namespace
}  // namespace baton::cli
