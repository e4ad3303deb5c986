#include "adapters/transform.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "adapters/faults.h"
#include "adapters/text.h"
#include "adapters/vendor_time.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr size_t kShortId = 15;
constexpr size_t kLongId = 18;
constexpr absl::Duration kDay = absl::Hours(24);

absl::Status Refused(absl::string_view what, absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", Excerpt(text)));
}

FieldValue OrNothing(std::string text) {
  if (text.empty()) return {};
  return text;
}

// What the rule's translations make of `text`, if any of them matches.
std::optional<std::string> Translated(const FieldRule& rule, absl::string_view text) {
  for (const auto& [said, meant] : rule.values) {
    if (MatchesWord(said, text)) return meant;
  }
  return std::nullopt;
}

std::optional<bool> YesOrNo(absl::string_view text) {
  for (const absl::string_view yes : {"true", "yes", "y", "1"}) {
    if (absl::EqualsIgnoreCase(text, yes)) return true;
  }
  for (const absl::string_view no : {"false", "no", "n", "0"}) {
    if (absl::EqualsIgnoreCase(text, no)) return false;
  }
  return std::nullopt;
}

absl::StatusOr<FieldValue> ToFlag(const FieldRule& rule, const json::Value& value) {
  if (value.is_bool()) return FieldValue(value.IsTrue());
  BATON_ASSIGN_OR_RETURN(const std::string text, ScalarText(value));
  const auto flag = YesOrNo(Translated(rule, text).value_or(text));
  if (flag.has_value()) return FieldValue(*flag);
  if (rule.transform == Transform::kAnswer) return FieldValue();
  return Refused("is neither true nor false", text);
}

absl::StatusOr<FieldValue> ToFullName(const json::Value& value) {
  if (!value.is_object()) {
    BATON_ASSIGN_OR_RETURN(std::string text, ScalarText(value));
    return OrNothing(std::move(text));
  }
  std::vector<std::string> parts;
  for (const absl::string_view key : {"FirstName", "LastName"}) {
    const json::Value* part = value.Find(key);
    if (part == nullptr || part->is_null()) continue;
    BATON_ASSIGN_OR_RETURN(std::string text, ScalarText(*part));
    if (!text.empty()) parts.push_back(std::move(text));
  }
  return OrNothing(absl::StrJoin(parts, " "));
}

// The colours, and the words that platforms put in their places.
absl::StatusOr<FieldValue> ToHealthTier(absl::string_view text) {
  constexpr absl::string_view kTiers[][3] = {
      {"green", "good", "healthy"}, {"yellow", "average", "neutral"}, {"red", "poor", "at risk"}};
  for (const auto& words : kTiers) {
    for (const absl::string_view word : words) {
      if (SameWord(text, word)) return FieldValue(std::string(words[0]));
    }
  }
  return FieldValue();
}

absl::StatusOr<FieldValue> ToCurrency(absl::string_view text) {
  std::string code = absl::AsciiStrToUpper(text);
  if (!domain::CurrencyExponent(code).has_value()) return Refused("is no ISO 4217 currency", text);
  return FieldValue(std::move(code));
}

// "60.0" is "60", "33.3333" stays.
absl::StatusOr<FieldValue> ToDecimal(absl::string_view text) {
  absl::string_view digits = absl::StripPrefix(text, "-");
  const auto is_part = [](char c) { return absl::ascii_isdigit(c) || c == '.'; };
  if (digits.empty() || !absl::ascii_isdigit(digits.front()) ||
      !std::all_of(digits.begin(), digits.end(), is_part) ||
      std::count(digits.begin(), digits.end(), '.') > 1) {
    return Refused("is no decimal number", text);
  }
  std::string plain(text);
  if (absl::StrContains(plain, '.')) {
    while (plain.back() == '0') plain.pop_back();
    if (plain.back() == '.') plain.pop_back();
  }
  return FieldValue(std::move(plain));
}

absl::string_view WithoutLeadingZeros(absl::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

// "0.6" is "60", "0.333333" is "33.3333".
absl::StatusOr<FieldValue> ToPercent(absl::string_view text) {
  BATON_ASSIGN_OR_RETURN(const FieldValue decimal, ToDecimal(text));
  std::vector<std::string> parts = absl::StrSplit(std::get<std::string>(decimal), '.');
  parts.resize(2);
  const absl::string_view whole = WithoutLeadingZeros(parts[0]);
  if (!whole.empty() && (whole != "1" || !parts[1].empty())) {
    return Refused("is no share from 0 to 1", text);
  }
  parts[1].resize(std::max<size_t>(parts[1].size(), 2), '0');
  const std::string percent = absl::StrCat(whole, parts[1].substr(0, 2));
  const absl::string_view plain = WithoutLeadingZeros(percent);
  return ToDecimal(absl::StrCat(plain.empty() ? "0" : plain, ".", parts[1].substr(2)));
}

absl::StatusOr<FieldValue> ToMinor(absl::string_view text, int exponent) {
  const auto minor = domain::ParseDecimalMinor(text, exponent, domain::Thousands::kCommas);
  if (minor.ok()) return FieldValue(*minor);
  return Refused(
      absl::StrCat("is no amount of at most ", exponent, " decimals that fits into 64 bits"), text);
}

template <typename T>
absl::StatusOr<FieldValue> Wrap(absl::StatusOr<T> result) {
  if (!result.ok()) return result.status();
  return FieldValue(*std::move(result));
}

// A midnight in UTC is how a day is written as an instant; any other instant is no day.
absl::StatusOr<FieldValue> ToBareDate(absl::string_view text) {
  BATON_ASSIGN_OR_RETURN(const absl::Time time, ParseInstant(text));
  if (absl::Trunc(time - absl::UnixEpoch(), kDay) != time - absl::UnixEpoch()) return FieldValue();
  return Wrap(ParseDay(text));
}

absl::StatusOr<FieldValue> ToNumber(absl::string_view text) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return Refused("is no number", text);
  }
  return FieldValue(number);
}

absl::StatusOr<FieldValue> Apply(const FieldRule& rule, const std::string& text, int exponent) {
  switch (rule.transform) {
    case Transform::kLower:
      return OrNothing(absl::AsciiStrToLower(text));
    case Transform::kLabel:
      return OrNothing(Label(text));
    case Transform::kHtmlText:
      return OrNothing(PlainText(text));
    case Transform::kChoice:
      return FieldValue();
    case Transform::kHealthTier:
      return ToHealthTier(text);
    case Transform::kSignalType:
      return FieldValue(
          std::string(SameWord(text, "behavioural") ? "behavioral" : absl::AsciiStrToLower(text)));
    case Transform::kId18:
      return Wrap(ToId18(text));
    case Transform::kCurrency:
      return ToCurrency(text);
    case Transform::kDecimal:
      return ToDecimal(text);
    case Transform::kFraction:
      return ToPercent(text);
    case Transform::kDecimalMinor:
      return ToMinor(text, exponent);
    case Transform::kTime:
      return Wrap(ParseInstant(text));
    case Transform::kDate:
      return Wrap(ParseDay(text));
    case Transform::kBareDate:
      return ToBareDate(text);
    case Transform::kNumber:
      return ToNumber(text);
    default:
      return OrNothing(text);
  }
}

}  // namespace

absl::StatusOr<FieldValue> ApplyTransform(const FieldRule& rule, const json::Value& value,
                                          int exponent) {
  if (rule.transform == Transform::kBool || rule.transform == Transform::kAnswer) {
    return ToFlag(rule, value);
  }
  if (rule.transform == Transform::kFullName) return ToFullName(value);
  BATON_ASSIGN_OR_RETURN(const std::string text, ScalarText(value));
  if (text.empty()) return FieldValue();
  const auto translated = Translated(rule, text);
  if (!translated.has_value()) return Apply(rule, text, exponent);
  const bool number = rule.transform == Transform::kNumber ||
                      rule.transform == Transform::kDecimalMinor ||
                      rule.transform == Transform::kTime;
  return number ? Apply(rule, *translated, exponent) : OrNothing(*translated);
}

absl::StatusOr<std::string> ScalarText(const json::Value& value) {
  if (!value.is_text() && !value.is_number()) {
    return absl::InvalidArgumentError(absl::StrCat("holds ", value.KindName(), ", not a text"));
  }
  const absl::string_view text = Trim(value.text());
  if (absl::StrContains(text, '\0')) {
    return absl::InvalidArgumentError("contains a NUL character");
  }
  return std::string(text);
}

absl::StatusOr<std::string> ToId18(absl::string_view id) {
  const bool plain = std::all_of(id.begin(), id.end(), absl::ascii_isalnum);
  if (!plain || (id.size() != kShortId && id.size() != kLongId)) {
    return Refused("is no Salesforce id of 15 or 18 characters", id);
  }
  std::string full(id);
  // Each of the three characters tells which of five letters are capitals.
  for (size_t block = 0; full.size() < kLongId; ++block) {
    size_t capitals = 0;
    for (size_t i = 0; i < 5; ++i) {
      if (absl::ascii_isupper(id[block * 5 + i])) capitals |= size_t{1} << i;
    }
    full += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[capitals];
  }
  return full;
}

}  // namespace baton::adapters
