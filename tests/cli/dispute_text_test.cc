#include "tools/cli/dispute_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

TEST(DisputeText, A8_APartAndItsCategoryAreRead) {
  const auto read = ParsePartCategory("2=clean-renewal");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->part(), 2);
  EXPECT_EQ(read->category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  for (const char* wrong : {"clean_renewal", "x=clean_renewal", "1=winner", "1="}) {
    EXPECT_THAT(ParsePartCategory(wrong), StatusIs(absl::StatusCode::kInvalidArgument)) << wrong;
  }
}

TEST(DisputeText, C12_AShareIsReadInBasisPoints) {
  const auto read = ParseCreditShare("csm:ines=66.67%");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->role(), v1::ROLE_CSM);
  EXPECT_EQ(read->person(), "ines");
  EXPECT_EQ(read->share_bp(), 6'667);
  EXPECT_THAT(ParseCreditShare("ines=70%"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("csm:ines=70%")));
  EXPECT_THAT(ParseCreditShare("csm:ines=much"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace baton::cli
