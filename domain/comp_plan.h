// Compensation plans: what a payee's credit is paid at (C-4, C-6, C-20).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "baton/v1/comp_plan.pb.h"
#include "domain/refusal.h"

namespace baton::domain {

inline constexpr int kMaxPlanCodeChars = 64;
inline constexpr int kMaxSpiffs = 20;

// The plan with its kind by role where it states none: commission for an AE, pools for a CSM, those
// of the team for a manager, of the company for a VP CS.
v1::CompPlan WithKind(v1::CompPlan plan);

// Adds to `faults`, under `path` ("plan."), everything in which a plan is not as comp_plan.proto
// says: texts, role, currency, rates, amounts, weights that add up to 10,000 or are all 0, targets
// and objectives of a pool that weighs something, spiffs. Its version is not looked at.
void CheckPlan(absl::string_view path, const v1::CompPlan& plan, Violations* faults);

// What an assignment needs: a payee, a plan's code, and nothing else of the plan.
// INVALID_FIELDS names every fault at once, under "assignment.".
absl::Status CheckPlanAssignment(const v1::PlanAssignment& assignment);

// C-4. The plan's rate for credited ARR of a category, in basis points: the expansion rate for
// net-new expansion, the new-business rate for cross-sell, the renewal rate for saves and uplift;
// 0 for what pays no commission.
int32_t CommissionRateBp(const v1::CompPlan& plan, v1::AttributionCategory category);

// That rate's name: "expansion rate".
absl::string_view CommissionRateText(v1::AttributionCategory category);

// "AE-2027/3": how a statement's line names a plan.
std::string PlanText(const v1::CompPlan& plan);

}  // namespace baton::domain
