// Compensation plans: what a payee's credit is paid at (C-4).
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "baton/v1/comp_plan.pb.h"

namespace baton::domain {

inline constexpr int kMaxPlanCodeChars = 64;

// What an assignment needs: a payee and a plan with code, version from 1, role CSM or AE, currency
// and rates of 0 to 10,000 bp. INVALID_FIELDS names every fault at once, under "assignment.".
absl::Status CheckPlanAssignment(const v1::PlanAssignment& assignment);

// C-4. The plan's rate for credited ARR of a category, in basis points: the expansion rate for
// net-new expansion, the new-business rate for cross-sell, the renewal rate for saves and uplift;
// 0 for what pays no commission.
int32_t CommissionRateBp(const v1::CompPlan& plan, v1::AttributionCategory category);

// That rate's name: "expansion rate".
absl::string_view CommissionRateText(v1::AttributionCategory category);

}  // namespace baton::domain
