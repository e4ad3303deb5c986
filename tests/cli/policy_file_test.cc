#include "tools/cli/policy_file.h"

#include <gmock/gmock.h>

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kTenant[] = "tenants/acme";

TEST(PolicyFile, X5_OnlyWhatStandsInItIsNamed) {
  const auto file = ParsePolicyFile(R"({
    "payoutDays": 20, "revisit_days": "45", "ae_uplift_bp": 0, "escalation_steps": [],
    "credit_scheme": "CREDIT_SCHEME_BANDED", "calendar": "berlin" })",
                                    kTenant);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->fields.paths(), ElementsAre("revisit_days", "credit_scheme", "ae_uplift_bp",
                                                "payout_days", "calendar", "escalation_steps"));
  EXPECT_EQ(file->policy.revisit_days(), 45);
  EXPECT_EQ(file->policy.payout_days(), 20);
  EXPECT_EQ(file->policy.credit_scheme(), v1::CREDIT_SCHEME_BANDED);
  EXPECT_EQ(file->policy.calendar(), "tenants/acme/calendars/berlin");
}

TEST(PolicyFile, X5_AnEmptyCalendarTakesItAway) {
  const auto file = ParsePolicyFile(R"({"calendar": ""})", kTenant);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->fields.paths(), ElementsAre("calendar"));
  EXPECT_EQ(file->policy.calendar(), "");
}

TEST(PolicyFile, X5_WhatIsNoPolicyIsRefused) {
  for (const char* text :
       {"", "hello", "[]", "7", R"({"revisit_days": "soon"})", R"({"revisit_dayz": 45})",
        R"({"credit_scheme": "CREDIT_SCHEME_BEST"})"}) {
    EXPECT_THAT(ParsePolicyFile(text, kTenant),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("the file")))
        << text;
  }
  EXPECT_THAT(ParsePolicyFile("{}", kTenant),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("says nothing")));
}

}  // namespace
}  // namespace baton::cli
