#include "tools/cli/money_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

constexpr absl::string_view kNoDigits =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr absl::string_view kThreeDigits = "BHD IQD JOD KWD LYD OMR TND";
constexpr absl::string_view kFourDigits = "CLF UYW";

bool Lists(absl::string_view codes, absl::string_view code) {
  return code.size() == 3 && codes.find(code) != absl::string_view::npos;
}

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

absl::Status NotAnAmount(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not an amount; write 48000.00 or 48,000"));
}

// "48,000" -> "48000"; empty when the commas stand wrong.
std::string WithoutSeparators(absl::string_view whole) {
  const std::vector<absl::string_view> groups = absl::StrSplit(whole, ',');
  std::string digits;
  for (size_t i = 0; i < groups.size(); ++i) {
    const bool alone = groups.size() == 1;
    const bool fits =
        i == 0 ? groups[i].size() >= 1 && (alone || groups[i].size() <= 3) : groups[i].size() == 3;
    if (!fits || !AllDigits(groups[i])) return "";
    absl::StrAppend(&digits, groups[i]);
  }
  return digits;
}

absl::StatusOr<int64_t> DigitsToMinor(absl::string_view digits, bool negative) {
  int64_t minor = 0;
  for (const char c : digits) {
    const int64_t step = negative ? -(c - '0') : c - '0';
    if (__builtin_mul_overflow(minor, int64_t{10}, &minor) ||
        __builtin_add_overflow(minor, step, &minor)) {
      return absl::InvalidArgumentError("the amount is too large");
    }
  }
  return minor;
}

bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

}  // namespace

int CurrencyDigits(absl::string_view currency_code) {
  if (Lists(kNoDigits, currency_code)) return 0;
  if (Lists(kThreeDigits, currency_code)) return 3;
  if (Lists(kFourDigits, currency_code)) return 4;
  return 2;
}

absl::StatusOr<int64_t> ParseAmount(absl::string_view text, absl::string_view currency_code) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  const size_t point = rest.find('.');
  const std::string whole = WithoutSeparators(rest.substr(0, point));
  std::string fraction(point == absl::string_view::npos ? "" : rest.substr(point + 1));
  const bool bare_point = point != absl::string_view::npos && fraction.empty();
  if (whole.empty() || bare_point || !AllDigits(fraction)) return NotAnAmount(text);
  const size_t digits = CurrencyDigits(currency_code);
  if (fraction.size() > digits) {
    return absl::InvalidArgumentError(absl::StrCat("\"", text,
                                                   "\" has more digits after the point than ",
                                                   currency_code, " has (", digits, ")"));
  }
  fraction.resize(digits, '0');
  return DigitsToMinor(absl::StrCat(whole, fraction), negative);
}

absl::StatusOr<v1::Money> ParseMoney(absl::string_view text) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  std::string code;
  absl::string_view amount;
  if (trimmed.size() > 3 && IsLetter(trimmed.back())) {
    code = absl::AsciiStrToUpper(trimmed.substr(trimmed.size() - 3));
    amount = trimmed.substr(0, trimmed.size() - 3);
  } else if (trimmed.size() > 3 && IsLetter(trimmed.front())) {
    code = absl::AsciiStrToUpper(trimmed.substr(0, 3));
    amount = trimmed.substr(3);
  }
  if (code.empty() || !std::all_of(code.begin(), code.end(), IsLetter)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" needs an amount and a currency: \"48,000.00 USD\""));
  }
  v1::Money money;
  BATON_ASSIGN_OR_RETURN(const int64_t minor, ParseAmount(amount, code));
  money.set_amount_minor(minor);
  money.set_currency_code(code);
  return money;
}

std::string FormatAmount(int64_t amount_minor, absl::string_view currency_code) {
  const size_t digits = CurrencyDigits(currency_code);
  const bool negative = amount_minor < 0;
  const uint64_t magnitude =
      negative ? ~static_cast<uint64_t>(amount_minor) + 1 : static_cast<uint64_t>(amount_minor);
  std::string text = absl::StrCat(magnitude);
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  const size_t whole = text.size() - digits;
  if (digits > 0) text.insert(whole, 1, '.');
  for (size_t at = whole; at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return absl::StrCat(negative ? "-" : "", text);
}

std::string FormatMoney(const v1::Money& money) {
  if (money.currency_code().empty()) return "";
  return absl::StrCat(FormatAmount(money.amount_minor(), money.currency_code()), " ",
                      money.currency_code());
}

}  // namespace baton::cli
