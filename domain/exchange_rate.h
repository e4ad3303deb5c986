// Exchange rates: what an amount of one currency is worth in another (C-3, X-2).
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "baton/v1/exchange_rate.pb.h"
#include "domain/refusal.h"

namespace baton::domain {

inline constexpr int kMaxRatesPerSheet = 1'000;
inline constexpr int kMaxRateOriginChars = 500;
inline constexpr int64_t kMaxRate = 1'000'000'000'000'000;
inline constexpr int kMaxRateScale = 12;

// Notes every fault of a sheet under "sheet.": codes that are none or the same, days that are none,
// rates that are 0 or less, and a pair and day that stands twice.
void CheckRateSheet(const v1::ExchangeRateSheet& sheet, Violations* faults);

// The amount in minor units of the rate's to_currency, rounded half to even, once. Each
// currency has its own exponent: at 0.0067 USD for a yen, 1,000 JPY are 6.70 USD, which is 670.
//
// InvalidArgument where CheckRateSheet would refuse the rate, OutOfRange where the result does not
// fit into 64 bits.
absl::StatusOr<int64_t> Convert(int64_t amount_minor, const v1::ExchangeRate& rate);

}  // namespace baton::domain
