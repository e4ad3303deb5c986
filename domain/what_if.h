// What-if: the records of a payee as they would be under a scenario (C-16). Nothing here is kept.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"
#include "domain/plan_period.h"

namespace baton::domain {

// C-16. The history with each plan in the place of every version of its code from `from` on.
// Earlier versions hold until then.
PlanHistory WithPlans(PlanHistory history, absl::Span<const v1::CompPlan> plans, absl::Time from);

// C-16. The history with the plan of that code from `from` on, for good. The versions of the code
// must be in the history.
PlanHistory MovedTo(PlanHistory history, const std::string& code, absl::Time from);

// C-16, X-5. The attribution as the policy would have credited it, with its version number. Credit
// of the parts, the save bonus and what explains them are decided anew (C-1 to C-5), with `rate`
// from the attribution's currency to the policy's on its day. All else stands: categories, which
// are facts decided when it was booked, signatures, disputes, the shares of a role (W-4,
// C-12), and credit taken for want of documentation.
//
// By the policy that decided it nothing that it credits changes, but that what waited for a rate is
// read at the one that there is now (C-3). Errors as CreditParts.
absl::StatusOr<v1::Attribution> CreditAnew(v1::Attribution attribution, const v1::Policy& policy,
                                           const std::optional<ApprovedRate>& rate);

}  // namespace baton::domain
