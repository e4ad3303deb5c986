// What touched an account in a stretch of time (T-3 to T-6), beside its activities.
//
// Accounts are named by full name or bare id; what was merged into one counts with it.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account.pb.h"
#include "baton/v1/signal.pb.h"
#include "store/sql.h"

namespace baton::store {

// Usage observed in [from, until], by time within each account of the history.
absl::StatusOr<std::vector<v1::UsageObservation>> UsageInWindow(Session& session,
                                                                std::string_view tenant,
                                                                std::string_view account,
                                                                absl::Time from, absl::Time until);

// Signals filed in [from, until], likewise.
absl::StatusOr<std::vector<v1::Signal>> SignalsInWindow(Session& session, std::string_view tenant,
                                                        std::string_view account, absl::Time from,
                                                        absl::Time until);

}  // namespace baton::store
