// Bookings as they come in: what must hold before one is taken apart (A).
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"

namespace baton::domain {

inline constexpr int kMaxBookingLines = 1'000;
inline constexpr int kMaxLineIdChars = 64;
inline constexpr int kMaxProductChars = 64;

// The largest ARR of a line, minor units, as plans and policies have for their amounts. The sums of
// a whole booking fit into 64 bits with it.
inline constexpr int64_t kMaxLineArrMinor = 1'000'000'000'000'000;

// Contractual uplifts outside these are taken with a warning (A).
inline constexpr int32_t kUsualUpliftMinBp = 300;
inline constexpr int32_t kUsualUpliftMaxBp = 500;

// The booking as it is kept: line ids L1, L2, ... by position where none is given, effective_time
// from booked_time, and in `warnings` what was taken with one. Account, opportunity and people are
// the caller's to look up.
//
// INVALID_FIELDS names every fault at once, under "booking.".
absl::StatusOr<v1::Booking> CheckBooking(v1::Booking booking);

// The sum of new less prior ARR over all lines. OutOfRange when it does not fit.
absl::StatusOr<int64_t> TotalChange(const v1::Booking& booking);

// Whether some line raises ARR.
bool RaisesArr(const v1::Booking& booking);

// Whether some line lowers ARR.
bool LowersArr(const v1::Booking& booking);

}  // namespace baton::domain
