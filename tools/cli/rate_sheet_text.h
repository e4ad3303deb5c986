// Exchange rates as people type and read them: "EUR/USD=1.0842@2027-03-31".
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/exchange_rate.pb.h"

namespace baton::cli {

// "EUR/USD=1.0842@2027-03-31": what one EUR was worth in USD that day. Exact: the digits behind the
// point become the scale. InvalidArgument: anything else. Whether codes and day exist is the
// server's affair.
absl::StatusOr<v1::ExchangeRate> ParseExchangeRate(absl::string_view text);

// "1.0842".
std::string FormatExchangeRate(const v1::ExchangeRate& rate);

}  // namespace baton::cli
