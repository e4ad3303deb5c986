#include "domain/line_explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/domain/statement_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A CSM's credit of a booking in euros, and of one in dollars.
v1::CompStatement InTwoCurrencies() {
  constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
  StatementScene scene(CsmScene());
  scene.currency = "EUR";
  scene.Add("A1", {Part(kNetNew, 1'000'000)});
  scene.bookings[0].rates = {RateOf("EUR", "USD", 10'842)};
  scene.currency = "USD";
  scene.Add("A2", {Part(kNetNew, 2'000)});
  return scene.Compute().value();
}

TEST(LineExplanation, C15_CreditInAnotherCurrencyIsNoAddendOfTheCreditedArr) {
  const v1::CompStatement statement = InTwoCurrencies();
  const auto total = ExplainTotal(statement, "credited_minor");
  ASSERT_THAT(total, IsOk());
  ASSERT_THAT(total->addends(), SizeIs(1));
  EXPECT_EQ(total->addends(0).label(), statement.lines(1).name());
  EXPECT_EQ(total->addends(0).value(), "6.00 USD");
  EXPECT_THAT(total->summary(), HasSubstr("6.00 USD: ARR credited"));
}

TEST(LineExplanation, X6_CreditIsToldInTheCurrencyThatItWasBookedIn) {
  const v1::CompStatement statement = InTwoCurrencies();
  EXPECT_THAT(ExplainLine(statement, statement.lines(0), {}).summary(),
              HasSubstr("Credit of 3,000.00 EUR"));
  EXPECT_THAT(ExplainLine(statement, statement.lines(1), {}).summary(),
              HasSubstr("Credit of 6.00 USD"));
}

}  // namespace
}  // namespace baton::domain
