// Exchange rates: what an amount of one currency is worth in another (C-3, X-2).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/exchange_rate.pb.h"
#include "domain/refusal.h"

namespace baton::domain {

inline constexpr int kMaxRatesPerSheet = 1'000;
inline constexpr int kMaxRateOriginChars = 500;
inline constexpr int64_t kMaxRate = 1'000'000'000'000'000;
inline constexpr int kMaxRateScale = 12;

// A rate that counts, and where it comes from: the origin of the sheet that it was approved in.
struct ApprovedRate {
  v1::ExchangeRate rate;
  std::string origin;
};

// Notes every fault of a sheet under "sheet.": codes that are none or the same, days that are none,
// rates that are 0 or less, and a pair and day that stands twice.
void CheckRateSheet(const v1::ExchangeRateSheet& sheet, Violations* faults);

// The amount in minor units of the rate's to_currency, rounded half to even, once. Each
// currency has its own exponent: at 0.0067 USD for a yen, 1,000 JPY are 6.70 USD, which is 670.
//
// InvalidArgument where CheckRateSheet would refuse the rate, OutOfRange where the result does not
// fit into 64 bits.
absl::StatusOr<int64_t> Convert(int64_t amount_minor, const v1::ExchangeRate& rate);

// What an amount of the rate's to_currency is in from_currency, by the same rate: divided by
// it, rounded half to even, once. Errors as Convert.
absl::StatusOr<int64_t> ConvertBack(int64_t amount_minor, const v1::ExchangeRate& rate);

// The rate of that pair among a day's; null where there is none.
const ApprovedRate* FindRate(absl::Span<const ApprovedRate> rates, absl::string_view from_currency,
                             absl::string_view to_currency);

// "1.0842 USD for 1 EUR, the rate of 2027-03-31 (ECB reference rates)".
std::string RateOfDayText(const ApprovedRate& rate);

}  // namespace baton::domain
