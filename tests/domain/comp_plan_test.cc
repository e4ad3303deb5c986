#include "domain/comp_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

v1::PlanAssignment Sample() {
  v1::PlanAssignment assignment;
  assignment.set_payee(kAe);
  v1::CompPlan* plan = assignment.mutable_plan();
  plan->set_code("AE-EXPANSION");
  plan->set_version(3);
  plan->set_role(v1::ROLE_AE);
  plan->set_currency_code("USD");
  plan->set_expansion_rate_bp(800);
  plan->set_new_business_rate_bp(1000);
  plan->set_renewal_rate_bp(250);
  return assignment;
}

TEST(CompPlan, C4_TheRateGoesByCategory) {
  const v1::CompPlan plan = Sample().plan();
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION), 800);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CROSS_SELL), 1000);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), 250);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT), 250);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL), 0);
  EXPECT_EQ(CommissionRateBp(plan, v1::ATTRIBUTION_CATEGORY_CHURN), 0);
}

TEST(CompPlan, C4_RatesLieWithinNothingAndAll) {
  v1::PlanAssignment assignment = Sample();
  EXPECT_THAT(CheckPlanAssignment(assignment), IsOk());
  assignment.mutable_plan()->set_expansion_rate_bp(10'000);
  assignment.mutable_plan()->set_renewal_rate_bp(0);
  EXPECT_THAT(CheckPlanAssignment(assignment), IsOk());
  assignment.mutable_plan()->set_expansion_rate_bp(10'001);
  assignment.mutable_plan()->set_renewal_rate_bp(-1);
  EXPECT_THAT(CheckPlanAssignment(assignment),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("expansion_rate_bp"), HasSubstr("renewal_rate_bp"))));
}

TEST(CompPlan, C14_NamesEveryFaultAtOnce) {
  const absl::Status status = CheckPlanAssignment(v1::PlanAssignment());
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr("assignment.payee"), HasSubstr("plan.code"),
                                     HasSubstr("plan.version"), HasSubstr("plan.role"),
                                     HasSubstr("plan.currency_code"))));
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
}

}  // namespace
}  // namespace baton::domain
