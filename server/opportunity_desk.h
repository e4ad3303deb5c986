// The opportunity desk: what becomes of opportunities after they were created, and those from
// before Baton (T-1). Inside a store's body.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Opportunities that one call backfills at most.
inline constexpr int kMaxBackfilled = 1'000;

// T-1. Changes amount, expected close, stage, owner and state of the opportunity that `stated`
// names; what it leaves out stays. See domain::ChangeOpportunity for the refusals. PERSON_LEFT for
// an owner who is gone.
absl::StatusOr<v1::Opportunity> UpdateOpportunity(store::Transaction& tx,
                                                  const v1::Opportunity& stated);

// T-1. Takes over one opportunity from before go-live, which is its account's opening_time, under
// the name that it has; its source is unknown. A source record that is known answers the one held.
// INVALID_FIELDS names every fault.
absl::StatusOr<v1::Opportunity> BackfillOpportunity(store::Transaction& tx,
                                                    v1::Opportunity opportunity);

}  // namespace baton::server
