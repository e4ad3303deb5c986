// The void desk: bookings that were wrong are reversed, by two people. Inside a
// store's body; the rules are domain/booking_reversal.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// Asks for the booking to be voided, as the call's person.
absl::StatusOr<v1::Booking> VoidBooking(store::Transaction& tx, const Call& call,
                                        std::string_view id, const std::string& reason);

// Voids it as the second person: the reversal and its attribution get the full names given,
// the ledger is as if neither had been, the opportunity is open again, and a dispute is moot.
// BOOKING_STATE where later bookings would leave less than nothing: void those first.
absl::StatusOr<v1::ApproveBookingVoidResponse> ApproveBookingVoid(store::Transaction& tx,
                                                                  const Call& call,
                                                                  std::string_view id,
                                                                  const std::string& reversal,
                                                                  const std::string& attribution);

}  // namespace baton::server
