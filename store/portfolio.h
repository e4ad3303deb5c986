// What customers are worth as a period begins, and what was won on them in bookings (H-14, X-8).
//
// Records are named by full name or bare id; amounts of different currencies are never added.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "store/sql.h"

namespace baton::store {

// Bare ids of every account, and of those on which a person has ever held a role.
absl::StatusOr<std::vector<std::string>> AllAccounts(Session& session, std::string_view tenant);
absl::StatusOr<std::vector<std::string>> AccountsOfPerson(Session& session, std::string_view tenant,
                                                          std::string_view person);

// An account's ARR as a period begins, by currency: what took effect before `start`, and what was
// opened exactly then. OUT_OF_RANGE when a sum does not fit into 64 bits.
absl::StatusOr<std::vector<v1::Money>> ArrAtStart(Session& session, std::string_view tenant,
                                                  std::string_view account, absl::Time start);

// Full names of the opportunity's bookings, oldest first.
absl::StatusOr<std::vector<std::string>> BookingsOfOpportunity(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view opportunity);

// What a booking won of expansion ARR: its parts of net-new expansion and cross-sell.
absl::StatusOr<std::vector<v1::Money>> ExpansionOfBooking(Session& session, std::string_view tenant,
                                                          std::string_view booking);

}  // namespace baton::store
