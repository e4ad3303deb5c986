// The failure modes of a policy that the field knows.
#pragma once

#include <vector>

#include "baton/v1/policy_service.pb.h"

namespace baton::domain {

// Upper band edges above this leave nearly every deal to the CSM: deals of this size need a
// negotiator with deal-desk experience. 250,000.00 in minor units of the policy's currency.
inline constexpr int64_t kHighestBandEdgeMinor = 25'000'000;

// Days in which a risk must have its plan for churn to fall.
inline constexpr int kInterventionDays = 7;

// What to beware of in a policy, as far as its fields tell; a company may choose it all the
// same. In the order of PolicyRisk.
std::vector<v1::PolicyWarning> PolicyWarnings(const v1::Policy& policy);

}  // namespace baton::domain
