// Bookings for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/attribution_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One line a booking with its whole change of ARR.
std::string BookingTable(const std::vector<v1::Booking>& bookings, const View& view);

// The booking with every line.
std::string BookingDetail(const v1::Booking& booking, const View& view);

}  // namespace baton::cli
