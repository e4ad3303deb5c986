// Whose growth a booking is: the teams that brought its expansion about (T-2 to T-7), and what
// customer success led to (G-1, G-4).
#pragma once

#include "absl/status/status.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/attribution.h"
#include "domain/cs_led.h"
#include "domain/team_credit.h"

namespace baton::domain {

// T-10, G-1. Whether the opportunity came from a signal that a CSM filed.
bool FromCsmSignal(const ProposalInput& input);

// G-1 of one category of the booking. Without an opportunity nothing was created, so no
// introduction lies before its creation.
CsLedResult CsLedOf(const ProposalInput& input, CsLedCategory category);

// T-4, T-5. The policy's weights and windows.
TeamCreditPolicy TeamPolicyOf(const v1::Policy& policy);

// Puts into an attribution, whose parts stand, its segment, its team shares and those of the other
// models, its CS-led tags and leads, and why. What the teams share is the booking's net-new
// expansion and cross-sell; without any there are no shares. Errors as DecideTeamCredit.
absl::Status SetGrowthCredit(const ProposalInput& input, v1::Attribution* attribution);

}  // namespace baton::domain
