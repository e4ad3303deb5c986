#include "tools/cli/rate_text.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace baton::cli {
namespace {

constexpr int kBasisPointsPerPercent = 100;

absl::Status NotARate(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is not a rate; write 12.5% or 1250bp"));
}

bool ToNumber(absl::string_view digits, int64_t& number) {
  const bool plain =
      std::all_of(digits.begin(), digits.end(), [](char c) { return absl::ascii_isdigit(c); });
  return !digits.empty() && plain && absl::SimpleAtoi(digits, &number);
}

}  // namespace

absl::StatusOr<int32_t> ParseRate(absl::string_view text) {
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  int64_t rate_bp = 0;
  if (absl::ConsumeSuffix(&rest, "bp")) {
    if (!ToNumber(absl::StripAsciiWhitespace(rest), rate_bp)) return NotARate(text);
  } else if (absl::ConsumeSuffix(&rest, "%")) {
    rest = absl::StripAsciiWhitespace(rest);
    const size_t point = rest.find('.');
    std::string fraction(point == absl::string_view::npos ? "0" : rest.substr(point + 1));
    if (fraction.size() == 1) fraction += '0';
    int64_t percent = 0;
    int64_t hundredths = 0;
    if (fraction.size() != 2 || !ToNumber(rest.substr(0, point), percent) ||
        !ToNumber(fraction, hundredths) || percent > std::numeric_limits<int32_t>::max()) {
      return NotARate(text);
    }
    rate_bp = percent * kBasisPointsPerPercent + hundredths;
  } else {
    return NotARate(text);
  }
  if (rate_bp > std::numeric_limits<int32_t>::max()) return NotARate(text);
  return static_cast<int32_t>(rate_bp);
}

std::string FormatRate(int64_t rate_bp) {
  const bool negative = rate_bp < 0;
  const int64_t magnitude = negative ? -rate_bp : rate_bp;
  std::string text =
      absl::StrFormat("%s%d.%02d", negative ? "-" : "", magnitude / kBasisPointsPerPercent,
                      magnitude % kBasisPointsPerPercent);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + "%";
}

}  // namespace baton::cli
