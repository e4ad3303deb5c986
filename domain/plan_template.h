// Plan templates: what is usual for each kind of payee, and what to beware of in a plan (C-6, C-8,
// C-13). The plans themselves lie in plans/, a file for each template.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/comp_plan.pb.h"

namespace baton::domain {

// Below this share of the variable, retention is nobody's first concern.
inline constexpr int kLeastGrrPoolBp = 3'000;

const std::vector<v1::PlanTemplate>& PlanTemplates();

// Null when there is none of that code.
const v1::PlanTemplate* FindPlanTemplate(absl::string_view code);

// What to beware of in a plan that CheckPlan lets through; a company may choose it all the same.
// Each figure outside its template's range, in the order of the ranges; then what is weak in any
// plan: little weight on GRR, a target without authority or a pool without a target, an objective
// that is always met, pay that nobody has set yet. Amounts are compared in USD only.
std::vector<v1::PlanWarning> PlanWarnings(const v1::CompPlan& plan);

}  // namespace baton::domain
