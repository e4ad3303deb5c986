// The booking desk: what a closed-won deal sets off. Inside a store's body; the rules are
// domain/attribution.h's and domain/signature.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// Records a booking under the name that it has, and its attribution under `attribution` (a full
// name): takes it apart, enters it into the account's ledger, closes its opportunity, and
// closes the loop of the signal that it came from as won (H-11). A source record that is known
// answers what is held.
absl::StatusOr<v1::RecordBookingResponse> RecordBooking(store::Transaction& tx, v1::Booking booking,
                                                        const std::string& attribution);

// What was proposed for bookings of the account from `from` on, and nobody has signed, follows
// the facts that have come since: it is proposed anew under its name. For facts that arrive late.
absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from);

// Signs for one side, as the call's person.
absl::StatusOr<v1::Attribution> SignAttribution(store::Transaction& tx, const Call& call,
                                                std::string_view id, v1::SigningSide side);

// Reminds whoever has not signed, and sets the next day's deadline; see HandleDue.
absl::Status AttributionDue(store::Transaction& tx, std::string_view id);

}  // namespace baton::server
