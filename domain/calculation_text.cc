#include "domain/calculation_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

// "1234567.89" -> "1,234,567.89"
std::string WithThousands(std::string decimal) {
  const size_t first = absl::StartsWith(decimal, "-") ? 1 : 0;
  const size_t point = decimal.find('.');
  const size_t whole_end = point == std::string::npos ? decimal.size() : point;
  for (size_t at = whole_end; at > first + 3;) {
    at -= 3;
    decimal.insert(at, ",");
  }
  return decimal;
}

}  // namespace

v1::ExplanationStep Step(absl::string_view rule, absl::string_view text) {
  v1::ExplanationStep step;
  step.set_rule(std::string(rule));
  step.set_text(std::string(text));
  return step;
}

std::string AmountText(int64_t amount_minor, absl::string_view currency_code) {
  const absl::optional<int> exponent = CurrencyExponent(currency_code);
  if (!exponent.has_value()) return absl::StrCat(amount_minor, "/", currency_code);
  return absl::StrCat(WithThousands(FormatDecimal(amount_minor, *exponent)), " ", currency_code);
}

std::string RateText(int64_t rate_bp) {
  std::string percent = FormatDecimal(rate_bp, 2);
  while (absl::EndsWith(percent, "0")) percent.pop_back();
  if (absl::EndsWith(percent, ".")) percent.pop_back();
  return absl::StrCat(percent, "%");
}

std::string ShareText(int64_t rate_bp, int64_t amount_minor, int64_t result_minor,
                      absl::string_view currency_code) {
  return absl::StrCat(RateText(rate_bp), " of ", AmountText(amount_minor, currency_code), " = ",
                      AmountText(result_minor, currency_code));
}

}  // namespace baton::domain
