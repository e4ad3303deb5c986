#include "domain/money.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "boost/multiprecision/cpp_int.hpp"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using absl::int128;

constexpr int64_t kInt64Min = std::numeric_limits<int64_t>::min();
constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();

// Shares of one booking seldom number more than this.
constexpr size_t kUsualShares = 12;

absl::StatusOr<int64_t> Narrow(int128 value) {
  if (value < kInt64Min || value > kInt64Max) {
    return absl::OutOfRangeError("the amount does not fit into 64 bits");
  }
  return static_cast<int64_t>(value);
}

absl::StatusOr<int64_t> SumOfWeights(absl::Span<const int64_t> weights) {
  if (weights.empty()) return absl::InvalidArgumentError("a split needs at least one weight");
  int64_t sum = 0;
  for (int64_t weight : weights) {
    if (weight < 0) {
      return absl::InvalidArgumentError(absl::StrCat("a split weight is negative: ", weight));
    }
    if (__builtin_add_overflow(sum, weight, &sum)) {
      return absl::InvalidArgumentError("the split weights add up to more than 64 bits");
    }
  }
  if (sum == 0) return absl::InvalidArgumentError("the split weights add up to 0");
  return sum;
}

constexpr int kMaxCurrencyExponent = 4;
constexpr int64_t kPowersOfTen[] = {1, 10, 100, 1'000, 10'000};

// ISO 4217 list one, and HRK, SLL, ZWL, CUC of list three; by exponent, each code three letters and
// in alphabetical order.
constexpr absl::string_view kCodesWithoutDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr absl::string_view kCodesWithTwoDecimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP "
    "GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT "
    "LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
    "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD "
    "XCG YER ZAR ZMW ZWG ZWL";
constexpr absl::string_view kCodesWithThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
constexpr absl::string_view kCodesWithFourDecimals = "CLF UYW";

bool Lists(absl::string_view codes, absl::string_view code) {
  size_t low = 0;
  size_t high = (codes.size() + 1) / 4;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = codes.substr(4 * middle, 3).compare(code);
    if (order == 0) return true;
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return false;
}

// A decimal number taken apart: digits x 10^scale, its sign apart.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t scale = 0;
};

absl::Status NotANumber(absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat("not a decimal number: \"", text, "\""));
}

// Takes the digits that `text` begins with.
absl::string_view ConsumeDigits(absl::string_view* text) {
  const auto* end = std::find_if_not(text->begin(), text->end(), absl::ascii_isdigit);
  const absl::string_view digits = text->substr(0, end - text->begin());
  text->remove_prefix(digits.size());
  return digits;
}

bool Consume(absl::string_view* text, absl::string_view any_of) {
  if (text->empty() || !absl::StrContains(any_of, text->front())) return false;
  text->remove_prefix(1);
  return true;
}

// The whole part's digits, its grouping commas left out. False: it is grouped wrongly.
bool ConsumeWholePart(absl::string_view* text, std::string* digits) {
  absl::string_view group = ConsumeDigits(text);
  digits->assign(group.data(), group.size());
  if (text->empty() || text->front() != ',') return true;
  if (group.empty() || group.size() > 3) return false;
  while (Consume(text, ",")) {
    group = ConsumeDigits(text);
    if (group.size() != 3) return false;
    digits->append(group.data(), group.size());
  }
  return true;
}

// Parses the "e-3" that may follow the digits. False: something else follows.
bool ConsumeScale(absl::string_view* text, int64_t* scale) {
  if (!Consume(text, "eE")) return text->empty();
  const bool negative = !text->empty() && text->front() == '-';
  Consume(text, "+-");
  const absl::string_view digits = ConsumeDigits(text);
  int64_t power = 0;
  if (digits.empty() || !text->empty()) return false;
  // Beyond 64 bits its exact value no longer matters: the number is 0, or out of range.
  if (!absl::SimpleAtoi(digits, &power)) power = std::numeric_limits<int32_t>::max();
  power = std::min<int64_t>(power, std::numeric_limits<int32_t>::max());
  *scale += negative ? -power : power;
  return true;
}

absl::StatusOr<Decimal> ParseDecimal(absl::string_view text, Thousands thousands) {
  if (text.size() > kMaxDecimalLength) {
    return absl::InvalidArgumentError(
        absl::StrCat("a decimal number of more than ", kMaxDecimalLength, " characters"));
  }
  absl::string_view rest = text;
  Decimal decimal;
  decimal.negative = !rest.empty() && rest.front() == '-';
  Consume(&rest, "+-");
  if (thousands == Thousands::kRefused) {
    const absl::string_view whole = ConsumeDigits(&rest);
    decimal.digits.assign(whole.data(), whole.size());
    if (!rest.empty() && rest.front() == ',') {
      return absl::InvalidArgumentError(
          absl::StrCat("a thousands separator is not expected here: \"", text, "\""));
    }
  } else if (!ConsumeWholePart(&rest, &decimal.digits)) {
    return NotANumber(text);
  }
  if (Consume(&rest, ".")) {
    const absl::string_view fraction = ConsumeDigits(&rest);
    decimal.digits.append(fraction.data(), fraction.size());
    decimal.scale = -static_cast<int64_t>(fraction.size());
  }
  if (decimal.digits.empty() || !ConsumeScale(&rest, &decimal.scale)) return NotANumber(text);
  return decimal;
}

// Moves zeros between the digits and the scale until neither begins nor ends with one.
void Normalize(Decimal* decimal) {
  decimal->digits.erase(0, decimal->digits.find_first_not_of('0'));
  while (!decimal->digits.empty() && decimal->digits.back() == '0') {
    decimal->digits.pop_back();
    ++decimal->scale;
  }
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> Split(int64_t amount_minor,
                                           absl::Span<const int64_t> weights) {
  BATON_ASSIGN_OR_RETURN(const int64_t sum, SumOfWeights(weights));
  const bool negative = amount_minor < 0;
  const int128 amount = negative ? -int128(amount_minor) : int128(amount_minor);

  absl::InlinedVector<int128, kUsualShares> shares;
  absl::InlinedVector<int64_t, kUsualShares> remainders;
  int128 left = amount;
  for (int64_t weight : weights) {
    const int128 product = amount * weight;
    const int128 share = product / sum;
    shares.push_back(share);
    remainders.push_back(static_cast<int64_t>(product - share * sum));
    left -= share;
  }

  absl::InlinedVector<size_t, kUsualShares> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&remainders](size_t a, size_t b) {
    return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
  });
  for (size_t i = 0; left > 0; ++i, --left) ++shares[order[i]];

  std::vector<int64_t> result;
  result.reserve(shares.size());
  for (int128 share : shares) result.push_back(static_cast<int64_t>(negative ? -share : share));
  return result;
}

absl::StatusOr<int64_t> DivideHalfEven(int128 numerator, int128 denominator) {
  if (denominator == 0) return absl::InvalidArgumentError("division by 0");
  if (numerator == absl::Int128Min()) return absl::OutOfRangeError("the numerator does not fit");
  int128 quotient = numerator / denominator;
  const int128 remainder = numerator % denominator;
  if (remainder != 0) {
    // Compared as |remainder| against |denominator| - |remainder|: doubling could overflow.
    const int128 part = remainder < 0 ? -remainder : remainder;
    const int128 rest = denominator < 0 ? -(denominator + part) : denominator - part;
    const bool odd = quotient % 2 != 0;
    if (part > rest || (part == rest && odd)) {
      quotient += (numerator < 0) == (denominator < 0) ? 1 : -1;
    }
  }
  return Narrow(quotient);
}

absl::StatusOr<int64_t> ApplyRate(int64_t rate_bp, int64_t amount_minor) {
  return DivideHalfEven(int128(rate_bp) * amount_minor, kOneBp);
}

absl::StatusOr<int64_t> ApplyRatio(int64_t amount_minor, int64_t numerator, int64_t denominator) {
  return DivideHalfEven(int128(amount_minor) * numerator, denominator);
}

absl::StatusOr<int64_t> RatioBp(int64_t numerator, int64_t denominator) {
  return DivideHalfEven(int128(numerator) * kOneBp, denominator);
}

absl::StatusOr<int64_t> MeanBp(absl::Span<const Ratio> ratios) {
  using Exact = boost::multiprecision::cpp_int;
  if (ratios.empty()) return absl::InvalidArgumentError("the mean of nothing");
  // sum / common is the sum so far.
  Exact sum = 0;
  Exact common = 1;
  for (const Ratio& ratio : ratios) {
    if (ratio.denominator <= 0) return absl::InvalidArgumentError("a denominator is not above 0");
    sum = sum * ratio.denominator + common * ratio.numerator;
    common *= ratio.denominator;
  }
  // Twice the remainder against the divisor tells which way to round.
  const Exact divisor = common * ratios.size();
  const Exact scaled = sum * kOneBp;
  Exact whole = abs(scaled) / divisor;
  const Exact twice = 2 * (abs(scaled) % divisor);
  if (twice > divisor || (twice == divisor && whole % 2 != 0)) ++whole;
  if (whole > std::numeric_limits<int64_t>::max()) {
    return absl::OutOfRangeError("the mean does not fit");
  }
  const auto mean_bp = static_cast<int64_t>(whole);
  return scaled < 0 ? -mean_bp : mean_bp;
}

absl::StatusOr<int64_t> AddMinor(int64_t a_minor, int64_t b_minor) {
  return Narrow(int128(a_minor) + b_minor);
}

absl::StatusOr<int64_t> SubtractMinor(int64_t a_minor, int64_t b_minor) {
  return Narrow(int128(a_minor) - b_minor);
}

absl::StatusOr<int64_t> NegateMinor(int64_t amount_minor) { return Narrow(-int128(amount_minor)); }

absl::optional<int> CurrencyExponent(absl::string_view iso4217) {
  if (iso4217.size() != 3 || !std::all_of(iso4217.begin(), iso4217.end(), absl::ascii_isupper)) {
    return absl::nullopt;
  }
  if (Lists(kCodesWithTwoDecimals, iso4217)) return 2;
  if (Lists(kCodesWithoutDecimals, iso4217)) return 0;
  if (Lists(kCodesWithThreeDecimals, iso4217)) return 3;
  if (Lists(kCodesWithFourDecimals, iso4217)) return 4;
  return absl::nullopt;
}

absl::StatusOr<int64_t> ParseDecimalMinor(absl::string_view text, int exponent,
                                          Thousands thousands) {
  if (exponent < 0 || exponent > kMaxCurrencyExponent) {
    return absl::InvalidArgumentError(absl::StrCat("no currency has ", exponent, " decimals"));
  }
  BATON_ASSIGN_OR_RETURN(Decimal decimal, ParseDecimal(text, thousands));
  Normalize(&decimal);
  if (decimal.digits.empty()) return 0;
  decimal.scale += exponent;
  if (decimal.scale < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("more than the currency's ", exponent, " decimals: \"", text, "\""));
  }
  constexpr int64_t kMaxDigits = 19;
  if (static_cast<int64_t>(decimal.digits.size()) + decimal.scale > kMaxDigits) {
    return absl::OutOfRangeError(absl::StrCat("the amount does not fit: \"", text, "\""));
  }
  absl::int128 value = 0;
  for (char digit : decimal.digits) value = value * 10 + (digit - '0');
  for (int64_t i = 0; i < decimal.scale; ++i) value *= 10;
  if (decimal.negative) value = -value;
  return Narrow(value);
}

std::string FormatDecimal(int64_t amount_minor, int exponent) {
  const int decimals = std::clamp(exponent, 0, kMaxCurrencyExponent);
  const uint64_t magnitude =
      amount_minor < 0 ? -static_cast<uint64_t>(amount_minor) : static_cast<uint64_t>(amount_minor);
  const uint64_t unit = kPowersOfTen[decimals];
  const absl::string_view sign = amount_minor < 0 ? "-" : "";
  if (decimals == 0) return absl::StrCat(sign, magnitude);
  // The leading 1 keeps the fraction's zeros and is cut off again.
  const std::string fraction = absl::StrCat(unit + magnitude % unit).substr(1);
  return absl::StrCat(sign, magnitude / unit, ".", fraction);
}

}  // namespace baton::domain
