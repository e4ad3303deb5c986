// Money as people type and read it: "48,000.00 USD". Exact: nothing is rounded, no floats.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/common.pb.h"

namespace baton::cli {

// Digits after the point of an ISO 4217 currency: USD 2, JPY 0, KWD 3, CLF 4. A code that is not in
// the list has 2.
int CurrencyDigits(absl::string_view currency_code);

// "48000", "48,000.00", "-12.5" in the currency's minor units. A comma stands only between groups
// of three digits. InvalidArgument: not a number, more digits than the currency has, out of range.
absl::StatusOr<int64_t> ParseAmount(absl::string_view text, absl::string_view currency_code);

// "48,000.00 USD", "48000USD" or "USD 48,000". InvalidArgument as ParseAmount, or when the currency
// is missing.
absl::StatusOr<v1::Money> ParseMoney(absl::string_view text);

// The amount with the currency's digits and thousands separators: "48,000.00".
std::string FormatAmount(int64_t amount_minor, absl::string_view currency_code);

// The amount with its currency: "48,000.00 USD". Empty when no currency is given.
std::string FormatMoney(const v1::Money& money);

}  // namespace baton::cli
