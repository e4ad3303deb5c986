#include "domain/exchange_rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

v1::ExchangeRate Rate(const char* from, const char* to, int64_t rate, int32_t scale) {
  v1::ExchangeRate result;
  result.set_from_currency(from);
  result.set_to_currency(to);
  result.set_date("2027-03-31");
  result.set_rate(rate);
  result.set_scale(scale);
  return result;
}

TEST(ExchangeRate, X2_RoundsHalfToEvenOnce) {
  const v1::ExchangeRate half = Rate("EUR", "USD", 5, 1);
  EXPECT_THAT(Convert(1, half), IsOkAndHolds(0));
  EXPECT_THAT(Convert(3, half), IsOkAndHolds(2));
  EXPECT_THAT(Convert(5, half), IsOkAndHolds(2));
  EXPECT_THAT(Convert(-3, half), IsOkAndHolds(-2));
  EXPECT_THAT(Convert(1'000'000, Rate("EUR", "USD", 10'842, 4)), IsOkAndHolds(1'084'200));
}

TEST(ExchangeRate, X2_EachCurrencyHasItsOwnExponent) {
  // 1,000 JPY at 0.0067 are 6.70 USD; 6.70 USD at 149.25 are 999.975, so 1,000 JPY.
  EXPECT_THAT(Convert(1'000, Rate("JPY", "USD", 67, 4)), IsOkAndHolds(670));
  EXPECT_THAT(Convert(670, Rate("USD", "JPY", 14'925, 2)), IsOkAndHolds(1'000));
  // 1 KWD (three digits) at 3.25 is 3.25 USD.
  EXPECT_THAT(Convert(1'000, Rate("KWD", "USD", 325, 2)), IsOkAndHolds(325));
}

TEST(ExchangeRate, X2_TheLargestAmountAtTheLargestRateIsExactOrRefused) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(Convert(kMost, Rate("EUR", "USD", 1, 0)), IsOkAndHolds(kMost));
  EXPECT_THAT(Convert(kMost, Rate("EUR", "USD", kMaxRate, 12)), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(Convert(kMost, Rate("JPY", "CLF", kMaxRate, 0)), StatusIs(StatusCode::kOutOfRange));
}

TEST(ExchangeRate, X2_ConvertsBackByTheSameRateRoundedOnce) {
  // 500.00 USD at 1.0842 USD for a EUR are 461.1695...
  EXPECT_THAT(ConvertBack(50'000, Rate("EUR", "USD", 10'842, 4)), IsOkAndHolds(46'117));
  EXPECT_THAT(ConvertBack(670, Rate("JPY", "USD", 67, 4)), IsOkAndHolds(1'000));
  EXPECT_THAT(ConvertBack(1'000, Rate("USD", "JPY", 14'925, 2)), IsOkAndHolds(670));
  const v1::ExchangeRate twice = Rate("EUR", "USD", 2, 0);
  EXPECT_THAT(ConvertBack(1, twice), IsOkAndHolds(0));
  EXPECT_THAT(ConvertBack(3, twice), IsOkAndHolds(2));
  EXPECT_THAT(ConvertBack(-3, twice), IsOkAndHolds(-2));
}

TEST(ExchangeRate, X2_TheLargestAmountConvertsBackExactlyOrIsRefused) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(ConvertBack(kMost, Rate("EUR", "USD", 1, 0)), IsOkAndHolds(kMost));
  EXPECT_THAT(ConvertBack(kMost, Rate("CLF", "JPY", 1, 12)), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(ConvertBack(1, Rate("EUR", "USD", 0, 4)), StatusIs(StatusCode::kInvalidArgument));
}

TEST(ExchangeRate, X6_TheTextSaysRateDayAndOrigin) {
  EXPECT_EQ(RateOfDayText({Rate("EUR", "USD", 10'842, 4), "ECB"}),
            "1.0842 USD for 1 EUR, the rate of 2027-03-31 (ECB)");
  EXPECT_EQ(RateOfDayText({Rate("JPY", "USD", 67, 4), "ECB"}),
            "0.0067 USD for 1 JPY, the rate of 2027-03-31 (ECB)");
  EXPECT_EQ(RateOfDayText({Rate("USD", "JPY", 149, 0), "ECB"}),
            "149 JPY for 1 USD, the rate of 2027-03-31 (ECB)");
}

TEST(ExchangeRate, C3_ARateIsFoundByItsPairAlone) {
  const ApprovedRate rates[] = {{Rate("EUR", "USD", 11, 1), "a"}, {Rate("USD", "EUR", 9, 1), "b"}};
  EXPECT_EQ(FindRate(rates, "USD", "EUR"), &rates[1]);
  EXPECT_EQ(FindRate(rates, "EUR", "CAD"), nullptr);
}

TEST(ExchangeRate, X2_WhatIsNoRateIsRefused) {
  EXPECT_THAT(Convert(1, Rate("EUR", "USD", 0, 4)), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Convert(1, Rate("EUR", "XXX", 1, 4)), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Convert(1, Rate("EUR", "USD", 1, 13)), StatusIs(StatusCode::kInvalidArgument));
}

TEST(ExchangeRate, C3_ASheetNamesEveryFaultAtOnce) {
  v1::ExchangeRateSheet sheet;
  sheet.set_origin("ECB");
  *sheet.add_rates() = Rate("EUR", "USD", 10'842, 4);
  Violations none;
  CheckRateSheet(sheet, &none);
  EXPECT_THAT(none.faults(), IsEmpty());

  sheet.clear_origin();
  *sheet.add_rates() = Rate("EUR", "USD", 10'843, 4);  // twice
  *sheet.add_rates() = Rate("usd", "USD", 0, 13);
  sheet.mutable_rates(2)->set_date("2027-02-29");
  *sheet.add_rates() = Rate("GBP", "GBP", 1, 0);
  Violations faults;
  CheckRateSheet(sheet, &faults);
  EXPECT_THAT(faults.faults(), ElementsAre(Pair("sheet.origin", ::testing::_),
                                           Pair("sheet.rates[1].date", ::testing::_),
                                           Pair("sheet.rates[2].from_currency", ::testing::_),
                                           Pair("sheet.rates[2].date", ::testing::_),
                                           Pair("sheet.rates[2].rate", ::testing::_),
                                           Pair("sheet.rates[2].scale", ::testing::_),
                                           Pair("sheet.rates[3].to_currency", ::testing::_)));
}

}  // namespace
}  // namespace baton::domain
