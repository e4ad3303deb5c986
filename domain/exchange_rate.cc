#include "domain/exchange_rate.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/field_check.h"
#include "domain/fiscal.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

bool IsDate(const std::string& text) {
  absl::CivilDay day;
  return absl::ParseCivilTime(text, &day) && DateText(day) == text;
}

void CheckRate(const std::string& field, const v1::ExchangeRate& rate, Violations* faults) {
  CheckCurrency(field + "from_currency", rate.from_currency(), faults);
  CheckCurrency(field + "to_currency", rate.to_currency(), faults);
  if (rate.from_currency() == rate.to_currency()) {
    faults->Add(field + "to_currency", "is from_currency: that needs no rate");
  }
  if (!IsDate(rate.date())) faults->Add(field + "date", "must be a day, as 2027-03-31");
  if (rate.rate() < 1 || rate.rate() > kMaxRate) {
    faults->Add(field + "rate", absl::StrCat("must be 1 to ", kMaxRate));
  }
  if (rate.scale() < 0 || rate.scale() > kMaxRateScale) {
    faults->Add(field + "scale", absl::StrCat("must be 0 to ", kMaxRateScale));
  }
}

absl::int128 TenTo(int power) {
  absl::int128 result = 1;
  for (int i = 0; i < power; ++i) result *= 10;
  return result;
}

// By how many powers of ten an amount grows beside the rate's digits; nothing for what is no rate.
std::optional<int> ShiftOf(const v1::ExchangeRate& rate) {
  const auto from = CurrencyExponent(rate.from_currency());
  const auto to = CurrencyExponent(rate.to_currency());
  if (!from.has_value() || !to.has_value() || rate.rate() < 1 || rate.rate() > kMaxRate ||
      rate.scale() < 0 || rate.scale() > kMaxRateScale) {
    return std::nullopt;
  }
  return *to - *from - rate.scale();
}

absl::Status NoRate(const v1::ExchangeRate& rate) {
  return absl::InvalidArgumentError(absl::StrCat("no exchange rate: ", rate.ShortDebugString()));
}

// 10842 with scale 4 as "1.0842".
std::string DigitsOf(const v1::ExchangeRate& rate) {
  std::string digits = absl::StrCat(rate.rate());
  const size_t scale = static_cast<size_t>(std::max(rate.scale(), 0));
  if (scale == 0) return digits;
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  return digits.insert(digits.size() - scale, ".");
}

}  // namespace

void CheckRateSheet(const v1::ExchangeRateSheet& sheet, Violations* faults) {
  faults->RequireText("sheet.origin", sheet.origin(), kMaxRateOriginChars);
  if (sheet.rates().empty() || sheet.rates_size() > kMaxRatesPerSheet) {
    faults->Add("sheet.rates", absl::StrCat("must be 1 to ", kMaxRatesPerSheet));
    return;
  }
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (int i = 0; i < sheet.rates_size(); ++i) {
    const v1::ExchangeRate& rate = sheet.rates(i);
    const std::string field = absl::StrCat("sheet.rates[", i, "].");
    CheckRate(field, rate, faults);
    if (!seen.emplace(rate.from_currency(), rate.to_currency(), rate.date()).second) {
      faults->Add(field + "date", "stands twice for this pair");
    }
  }
}

absl::StatusOr<int64_t> Convert(int64_t amount_minor, const v1::ExchangeRate& rate) {
  const std::optional<int> shift = ShiftOf(rate);
  if (!shift.has_value()) return NoRate(rate);
  // At most 2^63 x 10^15 x 10^4: within 128 bits.
  const absl::int128 product = absl::int128(amount_minor) * rate.rate();
  if (*shift >= 0) return DivideHalfEven(product * TenTo(*shift), 1);
  return DivideHalfEven(product, TenTo(-*shift));
}

absl::StatusOr<int64_t> ConvertBack(int64_t amount_minor, const v1::ExchangeRate& rate) {
  const std::optional<int> shift = ShiftOf(rate);
  if (!shift.has_value()) return NoRate(rate);
  // At most 2^63 x 10^16 over 10^15 x 10^4: within 128 bits.
  if (*shift >= 0) return DivideHalfEven(amount_minor, rate.rate() * TenTo(*shift));
  return DivideHalfEven(absl::int128(amount_minor) * TenTo(-*shift), rate.rate());
}

const ApprovedRate* FindRate(absl::Span<const ApprovedRate> rates, absl::string_view from_currency,
                             absl::string_view to_currency) {
  const auto found = std::find_if(rates.begin(), rates.end(), [&](const ApprovedRate& one) {
    return one.rate.from_currency() == from_currency && one.rate.to_currency() == to_currency;
  });
  return found == rates.end() ? nullptr : &*found;
}

std::string RateOfDayText(const ApprovedRate& rate) {
  return absl::StrCat(DigitsOf(rate.rate), " ", rate.rate.to_currency(), " for 1 ",
                      rate.rate.from_currency(), ", the rate of ", rate.rate.date(), " (",
                      rate.origin, ")");
}

}  // namespace baton::domain
