// The rate desk: exchange rates are put by one person and approved by another. Inside a
// store's body.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "baton/v1/exchange_rate.pb.h"
#include "server/callers.h"
#include "store/store.h"

namespace baton::server {

// Keeps a checked sheet, named, as the caller's. A caller who is no person is refused.
absl::StatusOr<v1::PutExchangeRatesResponse> PutExchangeRates(store::Transaction& tx,
                                                              v1::ExchangeRateSheet sheet,
                                                              const Caller& caller);

// The caller approves a sheet, by bare id. What is proposed for bookings of its days follows.
// EXCHANGE_RATES_STATE, EXCHANGE_RATES_APPROVER.
absl::StatusOr<v1::ApproveExchangeRatesResponse> ApproveExchangeRates(store::Transaction& tx,
                                                                      std::string_view id,
                                                                      const Caller& caller);

}  // namespace baton::server
