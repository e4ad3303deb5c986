// What published statements pay for bookings, line by line (C-20).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/amortisation.h"
#include "store/sql.h"

namespace baton::store {

// The first and the last period that is published.
struct PublishedPeriods {
  std::string first;
  std::string last;
};

// Nothing while nothing is published.
absl::StatusOr<std::optional<PublishedPeriods>> FindPublishedPeriods(Session& session,
                                                                     std::string_view tenant);

// The payable lines with an amount that name an attribution, of statements published for periods
// up to `last`, in the order in which they were published; of each what domain/amortisation.h
// reads. Reads every published line.
absl::StatusOr<std::vector<domain::PublishedLine>> PublishedBookingLines(Session& session,
                                                                         std::string_view tenant,
                                                                         std::string_view last);

}  // namespace baton::store
