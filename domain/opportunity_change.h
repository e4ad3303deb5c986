// What may become of an opportunity after its creation, and what history before go-live looks like
// (T-1).
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"

namespace baton::domain {

// T-1. The opportunity with the amount, expected close, stage, owner and state that `incoming`
// states; what it leaves out stays. It may be lost, which closes it at `now`, and reopened.
//
// Refuses, in this order: INVALID_FIELDS for fields that are wrong, that only a booking sets
// (state WON), or that never change (account, signal, source, ...), all at once;
// CREATION_SOURCE_IMMUTABLE for another creation source, trigger event or trigger text;
// OPPORTUNITY_STATE where it is won, for anything but its stage.
absl::StatusOr<v1::Opportunity> ChangeOpportunity(const v1::Opportunity& held,
                                                  const v1::Opportunity& incoming, absl::Time now);

// T-1. What is wrong with an opportunity from before go-live: INVALID_FIELDS names every fault. It
// needs an account, a state, a source record, a create_time before `go_live`, and closed a
// close_time from then on; it states no creation source but UNKNOWN, and no trigger event.
absl::Status CheckBackfilled(const v1::Opportunity& opportunity, absl::Time go_live);

}  // namespace baton::domain
