// Against gaming: tiers that somebody sets by hand shortly before they gain by it, and facts that
// are told long after they happened.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account.pb.h"
#include "baton/v1/booking.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

// Flag of an attribution, of which a tier that was set late by hand doesn't count.
inline constexpr absl::string_view kLateManualTier = "late_manual_tier";

// How old a tier must be at the end of the window that somebody with credit set by hand;
// exactly as old it counts.
inline constexpr absl::Duration kManualTierAge = absl::Hours(14 * 24);

// The observations that count for the booking, in their order: all but those that `ae` or
// `csm` (full names, or empty) set by hand less than 14 days before the window's end, unless
// another source observed the same tier from then on.
std::vector<v1::HealthObservation> CountedHealth(absl::Span<const v1::HealthObservation> health,
                                                 const v1::Booking& booking, const std::string& ae,
                                                 const std::string& csm);

// Whether what happened at `occur` is told too late at `now`: more than the policy's days
// after. History from before the account was created may be told within these days of its creation.
bool IsToldTooLate(absl::Time occur, absl::Time now, absl::Time account_created,
                   const v1::Policy& policy);

}  // namespace baton::domain
