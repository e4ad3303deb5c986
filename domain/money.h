// The arithmetic of money and rates: the one place that divides or rounds them.
//
// Amounts are signed 64-bit counts of a currency's minor units. Rates are integer basis points
// (bp, 1/10,000). Intermediates have 128 bits, so a result is either exact by its rule or an error;
// nothing wraps around and nothing passes through a float.
//
// Every function is pure and safe to call from any thread.
//
// Errors: InvalidArgument when the arguments mean nothing (the message names what is wrong),
// OutOfRange when the result does not fit into 64 bits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace baton::domain {

// One whole, in basis points.
inline constexpr int64_t kOneBp = 10'000;

// The longest decimal text that ParseDecimalMinor reads, in bytes.
inline constexpr size_t kMaxDecimalLength = 64;

// Shares of `amount_minor` in proportion to `weights`, in their order; they add up to it
// exactly. Each share of the absolute amount is floored, the left-over minor units go to the
// largest fractional remainders (ties to the earlier share), then the sign is restored. So the
// shares of -a are the shares of a, negated.
//
// InvalidArgument: no weights, a negative weight, or weights whose sum is 0 or exceeds 64 bits.
absl::StatusOr<std::vector<int64_t>> Split(int64_t amount_minor, absl::Span<const int64_t> weights);

// `rate_bp` of `amount_minor`, rounded half to even, once.
absl::StatusOr<int64_t> ApplyRate(int64_t rate_bp, int64_t amount_minor);

// `amount_minor` x `numerator` / `denominator`, rounded half to even, once. For exchange rates
// and pro rata parts that are no whole basis points. InvalidArgument: `denominator` is 0.
absl::StatusOr<int64_t> ApplyRatio(int64_t amount_minor, int64_t numerator, int64_t denominator);

// `numerator` / `denominator` in whole basis points, rounded half to even.
// InvalidArgument: `denominator` is 0.
absl::StatusOr<int64_t> RatioBp(int64_t numerator, int64_t denominator);

struct Ratio {
  int64_t numerator = 0;
  int64_t denominator = 1;  // above 0
};

// The mean of `ratios` in whole basis points, taken exactly and rounded half to even, once.
// InvalidArgument: none, or a denominator that is not above 0. OutOfRange: does not fit.
absl::StatusOr<int64_t> MeanBp(absl::Span<const Ratio> ratios);

// The quotient rounded half to even, for formulas with several terms that must round only once.
// InvalidArgument: `denominator` is 0.
absl::StatusOr<int64_t> DivideHalfEven(absl::int128 numerator, absl::int128 denominator);

// The sum, the difference, the opposite. OutOfRange instead of wrapping around.
absl::StatusOr<int64_t> AddMinor(int64_t a_minor, int64_t b_minor);
absl::StatusOr<int64_t> SubtractMinor(int64_t a_minor, int64_t b_minor);
absl::StatusOr<int64_t> NegateMinor(int64_t amount_minor);

// How many decimal digits the minor unit of an ISO 4217 code has: USD 2, JPY 0, KWD 3, CLF 4.
// Knows every code in force and those withdrawn since 2021, which older bookings still carry.
// Nothing for an unknown code, for one not in capitals, and for codes without a minor unit (XAU).
absl::optional<int> CurrencyExponent(absl::string_view iso4217);

// Whether ParseDecimalMinor takes "1,234,567.89".
enum class Thousands { kRefused, kCommas };

// Exact decimal text ("-1234.5", ".5", "12.", "1.2e3") in minor units of a currency with
// `exponent` digits. Digits beyond the currency's own are taken only if they are zeros: nothing is
// rounded. With kCommas the whole part may be grouped, in threes and throughout.
//
// InvalidArgument: not a number, too long, too many digits, grouping, an exponent outside 0-4.
// OutOfRange: a number that does not fit.
absl::StatusOr<int64_t> ParseDecimalMinor(absl::string_view text, int exponent,
                                          Thousands thousands = Thousands::kRefused);

// The amount as plain decimal text with exactly `exponent` (0-4) decimals: "-12.05", or "12" for 0.
// ParseDecimalMinor reads it back.
std::string FormatDecimal(int64_t amount_minor, int exponent);

}  // namespace baton::domain
