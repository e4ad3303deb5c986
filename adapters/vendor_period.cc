#include "adapters/vendor_period.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kMonths[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
constexpr size_t kShortMonth = 3;
constexpr int kMonthsOfQuarter = 3;

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

std::string MonthCode(absl::string_view year, int month) {
  return absl::StrCat(year, "-", absl::StrFormat("%02d", month));
}

// "Q1" or "MAR" or "03" of a year; empty for anything else.
std::string PartOfYear(absl::string_view year, absl::string_view part) {
  const std::string word = absl::AsciiStrToLower(part);
  if (word.size() == 2 && word[0] == 'q' && word[1] >= '1' && word[1] <= '4') {
    return absl::StrCat(year, "-Q", word.substr(1));
  }
  if (IsDigits(word, 2) && word >= "01" && word <= "12") return absl::StrCat(year, "-", word);
  const auto* month = std::find_if(std::begin(kMonths), std::end(kMonths), [&](auto full) {
    return word == full || word == full.substr(0, kShortMonth);
  });
  if (month == std::end(kMonths)) return "";
  return MonthCode(year, static_cast<int>(month - std::begin(kMonths)) + 1);
}

// What a name of two words says.
std::string CodeOfName(absl::string_view name) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(name, absl::ByAnyChar("- _/"), absl::SkipEmpty());
  if (words.size() != 2) return "";
  if (IsDigits(words[0], 4)) return PartOfYear(words[0], words[1]);
  return IsDigits(words[1], 4) ? PartOfYear(words[1], words[0]) : "";
}

std::string CodeOfDays(const VendorPeriod& period) {
  absl::CivilDay first;
  absl::CivilDay last;
  if (!absl::ParseCivilTime(period.first_day, &first) ||
      !absl::ParseCivilTime(period.last_day, &last) || first.day() != 1) {
    return "";
  }
  const std::string year = absl::StrFormat("%04d", first.year());
  const absl::CivilMonth start(first);
  if (last + 1 == absl::CivilDay(start + 1)) return MonthCode(year, first.month());
  const bool quarter = (first.month() - 1) % kMonthsOfQuarter == 0;
  if (!quarter || last + 1 != absl::CivilDay(start + kMonthsOfQuarter)) return "";
  return absl::StrCat(year, "-Q", (first.month() - 1) / kMonthsOfQuarter + 1);
}

}  // namespace

std::string PeriodCode(const VendorPeriod& period) {
  if (std::string code = CodeOfName(period.name); !code.empty()) return code;
  if (std::string code = CodeOfDays(period); !code.empty()) return code;
  if (!period.name.empty()) return period.name;
  if (period.first_day.empty() && period.last_day.empty()) return "";
  return absl::StrCat(period.first_day, "/", period.last_day);
}

}  // namespace baton::adapters
