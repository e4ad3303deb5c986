// Bookings that are put right or end: voiding one by its exact reversal, churn, and renewals that
// come too late.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/booking.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

inline constexpr int kMaxVoidReasonChars = 1'000;

// How long after the contract's end a renewal is late, and lost; exactly at either it is not.
inline constexpr absl::Duration kLateRenewal = absl::Hours(30 * 24);
inline constexpr absl::Duration kLostRenewal = absl::Hours(90 * 24);

// Flags of an attribution.
inline constexpr absl::string_view kLateRenewalFlag = "late_renewal";
inline constexpr absl::string_view kWinBack = "win_back";

// Whether the booking was voided.
bool IsVoided(const v1::Booking& booking);

// The booking with its voiding asked for by `requester` at `now`. INVALID_FIELDS without a
// reason; BOOKING_STATE where it was asked for before, or the booking is a reversal.
absl::StatusOr<v1::Booking> AskToVoid(v1::Booking booking, const std::string& reason,
                                      const std::string& requester, absl::Time now);

// The booking voided by the second person, with the reversal's name. BOOKING_STATE
// where nobody asked or it is done; SECOND_PERSON where `approver` asked, or is credited by it.
absl::StatusOr<v1::Booking> ApproveVoid(v1::Booking booking, const v1::Attribution& attribution,
                                        const std::string& approver, const std::string& reversal,
                                        absl::Time now);

// The exact reversal: every line from new to prior ARR, at its own effective time. Without
// name and attribution.
v1::Booking ReversalOf(const v1::Booking& booking, absl::Time now);

// A-12, C-19. The attribution of a reversal: every amount of `voided` negated as it stands, never
// computed anew. Without name and booking.
v1::Attribution ReversalOf(const v1::Attribution& voided, absl::Time now);

// Whether what is renewed was lost before: booked more than 90 days after the contract's end
// under a policy that says so.
bool IsWinBack(const v1::Booking& booking, const v1::Policy& policy);

// The churn at the contract's end of what a win-back renews. No lines: nothing was owned.
// Without name and attribution.
v1::Booking ChurnBefore(const v1::Booking& win_back);

// The win-back with what it renews as sold anew, and a warning for each such line.
v1::Booking AsWinBack(v1::Booking booking);

// The attribution with late_renewal or win_back, where its booking is one.
void FlagLateRenewal(const v1::Booking& booking, const v1::Policy& policy,
                     v1::Attribution* attribution);

}  // namespace baton::domain
