#include "adapters/text.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace baton::adapters {
namespace {

constexpr size_t kGsidLength = 36;
constexpr size_t kGuidLength = 36;

// What no word is told apart by.
bool IsSeparator(char c) { return absl::ascii_isspace(c) || c == '_' || c == '-'; }

// The letters and digits of a word, small.
std::string Skeleton(absl::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (!IsSeparator(c)) bare += absl::ascii_tolower(c);
  }
  return bare;
}

absl::string_view WithoutSeparators(absl::string_view text) {
  while (!text.empty() && IsSeparator(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace

std::string Label(absl::string_view text) {
  std::string label;
  for (const char c : absl::StrReplaceAll(text, {{"&", " and "}})) {
    if (absl::ascii_isalnum(c)) {
      label += absl::ascii_tolower(c);
    } else if (!label.empty() && label.back() != '_') {
      label += '_';
    }
  }
  return std::string(absl::StripSuffix(label, "_"));
}

bool SameWord(absl::string_view a, absl::string_view b) {
  while (true) {
    a = WithoutSeparators(a);
    b = WithoutSeparators(b);
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (absl::ascii_tolower(a.front()) != absl::ascii_tolower(b.front())) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

bool MatchesWord(absl::string_view pattern, absl::string_view text) {
  const bool open_start = absl::ConsumePrefix(&pattern, "*");
  const bool open_end = absl::ConsumeSuffix(&pattern, "*");
  const std::string wanted = Skeleton(pattern);
  const std::string word = Skeleton(text);
  if (open_start && open_end) return absl::StrContains(word, wanted);
  if (open_start) return absl::EndsWith(word, wanted);
  if (open_end) return absl::StartsWith(word, wanted);
  return word == wanted;
}

std::pair<std::string, std::string> NameAndTitle(absl::string_view text) {
  text = Trim(text);
  const size_t comma = text.find(',');
  const size_t parenthesis = text.find('(');
  if (parenthesis < comma && absl::ConsumeSuffix(&text, ")")) {
    return {std::string(Trim(text.substr(0, parenthesis))),
            std::string(Trim(text.substr(parenthesis + 1)))};
  }
  if (comma == absl::string_view::npos) return {std::string(text), ""};
  return {std::string(Trim(text.substr(0, comma))), std::string(Trim(text.substr(comma + 1)))};
}

bool IsGsid(absl::string_view text) {
  const auto allowed = [](char c) { return absl::ascii_isdigit(c) || absl::ascii_isupper(c); };
  return text.size() == kGsidLength && std::all_of(text.begin(), text.end(), allowed);
}

bool IsGuid(absl::string_view text) {
  if (text.size() != kGuidLength) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !absl::ascii_isxdigit(text[i])) return false;
  }
  return true;
}

absl::string_view Trim(absl::string_view text) { return absl::StripAsciiWhitespace(text); }

}  // namespace baton::adapters
