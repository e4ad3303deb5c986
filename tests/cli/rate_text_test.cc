#include "tools/cli/rate_text.h"

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::_;

TEST(RateText, X2_PercentAndBasisPointsAreExact) {
  EXPECT_EQ(*ParseRate("10%"), 1000);
  EXPECT_EQ(*ParseRate("12.5%"), 1250);
  EXPECT_EQ(*ParseRate("0.05 %"), 5);
  EXPECT_EQ(*ParseRate("1250bp"), 1250);
  EXPECT_EQ(*ParseRate("0%"), 0);
}

TEST(RateText, X2_FinerThanABasisPointIsRefused) {
  for (const char* text : {"0.005%", "10", "", "%", "bp", "-5%", "1.%", "ten%", "99999999999bp"}) {
    EXPECT_THAT(ParseRate(text), StatusIs(absl::StatusCode::kInvalidArgument, _)) << text;
  }
}

TEST(RateText, ShowsNoMoreDigitsThanNeeded) {
  EXPECT_EQ(FormatRate(10000), "100%");
  EXPECT_EQ(FormatRate(1250), "12.5%");
  EXPECT_EQ(FormatRate(5), "0.05%");
  EXPECT_EQ(FormatRate(0), "0%");
  EXPECT_EQ(FormatRate(-250), "-2.5%");
}

}  // namespace
}  // namespace baton::cli
