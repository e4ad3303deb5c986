#include "domain/calculation_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace baton::domain {
namespace {

TEST(CalculationText, X6_AmountsHaveTheCurrencysDecimalsAndThousands) {
  EXPECT_EQ(AmountText(0, "USD"), "0.00 USD");
  EXPECT_EQ(AmountText(5, "USD"), "0.05 USD");
  EXPECT_EQ(AmountText(99'999, "USD"), "999.99 USD");
  EXPECT_EQ(AmountText(100'000, "USD"), "1,000.00 USD");
  EXPECT_EQ(AmountText(-100'000, "USD"), "-1,000.00 USD");
  EXPECT_EQ(AmountText(-99'999, "USD"), "-999.99 USD");
  EXPECT_EQ(AmountText(123'456'789, "USD"), "1,234,567.89 USD");
  EXPECT_EQ(AmountText(1'200, "JPY"), "1,200 JPY");
  EXPECT_EQ(AmountText(1'234'567, "KWD"), "1,234.567 KWD");
  EXPECT_EQ(AmountText(std::numeric_limits<int64_t>::min(), "USD"),
            "-92,233,720,368,547,758.08 USD");
  EXPECT_EQ(AmountText(12, "???"), "12/???");
}

TEST(CalculationText, X6_RatesAreShortPercentages) {
  EXPECT_EQ(RateText(0), "0%");
  EXPECT_EQ(RateText(3000), "30%");
  EXPECT_EQ(RateText(10'000), "100%");
  EXPECT_EQ(RateText(1275), "12.75%");
  EXPECT_EQ(RateText(650), "6.5%");
  EXPECT_EQ(RateText(1), "0.01%");
}

TEST(CalculationText, X6_AShareShowsItsArithmetic) {
  EXPECT_EQ(ShareText(3000, 1'800'000, 540'000, "USD"), "30% of 18,000.00 USD = 5,400.00 USD");
}

}  // namespace
}  // namespace baton::domain
