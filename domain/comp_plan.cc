#include "domain/comp_plan.h"

#include "domain/field_check.h"
#include "domain/money.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

void CheckRate(absl::string_view field, int32_t rate_bp, Violations* violations) {
  if (rate_bp < 0 || rate_bp > kOneBp) violations->Add(field, "is not within 0 to 10000 bp");
}

}  // namespace

absl::Status CheckPlanAssignment(const v1::PlanAssignment& assignment) {
  const v1::CompPlan& plan = assignment.plan();
  Violations violations;
  if (assignment.payee().empty()) violations.Add("assignment.payee", "is missing");
  violations.RequireText("assignment.plan.code", plan.code(), kMaxPlanCodeChars);
  if (plan.version() < 1) violations.Add("assignment.plan.version", "is not 1 or more");
  if (plan.role() != v1::ROLE_CSM && plan.role() != v1::ROLE_AE) {
    violations.Add("assignment.plan.role", "is neither csm nor ae");
  }
  CheckCurrency("assignment.plan.currency_code", plan.currency_code(), &violations);
  CheckRate("assignment.plan.expansion_rate_bp", plan.expansion_rate_bp(), &violations);
  CheckRate("assignment.plan.new_business_rate_bp", plan.new_business_rate_bp(), &violations);
  CheckRate("assignment.plan.renewal_rate_bp", plan.renewal_rate_bp(), &violations);
  if (assignment.has_start_time()) {
    CheckInstant("assignment.start_time", assignment.start_time(), &violations);
  }
  return violations.ToStatus();
}

int32_t CommissionRateBp(const v1::CompPlan& plan, v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return plan.expansion_rate_bp();
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return plan.new_business_rate_bp();
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return plan.renewal_rate_bp();
    default:
      return 0;
  }
}

absl::string_view CommissionRateText(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return "expansion rate";
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return "new-business rate";
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return "renewal rate";
    default:
      return "rate for what pays no commission";
  }
}

}  // namespace baton::domain
