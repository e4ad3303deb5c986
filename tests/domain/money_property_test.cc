// Money as properties, 100,000 cases each. Another number and seed: RC_PARAMS="max_success=N
// seed=S". Seen to catch: halves rounded away from zero, left-over units handed to the smallest
// remainders, negative amounts floored with their sign, ties given to the later share.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include "domain/money.h"

namespace baton::domain {
namespace {

class MoneyProperty : public ::testing::Test {
 protected:
  // Read by rapidcheck when its first property runs.
  static void SetUpTestSuite() { setenv("RC_PARAMS", "max_success=100000 seed=20240817", 0); }
};

// One weight of a split, and one amount: mostly small, sometimes of the whole range.
rc::Gen<int64_t> AnyWeight() {
  return rc::gen::oneOf(rc::gen::inRange<int64_t>(0, 100),
                        rc::gen::inRange<int64_t>(0, int64_t{1} << 57));
}
rc::Gen<int64_t> AnyAmount() {
  return rc::gen::oneOf(rc::gen::inRange<int64_t>(-1'000, 1'000), rc::gen::arbitrary<int64_t>());
}

std::vector<int64_t> AnySplittable() {
  std::vector<int64_t> weights = *rc::gen::container<std::vector<int64_t>>(AnyWeight());
  if (weights.size() > 30) weights.resize(30);
  RC_PRE(std::accumulate(weights.begin(), weights.end(), int64_t{0}) > 0);
  return weights;
}

TEST_F(MoneyProperty, X1_SharesAddUpExactly) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *AnyAmount();
    const std::vector<int64_t> shares = Split(amount, AnySplittable()).value();
    RC_ASSERT(std::accumulate(shares.begin(), shares.end(), int64_t{0}) == amount);
  }));
}

TEST_F(MoneyProperty, X1_EachShareIsWithinOneUnitOfItsPart) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *AnyAmount();
    const std::vector<int64_t> weights = AnySplittable();
    const absl::int128 sum = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    const std::vector<int64_t> shares = Split(amount, weights).value();
    for (size_t i = 0; i < shares.size(); ++i) {
      const absl::int128 error = absl::int128(shares[i]) * sum - absl::int128(amount) * weights[i];
      RC_ASSERT(error > -sum && error < sum);
      if (weights[i] == 0) RC_ASSERT(shares[i] == 0);
    }
  }));
}

TEST_F(MoneyProperty, X1_AGreaterWeightNeverGetsLess) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *rc::gen::inRange<int64_t>(0, int64_t{1} << 50);
    const std::vector<int64_t> weights = AnySplittable();
    const std::vector<int64_t> shares = Split(amount, weights).value();
    for (size_t i = 1; i < shares.size(); ++i) {
      if (weights[i - 1] >= weights[i]) RC_ASSERT(shares[i - 1] >= shares[i]);
    }
  }));
}

TEST_F(MoneyProperty, X1_TheReversalIsTheSharesNegated) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount =
        *rc::gen::suchThat(AnyAmount(), [](int64_t a) { return a != INT64_MIN; });
    const std::vector<int64_t> weights = AnySplittable();
    const std::vector<int64_t> shares = Split(amount, weights).value();
    const std::vector<int64_t> reversed = Split(-amount, weights).value();
    for (size_t i = 0; i < shares.size(); ++i) RC_ASSERT(shares[i] + reversed[i] == 0);
  }));
}

TEST_F(MoneyProperty, X1_ScalingTheWeightsChangesNothing) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *AnyAmount();
    const int64_t factor = *rc::gen::inRange<int64_t>(1, 1'000);
    std::vector<int64_t> weights =
        *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 1'000'000));
    RC_PRE(!weights.empty());
    const std::vector<int64_t> shares = Split(amount, weights).value();
    for (int64_t& weight : weights) weight *= factor;
    RC_ASSERT(Split(amount, weights).value() == shares);
  }));
}

TEST_F(MoneyProperty, X2_TheRoundedQuotientIsNearestAndEvenOnTies) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *AnyAmount();
    const int64_t rate_bp = *rc::gen::inRange<int64_t>(-10'000, 10'001);
    const int64_t result = ApplyRate(rate_bp, amount).value();
    const absl::int128 error = (absl::int128(result) * kOneBp - absl::int128(amount) * rate_bp) * 2;
    RC_ASSERT(error >= -kOneBp && error <= kOneBp);
    if (error == kOneBp || error == -kOneBp) RC_ASSERT(result % 2 == 0);
  }));
}

TEST_F(MoneyProperty, X2_ARateIsOddInTheAmount) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount =
        *rc::gen::suchThat(AnyAmount(), [](int64_t a) { return a != INT64_MIN; });
    const int64_t rate_bp = *rc::gen::inRange<int64_t>(-10'000, 10'001);
    RC_ASSERT(ApplyRate(rate_bp, amount).value() == -ApplyRate(rate_bp, -amount).value());
    RC_ASSERT(ApplyRate(rate_bp, amount).value() == -ApplyRate(-rate_bp, amount).value());
  }));
}

TEST_F(MoneyProperty, X2_TextReadsBack) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *AnyAmount();
    const int exponent = *rc::gen::inRange(0, 5);
    RC_ASSERT(ParseDecimalMinor(FormatDecimal(amount, exponent), exponent).value() == amount);
  }));
}

TEST_F(MoneyProperty, X2_AnyTextIsReadOrRefused) {
  EXPECT_TRUE(rc::check([] {
    const std::string text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789.,eE+-")));
    const absl::StatusOr<int64_t> amount = ParseDecimalMinor(text, 2, Thousands::kCommas);
    if (amount.ok()) {
      RC_ASSERT(ParseDecimalMinor(FormatDecimal(*amount, 2), 2).value() == *amount);
    }
  }));
}

}  // namespace
}  // namespace baton::domain
