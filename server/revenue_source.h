// What the reports on attribution read: parts that count, in the report's currency, and accounts as
// periods began. Inside a store's read; the figures are domain/'s.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/attribution.pb.h"
#include "domain/fiscal.h"
#include "domain/retention.h"
#include "domain/revenue_part.h"
#include "server/conversion.h"
#include "server/report_scope.h"
#include "store/books.h"

namespace baton::server {

// `count` quarters, the last of them `last`, oldest first.
absl::StatusOr<std::vector<domain::Quarter>> QuartersUpTo(const v1::Policy& policy,
                                                          const domain::Quarter& last, int count);

// Visits the attributions booked in [from, to) that count.
absl::Status ForEachCounted(store::Session& session, const std::string& tenant, absl::Time from,
                            absl::Time to,
                            const std::function<absl::Status(const v1::Attribution&)>& visit);

// At which day's rate a booking's amounts are converted.
enum class RateOf {
  // That of the booking's day (C-3).
  kBooking,
  // That of the period's start, at both ends (G-6).
  kStart,
};

// Every part booked in [from, to) that counts and has a rate; accounts by their survivors' ids,
// CSMs by their survivors' names.
absl::StatusOr<std::vector<domain::RevenuePart>> LoadParts(
    store::Session& session, const std::string& tenant, absl::Time from, absl::Time to,
    RateOf rate_of, const store::Survivors& survivors, Conversion* conversion);

// What became of every account that had ARR at `from`, until `to`, at the rates of that day.
absl::StatusOr<std::vector<domain::AccountMovement>> LoadMovements(
    store::Session& session, const std::string& tenant, absl::Time from, absl::Time to,
    const store::Survivors& survivors, Conversion* conversion);

// One balance in the report's currency. What has no rate is left out of it.
absl::StatusOr<int64_t> Worth(absl::Time at, const store::Balance& balance,
                              const std::string& account, Conversion* conversion);

}  // namespace baton::server
