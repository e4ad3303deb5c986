// The leaver desk: what becomes of somebody's work when they leave (W-1). Inside a store's body.
//
// Leaving does not wait for the sweeper: from the end date on nothing is routed to the person, no
// token of theirs works, and their manager stands in for them (store/absences.h). What is swept
// then is the work that they left open.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Open signals that move in one transaction; the sweeper moves the rest, as many at a time.
inline constexpr int kMaxMovedSignals = 200;

// W-1. Sets the person's (full name) end date. One that has come takes effect at once; one to come
// is a deadline, and may be changed until it comes. The same date again changes nothing;
// PERSON_LEFT for another one once they have left.
absl::StatusOr<v1::EndPersonResponse> EndPerson(store::Transaction& tx, std::string_view person,
                                                absl::Time end);

// Takes back an end date to come. PERSON_LEFT when it has come.
absl::StatusOr<v1::EndPersonResponse> StayOn(store::Transaction& tx, std::string_view person);

// Handles the deadline "leave" of a person (bare id).
absl::Status LeaveDue(store::Transaction& tx, std::string_view person);

}  // namespace baton::server
