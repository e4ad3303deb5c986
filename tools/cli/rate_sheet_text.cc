#include "tools/cli/rate_sheet_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace baton::cli {
namespace {

absl::Status NoRate(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is no exchange rate; write EUR/USD=1.0842@2027-03-31"));
}

bool AreDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// Splits at the first `at`; false when it isn't there.
bool SplitAt(absl::string_view text, char at, absl::string_view* before, absl::string_view* after) {
  const size_t place = text.find(at);
  if (place == absl::string_view::npos) return false;
  *before = text.substr(0, place);
  *after = text.substr(place + 1);
  return true;
}

}  // namespace

absl::StatusOr<v1::ExchangeRate> ParseExchangeRate(absl::string_view text) {
  absl::string_view pair, rest, number, date, from, to;
  if (!SplitAt(text, '=', &pair, &rest) || !SplitAt(rest, '@', &number, &date) ||
      !SplitAt(pair, '/', &from, &to)) {
    return NoRate(text);
  }
  absl::string_view whole = number;
  absl::string_view fraction;
  const bool has_point = SplitAt(number, '.', &whole, &fraction);
  int64_t rate = 0;
  if (!AreDigits(whole) || (has_point && !AreDigits(fraction)) ||
      !absl::SimpleAtoi(absl::StrCat(whole, fraction), &rate)) {
    return NoRate(text);
  }
  v1::ExchangeRate result;
  result.set_from_currency(std::string(from));
  result.set_to_currency(std::string(to));
  result.set_date(std::string(date));
  result.set_rate(rate);
  result.set_scale(static_cast<int32_t>(fraction.size()));
  return result;
}

std::string FormatExchangeRate(const v1::ExchangeRate& rate) {
  std::string digits = absl::StrCat(rate.rate());
  const size_t scale = static_cast<size_t>(std::max(rate.scale(), 0));
  if (scale == 0) return digits;
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  return digits.insert(digits.size() - scale, 1, '.');
}

}  // namespace baton::cli
