#include "tools/cli/plan_view.h"

#include <gmock/gmock.h>

#include "tests/cli/proto_text.h"
#include "tests/status_matchers.h"
#include "tools/cli/plan_file.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;

v1::PlanVersion Version() {
  return FromText<v1::PlanVersion>(
      R"(name: 'tenants/acme/compPlans/v1' creator: 'tenants/acme/people/camille'
         change_note: 'Year 2' state: POLICY_VERSION_STATE_UNSIGNED
         signatures { signer: 'tenants/acme/people/helen' role: ROLE_VP_CS }
         plan { code: 'CSM-2027' version: 2 role: ROLE_CSM kind: PLAN_KIND_POOLS
                currency_code: 'USD' base_minor: 11500000 variable_minor: 3000000
                grr_pool_bp: 4500 expansion_pool_bp: 3500 mbo_pool_bp: 2000 grr_target_bp: 9500
                mbos { kind: MBO_KIND_EBR_COMPLETION target_bp: 8000 } draw_minor: 100000
                spiffs { code: 'Q1' category: ATTRIBUTION_CATEGORY_CROSS_SELL rate_bp: 100 } }
         warnings { field: 'ote_minor' text: 'is 145,000.00 USD' })");
}

TEST(PlanView, X5_SaysWhatAVersionPaysAndWhoMustSign) {
  const std::string text = PlanDetail(Version(), Piped("2027-04-01"));
  for (const char* part : {"CSM-2027 version 2", "unsigned", "vp_cs: helen", "vp_revops, cfo",
                           "115,000.00 USD", "GRR 45%, expansion 35%, MBO 20%", "95%",
                           "ebr_completion 80%", "1,000.00 USD, not recoverable",
                           "Q1 1% on cross_sell from", "beware:\n  ote_minor is 145"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("renewal rate")));
}

TEST(PlanView, X5_ListsVersionsAndAssignments) {
  EXPECT_THAT(PlanVersionTable({Version()}, Piped("2027-04-01")), HasSubstr("vp_revops, cfo"));
  const auto assignment =
      FromText<v1::PlanAssignment>("payee: 'tenants/acme/people/tom' plan { code: 'AE-2027' }");
  EXPECT_THAT(PlanAssignmentTable({assignment}, Piped("2027-04-01")), HasSubstr("AE-2027"));
}

TEST(PlanView, C13_ShowsTheRangesOfATemplate) {
  const auto one = FromText<v1::PlanTemplate>(
      R"(code: 'csm_smb' display_name: 'CSM, SMB' role: ROLE_CSM book: '1M to 3M ARR'
         ranges { field: 'ote_minor' low: 13000000 high: 15500000 }
         ranges { field: 'grr_pool_bp' low: 4000 high: 5000 })");
  const std::string text = PlanTemplateTable({one}, Piped("2027-04-01"));
  for (const char* part : {"130,000.00", "155,000.00", "40%", "50%", "1M to 3M ARR"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(PlanFile, C13_TheCodeOfTheCommandCounts) {
  const auto plan = ParsePlanFile(R"({"code": "AE", "role": "ROLE_AE"})", "AE-2027");
  ASSERT_THAT(plan, IsOk());
  EXPECT_EQ(plan->code(), "AE-2027");
  EXPECT_EQ(ParsePlanFile(R"({"code": "AE", "role": "ROLE_AE"})", "")->code(), "AE");
}

TEST(PlanFile, C13_WhatIsNoPlanIsRefused) {
  for (const char* text : {"", "hello", "[]", "{}", R"({"grrPool": 45})"}) {
    EXPECT_THAT(ParsePlanFile(text, "AE"), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace baton::cli
