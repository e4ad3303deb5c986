// The touch desk: reads what a booking's team credit is decided by (T-3 to T-6). Inside a store's
// read; the rules are domain/growth_credit.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/attribution.h"
#include "store/sql.h"

namespace baton::server {

// What touched the account up to the booking, from as far back as the policy's windows and the
// look-back before the opportunity's creation reach. Of `input` booking, opportunity and policy.
absl::StatusOr<std::vector<domain::Touchpoint>> LoadTouchpoints(store::Session& session,
                                                                std::string_view tenant,
                                                                const domain::ProposalInput& input);

// Who closed a booking that doesn't say: the account's CSM under model A, where the CSM owns the
// close (H-7), else its AE. Of `input` ae, csm and signal.
std::string DefaultCloser(const domain::ProposalInput& input);

// Adds the account's segment and the team of the person who closed.
absl::Status LoadParties(store::Session& session, std::string_view tenant,
                         domain::ProposalInput* input);

}  // namespace baton::server
