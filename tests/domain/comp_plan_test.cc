#include "domain/comp_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::CompPlan AePlan() {
  v1::CompPlan plan;
  plan.set_code("AE-EXPANSION");
  plan.set_role(v1::ROLE_AE);
  plan.set_currency_code("USD");
  plan.set_expansion_rate_bp(800);
  plan.set_new_business_rate_bp(1000);
  plan.set_renewal_rate_bp(250);
  return plan;
}

v1::CompPlan CsmPlan() {
  v1::CompPlan plan;
  plan.set_code("CSM");
  plan.set_role(v1::ROLE_CSM);
  plan.set_currency_code("EUR");
  plan.set_grr_pool_bp(4'500);
  plan.set_expansion_pool_bp(3'500);
  plan.set_mbo_pool_bp(2'000);
  plan.set_grr_target_bp(9'500);
  plan.add_mbos()->set_kind(v1::MBO_KIND_EBR_COMPLETION);
  v1::Spiff& spiff = *plan.add_spiffs();
  spiff.set_code("Q1");
  spiff.mutable_start_time()->set_seconds(1'800'000'000);
  spiff.mutable_end_time()->set_seconds(1'800'000'001);
  spiff.set_category(v1::ATTRIBUTION_CATEGORY_CROSS_SELL);
  spiff.set_amount_minor(100);
  return plan;
}

// The fields in which a plan is not as it must be.
std::vector<std::string> FaultsOf(const v1::CompPlan& plan) {
  Violations faults;
  CheckPlan("", plan, &faults);
  std::vector<std::string> fields;
  for (const auto& [field, text] : faults.faults()) fields.push_back(field);
  return fields;
}

TEST(CompPlan, C4_TheRateGoesByCategory) {
  const v1::CompPlan plan = AePlan();
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION), 800);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CROSS_SELL), 1000);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), 250);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT), 250);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL), 0);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CHURN), 0);
}

TEST(CompPlan, C4_RatesLieWithinNothingAndAll) {
  v1::CompPlan plan = AePlan();
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
  plan.set_expansion_rate_bp(10'000);
  plan.set_renewal_rate_bp(0);
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
  plan.set_expansion_rate_bp(10'001);
  plan.set_renewal_rate_bp(-1);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("expansion_rate_bp", "renewal_rate_bp"));
}

TEST(CompPlan, C6_WeightsAddUpOrAreAllNothing) {
  v1::CompPlan plan = CsmPlan();
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
  plan.set_mbo_pool_bp(1'999);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("grr_pool_bp"));
  plan.set_grr_pool_bp(0);
  plan.set_expansion_pool_bp(0);
  plan.set_mbo_pool_bp(0);
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
  plan = CsmPlan();
  plan.set_kind(v1::PLAN_KIND_COMMISSION);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("kind"));
}

TEST(CompPlan, C7_AGrrPoolNeedsATargetAbove90Percent) {
  v1::CompPlan plan = CsmPlan();
  plan.set_grr_target_bp(9'000);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("grr_target_bp"));
  plan.set_grr_target_bp(9'001);
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
}

TEST(CompPlan, C9_AnObjectiveComesOnce) {
  v1::CompPlan plan = CsmPlan();
  plan.add_mbos()->set_kind(v1::MBO_KIND_EBR_COMPLETION);
  plan.add_mbos()->set_target_bp(1'000'001);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("mbos[1].kind", "mbos[2].kind", "mbos[2].target_bp"));
}

TEST(CompPlan, C20_ASpiffHasATimeACategoryAndOneKindOfPay) {
  v1::CompPlan plan = CsmPlan();
  *plan.add_spiffs() = plan.spiffs(0);
  v1::Spiff& second = *plan.mutable_spiffs(1);
  second.set_rate_bp(100);
  second.clear_category();
  *second.mutable_end_time() = second.start_time();
  EXPECT_THAT(FaultsOf(plan), ElementsAre("spiffs[1].end_time", "spiffs[1].category",
                                          "spiffs[1].amount_minor", "spiffs[1].code"));
  plan.mutable_spiffs(0)->clear_amount_minor();
  plan.mutable_spiffs()->RemoveLast();
  EXPECT_THAT(FaultsOf(plan), ElementsAre("spiffs[0].amount_minor"));
}

TEST(CompPlan, C20_ACapIsNotBelowTheGuarantee) {
  v1::CompPlan plan = CsmPlan();
  plan.set_guarantee_minor(100);
  EXPECT_THAT(FaultsOf(plan), IsEmpty());
  plan.set_cap_minor(99);
  plan.set_draw_recoverable(true);
  EXPECT_THAT(FaultsOf(plan), ElementsAre("draw_recoverable", "cap_minor"));
}

TEST(CompPlan, C13_NamesEveryFaultAtOnce) {
  v1::CompPlan plan;
  plan.set_template_("nobody's");
  plan.set_base_minor(-1);
  EXPECT_THAT(FaultsOf(plan),
              ElementsAre("code", "role", "template", "currency_code", "base_minor"));
}

TEST(CompPlan, C13_TheKindGoesByRole) {
  EXPECT_EQ(WithKind(AePlan()).kind(), v1::PLAN_KIND_COMMISSION);
  EXPECT_EQ(WithKind(CsmPlan()).kind(), v1::PLAN_KIND_POOLS);
  v1::CompPlan plan = CsmPlan();
  plan.set_kind(v1::PLAN_KIND_RENEWALS);
  EXPECT_EQ(WithKind(plan).kind(), v1::PLAN_KIND_RENEWALS);
}

TEST(CompPlan, X5_AnAssignmentNamesAPlanByItsCodeAlone) {
  v1::PlanAssignment assignment;
  assignment.set_payee(kAe);
  assignment.mutable_plan()->set_code("AE-EXPANSION");
  EXPECT_THAT(CheckPlanAssignment(assignment), IsOk());
  assignment.mutable_plan()->set_version(2);
  assignment.mutable_plan()->set_renewal_rate_bp(1);
  const absl::Status status = CheckPlanAssignment(assignment);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr("assignment.plan.version"),
                                     HasSubstr("assignment.plan.renewal_rate_bp"))));
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
  EXPECT_THAT(CheckPlanAssignment(v1::PlanAssignment()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("assignment.payee"), HasSubstr("plan.code"))));
}

}  // namespace
}  // namespace baton::domain
