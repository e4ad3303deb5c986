#include "domain/money.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(Money, X1_LeftOverUnitsGoToTheLargestRemainders) {
  // 100 x 1/6, 2/6, 3/6: floors 16, 33, 50, and the one left over goes to the first (0.67).
  EXPECT_THAT(Split(100, {1, 2, 3}), IsOkAndHolds(ElementsAre(17, 33, 50)));
}

TEST(Money, X1_TiesGoToTheEarlierShare) {
  EXPECT_THAT(Split(2, {1, 1, 1}), IsOkAndHolds(ElementsAre(1, 1, 0)));
  EXPECT_THAT(Split(-2, {1, 1, 1}), IsOkAndHolds(ElementsAre(-1, -1, 0)));
}

TEST(Money, X1_TiesGoToTheEarlierShareOfMany) {
  const std::vector<int64_t> weights(100, 1);
  const absl::StatusOr<std::vector<int64_t>> shares = Split(150, weights);
  ASSERT_TRUE(shares.ok());
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ((*shares)[i], i < 50 ? 2 : 1) << i;
}

TEST(Money, X1_AZeroWeightGetsNothing) {
  EXPECT_THAT(Split(5, {0, 3, 0, 3}), IsOkAndHolds(ElementsAre(0, 3, 0, 2)));
}

TEST(Money, X1_TheWholeRangeSplitsExactly) {
  EXPECT_THAT(Split(kMin, {1}), IsOkAndHolds(ElementsAre(kMin)));
  EXPECT_THAT(Split(kMax, {kMax}), IsOkAndHolds(ElementsAre(kMax)));
  EXPECT_THAT(Split(kMin, {1, 1}), IsOkAndHolds(ElementsAre(kMin / 2, kMin / 2)));
  EXPECT_THAT(Split(kMax, {1, 1}), IsOkAndHolds(ElementsAre(kMax / 2 + 1, kMax / 2)));
  EXPECT_THAT(Split(kMax, {1, kMax - 1}), IsOkAndHolds(ElementsAre(1, kMax - 1)));
}

TEST(Money, X1_WeightsThatMeanNothingAreRefused) {
  EXPECT_THAT(Split(1, {}), StatusIs(StatusCode::kInvalidArgument, HasSubstr("at least one")));
  EXPECT_THAT(Split(1, {0, 0}), StatusIs(StatusCode::kInvalidArgument, HasSubstr("add up to 0")));
  EXPECT_THAT(Split(1, {5, -3}), StatusIs(StatusCode::kInvalidArgument, HasSubstr("negative: -3")));
  EXPECT_THAT(Split(1, {kMax, 1}), StatusIs(StatusCode::kInvalidArgument, HasSubstr("64 bits")));
}

TEST(Money, X2_HalvesGoToTheEvenNeighbour) {
  EXPECT_THAT(ApplyRate(5'000, 1), IsOkAndHolds(0));
  EXPECT_THAT(ApplyRate(5'000, 3), IsOkAndHolds(2));
  EXPECT_THAT(ApplyRate(5'000, 5), IsOkAndHolds(2));
  EXPECT_THAT(ApplyRate(5'000, -1), IsOkAndHolds(0));
  EXPECT_THAT(ApplyRate(5'000, -3), IsOkAndHolds(-2));
  EXPECT_THAT(ApplyRate(-5'000, 3), IsOkAndHolds(-2));
  EXPECT_THAT(ApplyRate(-5'000, -3), IsOkAndHolds(2));
}

TEST(Money, X2_JustBesideAHalfGoesToTheNearest) {
  EXPECT_THAT(ApplyRate(4'999, 1), IsOkAndHolds(0));
  EXPECT_THAT(ApplyRate(5'001, 1), IsOkAndHolds(1));
  EXPECT_THAT(ApplyRate(5'001, -1), IsOkAndHolds(-1));
  EXPECT_THAT(ApplyRate(1, 15'001), IsOkAndHolds(2));
}

TEST(Money, X2_ARateThatDoesNotFitIsOutOfRange) {
  EXPECT_THAT(ApplyRate(kOneBp, kMax), IsOkAndHolds(kMax));
  EXPECT_THAT(ApplyRate(kOneBp, kMin), IsOkAndHolds(kMin));
  EXPECT_THAT(ApplyRate(kOneBp + 1, kMax), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(ApplyRate(-kOneBp, kMin), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(ApplyRate(kMin, kMin), StatusIs(StatusCode::kOutOfRange));
}

TEST(Money, X2_RatiosRoundOnceToo) {
  EXPECT_THAT(RatioBp(1, 3), IsOkAndHolds(3'333));
  EXPECT_THAT(RatioBp(2, 3), IsOkAndHolds(6'667));
  EXPECT_THAT(RatioBp(1, 20'000), IsOkAndHolds(0));
  EXPECT_THAT(RatioBp(3, 20'000), IsOkAndHolds(2));
  EXPECT_THAT(RatioBp(1, -3), IsOkAndHolds(-3'333));
  EXPECT_THAT(RatioBp(1, 0), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(ApplyRatio(100, 2, 3), IsOkAndHolds(67));
  EXPECT_THAT(ApplyRatio(kMax, kMax, kMax), IsOkAndHolds(kMax));
  EXPECT_THAT(ApplyRatio(5, 1, -2), IsOkAndHolds(-2));
  EXPECT_THAT(ApplyRatio(7, 1, -2), IsOkAndHolds(-4));
}

TEST(Money, X2_AMeanIsExactAndRoundedOnce) {
  EXPECT_THAT(MeanBp({{1, 3}, {1, 3}, {1, 3}}), IsOkAndHolds(3'333));
  EXPECT_THAT(MeanBp({{1, 6}, {2, 3}}), IsOkAndHolds(4'167));
  EXPECT_THAT(MeanBp({{1, 20'000}}), IsOkAndHolds(0));
  EXPECT_THAT(MeanBp({{3, 20'000}}), IsOkAndHolds(2));
  EXPECT_THAT(MeanBp({{-3, 20'000}}), IsOkAndHolds(-2));
  EXPECT_THAT(MeanBp({{kMax - 1, kMax}, {kMax - 2, kMax - 1}, {1, kMax}}), IsOkAndHolds(6'667));
  EXPECT_THAT(MeanBp({}), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(MeanBp({{1, 0}}), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(MeanBp({{kMax, 1}}), StatusIs(StatusCode::kOutOfRange));
}

TEST(Money, X2_DivisionHoldsAtTheEdgesOf128Bits) {
  EXPECT_THAT(DivideHalfEven(absl::Int128Max(), absl::Int128Max()), IsOkAndHolds(1));
  EXPECT_THAT(DivideHalfEven(absl::Int128Max(), absl::Int128Min()), IsOkAndHolds(-1));
  EXPECT_THAT(DivideHalfEven(1, absl::Int128Min()), IsOkAndHolds(0));
  EXPECT_THAT(DivideHalfEven(absl::Int128Min(), -1), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(DivideHalfEven(absl::Int128Max(), 1), StatusIs(StatusCode::kOutOfRange));
}

TEST(Money, X2_SumsNeverWrapAround) {
  EXPECT_THAT(AddMinor(kMax, 0), IsOkAndHolds(kMax));
  EXPECT_THAT(AddMinor(kMax, 1), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(AddMinor(kMin, -1), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(SubtractMinor(-1, kMin), IsOkAndHolds(kMax));
  EXPECT_THAT(SubtractMinor(0, kMin), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(NegateMinor(kMax), IsOkAndHolds(-kMax));
  EXPECT_THAT(NegateMinor(kMin), StatusIs(StatusCode::kOutOfRange));
}

TEST(Money, X2_EveryCurrencyHasItsOwnExponent) {
  EXPECT_EQ(CurrencyExponent("USD"), 2);
  EXPECT_EQ(CurrencyExponent("ZWL"), 2);
  EXPECT_EQ(CurrencyExponent("AED"), 2);
  EXPECT_EQ(CurrencyExponent("JPY"), 0);
  EXPECT_EQ(CurrencyExponent("KWD"), 3);
  EXPECT_EQ(CurrencyExponent("CLF"), 4);
}

TEST(Money, X2_WhatIsNoCurrencyWithMinorUnitsHasNoExponent) {
  for (absl::string_view code : {"", "US", "USDX", "usd", "XAU", "XXX", "ABC", "D A", "$$$"}) {
    EXPECT_EQ(CurrencyExponent(code), absl::nullopt) << code;
  }
}

TEST(Money, X2_DecimalTextIsReadExactly) {
  EXPECT_THAT(ParseDecimalMinor("0", 2), IsOkAndHolds(0));
  EXPECT_THAT(ParseDecimalMinor("-0.00", 2), IsOkAndHolds(0));
  EXPECT_THAT(ParseDecimalMinor("1234.5", 2), IsOkAndHolds(123'450));
  EXPECT_THAT(ParseDecimalMinor("+1234.56", 2), IsOkAndHolds(123'456));
  EXPECT_THAT(ParseDecimalMinor("-.05", 2), IsOkAndHolds(-5));
  EXPECT_THAT(ParseDecimalMinor("12.", 2), IsOkAndHolds(1'200));
  EXPECT_THAT(ParseDecimalMinor("007", 0), IsOkAndHolds(7));
  EXPECT_THAT(ParseDecimalMinor("1.234", 3), IsOkAndHolds(1'234));
}

TEST(Money, X2_DigitsBeyondTheCurrencysOwnMustBeZeros) {
  EXPECT_THAT(ParseDecimalMinor("1.2300000", 2), IsOkAndHolds(123));
  EXPECT_THAT(ParseDecimalMinor("1.231", 2),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("more than the currency's 2")));
  EXPECT_THAT(ParseDecimalMinor("100.0", 0), IsOkAndHolds(100));
  EXPECT_THAT(ParseDecimalMinor("100.5", 0), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Money, X2_ExponentNotationIsRead) {
  EXPECT_THAT(ParseDecimalMinor("1.5e3", 2), IsOkAndHolds(150'000));
  EXPECT_THAT(ParseDecimalMinor("15E+2", 0), IsOkAndHolds(1'500));
  EXPECT_THAT(ParseDecimalMinor("150e-2", 2), IsOkAndHolds(150));
  EXPECT_THAT(ParseDecimalMinor("1e-3", 2), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseDecimalMinor("0e99999999999999999999", 2), IsOkAndHolds(0));
  EXPECT_THAT(ParseDecimalMinor("1e99999999999999999999", 2), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(ParseDecimalMinor("1e-99999999999999999999", 2),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(Money, X2_ThousandsSeparatorsAreTakenOnlyWhenAskedFor) {
  EXPECT_THAT(ParseDecimalMinor("1,234.50", 2),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("thousands separator")));
  EXPECT_THAT(ParseDecimalMinor("1,234.50", 2, Thousands::kCommas), IsOkAndHolds(123'450));
  EXPECT_THAT(ParseDecimalMinor("-12,345,678", 0, Thousands::kCommas), IsOkAndHolds(-12'345'678));
  EXPECT_THAT(ParseDecimalMinor("1234.5", 2, Thousands::kCommas), IsOkAndHolds(123'450));
  for (absl::string_view text :
       {",123", "1,23", "1,2345", "1234,567", "1,,234", "1,234,", "1.0,1"}) {
    EXPECT_THAT(ParseDecimalMinor(text, 2, Thousands::kCommas),
                StatusIs(StatusCode::kInvalidArgument))
        << text;
  }
}

TEST(Money, X2_WhatIsNoNumberIsRefused) {
  for (absl::string_view text : {"", "-", ".", "e3", "1e", "1e+", "--1", "1 ", " 1", "1.2.3", "0x1",
                                 "NaN", "inf", "1e5.0", "$1", "1-"}) {
    EXPECT_THAT(ParseDecimalMinor(text, 2), StatusIs(StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(ParseDecimalMinor(absl::string_view("1\0", 2), 2),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseDecimalMinor(std::string(kMaxDecimalLength, '0'), 2), IsOkAndHolds(0));
  EXPECT_THAT(ParseDecimalMinor(std::string(kMaxDecimalLength + 1, '0'), 2),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseDecimalMinor("1", -1), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseDecimalMinor("1", 5), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Money, X2_TheWholeRangeIsReadAndWritten) {
  EXPECT_THAT(ParseDecimalMinor("9223372036854775807", 0), IsOkAndHolds(kMax));
  EXPECT_THAT(ParseDecimalMinor("-9223372036854775808", 0), IsOkAndHolds(kMin));
  EXPECT_THAT(ParseDecimalMinor("9223372036854775808", 0), StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(ParseDecimalMinor("92233720368547758.08", 2), StatusIs(StatusCode::kOutOfRange));
  EXPECT_EQ(FormatDecimal(kMin, 2), "-92233720368547758.08");
  EXPECT_EQ(FormatDecimal(kMax, 0), "9223372036854775807");
}

TEST(Money, X2_AmountsAreWrittenWithTheirCurrencysDecimals) {
  EXPECT_EQ(FormatDecimal(0, 2), "0.00");
  EXPECT_EQ(FormatDecimal(-5, 2), "-0.05");
  EXPECT_EQ(FormatDecimal(1'205, 2), "12.05");
  EXPECT_EQ(FormatDecimal(1'205, 0), "1205");
  EXPECT_EQ(FormatDecimal(1'205, 3), "1.205");
  EXPECT_EQ(FormatDecimal(1'205, 4), "0.1205");
}

}  // namespace
}  // namespace baton::domain
