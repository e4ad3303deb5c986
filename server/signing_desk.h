// The signing desk: who signs an attribution, what must be shown before, and who is reminded.
// Inside a store's body; the rules are domain/signature.h's and domain/documentation.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/deadlines.h"
#include "store/store.h"

namespace baton::server {

// The role whose seat signs for a side.
v1::Role SeatOf(v1::SigningSide side);

// W-1. Whether the person stands in now for somebody who has that role.
absl::StatusOr<bool> IsDeputyFor(store::Transaction& tx, const std::string& person, v1::Role seat);

// W-1. As what the person acts for the side: in its seat's role where they stand in for somebody
// who has it, else as `role`.
absl::StatusOr<v1::Role> RoleFor(store::Transaction& tx, const std::string& person, v1::Role role,
                                 v1::SigningSide side);

// OK where the call is a person's; ROLE_NOT_ALLOWED for a program: `what` is a person's.
absl::Status RequirePerson(const Call& call, std::string_view what);

// When the sides are reminded to sign: none where nothing waits for a signature.
std::vector<store::Deadline> SignDeadline(const v1::Attribution& attribution, absl::Time due);

// Signs for one side, as the call's person. DOCUMENTATION_MISSING where a renewal's
// health history lacks and the side doesn't waive it.
absl::StatusOr<v1::Attribution> SignAttribution(store::Transaction& tx, const Call& call,
                                                std::string_view id, v1::SigningSide side,
                                                const std::string& health_waiver);

// Reminds whoever has not signed, and sets the next day's deadline; see HandleDue.
absl::Status AttributionDue(store::Transaction& tx, std::string_view id);

}  // namespace baton::server
