// The usage desk: keeps how accounts use the product, and opens what that sets off (T-1). Inside a
// store's body.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// T-1, X-9. Keeps the observation under the name that it has. A source record that is known keeps
// its name, and changes only by a later source_update_time than the one held. What sets off an
// opportunity opens it under `opportunity_name`, the account's AE as its owner; while that of the
// same reason is open, the observation points to it instead. INVALID_FIELDS names every fault.
absl::StatusOr<v1::UsageObservation> RecordUsage(store::Transaction& tx,
                                                 v1::UsageObservation observation,
                                                 const std::string& opportunity_name);

}  // namespace baton::server
