#include "tools/cli/rate_sheet_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;

TEST(RateSheetText, C3_RatesAreReadAndWrittenExactly) {
  for (const char* number : {"1.0842", "0.0067", "149", "12.50", "0.000001"}) {
    const auto rate = ParseExchangeRate(std::string("EUR/USD=") + number + "@2027-03-31");
    ASSERT_THAT(rate, IsOk()) << number;
    EXPECT_EQ(FormatExchangeRate(*rate), number);
    EXPECT_EQ(rate->from_currency(), "EUR");
    EXPECT_EQ(rate->to_currency(), "USD");
    EXPECT_EQ(rate->date(), "2027-03-31");
  }
  EXPECT_EQ(ParseExchangeRate("EUR/USD=1.0842@2027-03-31")->rate(), 10'842);
  EXPECT_EQ(ParseExchangeRate("EUR/USD=1.0842@2027-03-31")->scale(), 4);
}

TEST(RateSheetText, C3_AnythingElseIsNoRate) {
  for (const char* text :
       {"", "EUR/USD", "EUR/USD=1.08", "EURUSD=1.08@2027-03-31", "EUR/USD=1,08@2027-03-31",
        "EUR/USD=1.@2027-03-31", "EUR/USD=.5@2027-03-31", "EUR/USD=-1@2027-03-31",
        "EUR/USD=99999999999999999999@2027-03-31"}) {
    EXPECT_THAT(ParseExchangeRate(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace baton::cli
