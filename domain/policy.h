// The policy in force: every number that a company may choose.
//
// Rules take a whole v1::Policy and read the fields they need; none of them repeats a default. So a
// policy is complete before a rule sees it: made by DefaultPolicy, or let through by CheckPolicy.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "baton/v1/policy.pb.h"
#include "domain/refusal.h"
#include "domain/sla_clock.h"

namespace baton::domain {

// Version 1 of a tenant that has chosen nothing, in force since 1970. `tenant` is the bare id.
v1::Policy DefaultPolicy(std::string_view tenant);

// OK, or INVALID_FIELDS naming every value outside the range that policy_service.proto states
// ("policy.revisit_days"). Amounts and hours without a stated range must make sense: not negative,
// lower edges below upper ones, contact not before acknowledgement.
absl::Status CheckPolicy(const v1::Policy& policy);

// The same for what a company chooses, whatever the version's number: adds to `faults`.
void CheckPolicyChoices(const v1::Policy& policy, Violations* faults);

// The budgets of S-1 in this policy; those of S-11 are no choice of the company.
SlaPolicy SlaPolicyOf(const v1::Policy& policy);

}  // namespace baton::domain
