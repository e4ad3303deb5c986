// Where approved exchange rates are read (C-3, C-21): those of an instant's day in the policy's
// zone. Inside a store's body or read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"
#include "store/sql.h"

namespace baton::server {

// From a currency to the policy's; nothing where none is approved, or both are the same.
absl::StatusOr<std::optional<domain::ApprovedRate>> RateToPolicy(store::Session& session,
                                                                 std::string_view tenant,
                                                                 const std::string& currency_code,
                                                                 absl::Time time,
                                                                 const v1::Policy& policy);

// Every rate of the instant's day into the policy's currency (H-6).
absl::StatusOr<std::vector<domain::ApprovedRate>> RatesToPolicy(store::Session& session,
                                                                std::string_view tenant,
                                                                absl::Time time,
                                                                const v1::Policy& policy);

// What a statement asks rates for: a booking, in what the parts of its line are stated (the
// booking, the payee's plan when it was made, the statement), and the policy that decided it.
struct RatedBooking {
  std::string booking_currency;
  std::string plan_currency;
  std::string statement_currency;
  absl::Time booked;
  const v1::Policy& policy;
};

// All that a statement asks for each of the bookings: from the booking's currency to the policy's
// and the plan's, and from all of these to the statement's. One statement for each pair of
// currencies.
absl::StatusOr<std::vector<std::vector<domain::ApprovedRate>>> RatesForStatement(
    store::Session& session, std::string_view tenant, const std::vector<RatedBooking>& bookings);

}  // namespace baton::server
