// A quarter to compute statements of: bookings that were recorded and signed, and payees with a
// plan.
#pragma once

#include <cstdint>
#include <string>

#include "baton/v1/attribution.pb.h"
#include "baton/v1/booking.pb.h"
#include "domain/fiscal.h"
#include "store/store.h"

namespace baton::bench {

// Of a booking.
inline constexpr int kLinesPerBooking = 4;
// Of an account.
inline constexpr int kBookingsPerAccount = 10;

struct QuarterSize {
  int64_t bookings = 0;
  // Half of them AEs, half of them CSMs: each booking has one of each.
  int64_t payees = 0;
};

// The n-th AE or CSM.
std::string AeOf(int64_t booking, const QuarterSize& size);
std::string CsmOf(int64_t booking, const QuarterSize& size);
// The n-th booking's attribution.
std::string AttributionOf(int64_t booking);

// Fills the tenant "main": copies of the sample, which the server took apart, booked evenly over
// the quarter up to `now`, each of an opportunity of its own and signed by both sides; people,
// accounts, and plans of commissions and of credit alone. Ends the program when a write fails.
void FillQuarter(store::Store& store, const v1::Attribution& sample, const v1::Booking& booking,
                 const domain::Quarter& quarter, absl::Time now, const QuarterSize& size);

}  // namespace baton::bench
