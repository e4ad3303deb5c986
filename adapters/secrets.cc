#include "adapters/secrets.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kRedacted = "REDACTED";
constexpr absl::string_view kNone;

size_t SkipBlanks(absl::string_view text, size_t at) {
  while (at < text.size() && absl::ascii_isspace(text[at])) ++at;
  return at;
}

// The quote at `at` with the backslashes before it; empty where there is none.
absl::string_view QuoteAt(absl::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && text[end] == '\\') ++end;
  if (end == text.size() || (text[end] != '"' && text[end] != '\'')) return kNone;
  return text.substr(at, end + 1 - at);
}

// Where the value of a key that stands in quotes begins; npos where none follows. `at` is behind
// the key.
size_t JsonValue(absl::string_view text, size_t at) {
  at = SkipBlanks(text, at + QuoteAt(text, at).size());
  if (at == text.size() || text[at] != ':') return absl::string_view::npos;
  return SkipBlanks(text, at + 1);
}

// The same of a field of a form or a query, whose key stands at `at`.
size_t FormValue(absl::string_view text, size_t at, size_t end) {
  const bool begins = at == 0 || absl::StrContains("&?", text[at - 1]);
  return begins && end < text.size() && text[end] == '=' ? end + 1 : absl::string_view::npos;
}

// Where the value of the key at `at` begins; npos where there is no such key.
size_t ValueOf(absl::string_view text, size_t at, size_t key_size, bool json) {
  if (!json) return FormValue(text, at, at + key_size);
  const bool opens = at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'');
  return opens ? JsonValue(text, at + key_size) : absl::string_view::npos;
}

// The end of what stands in quotes from `at` on; the text's where they never close.
size_t EndOfQuoted(absl::string_view text, size_t at, absl::string_view quote) {
  const size_t backslashes = quote.size() - 1;
  size_t run = 0;
  for (; at < text.size(); ++at) {
    // A quote with more backslashes before it than the opening one is part of the value.
    if (text[at] == quote.back() && run <= backslashes) return at - run;
    run = text[at] == '\\' ? run + 1 : 0;
    if (run == 2 * (backslashes + 1)) run = 0;
  }
  return at;
}

size_t EndOfBare(absl::string_view text, size_t at) {
  while (at < text.size() && !absl::ascii_isspace(text[at]) &&
         !absl::StrContains(",&}]\"'\\", text[at])) {
    ++at;
  }
  return at;
}

// The end of the list or object that opens at `at`; the text's where it never closes.
size_t EndOfNested(absl::string_view text, size_t at) {
  size_t depth = 0;
  while (at < text.size()) {
    const absl::string_view quote = QuoteAt(text, at);
    if (!quote.empty()) {
      at = EndOfQuoted(text, at + quote.size(), quote);
      at += QuoteAt(text, at).size();
      continue;
    }
    const char c = text[at++];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) break;
  }
  return at;
}

// Appends the value at `at`, redacted; answers where it ends.
size_t Redact(absl::string_view text, size_t at, bool json, std::string* clean) {
  const absl::string_view quote = QuoteAt(text, at);
  if (!quote.empty()) {
    absl::StrAppend(clean, quote, kRedacted);
    return EndOfQuoted(text, at + quote.size(), quote);
  }
  const absl::string_view around = json ? "\"" : "";
  absl::StrAppend(clean, around, kRedacted, around);
  const bool nested = at < text.size() && (text[at] == '{' || text[at] == '[');
  return nested ? EndOfNested(text, at) : EndOfBare(text, at);
}

std::string WithoutSecret(absl::string_view text, absl::string_view key) {
  std::string clean;
  size_t kept = 0;
  const auto same = [](char a, char b) { return absl::ascii_tolower(a) == absl::ascii_tolower(b); };
  for (auto from = text.begin();;) {
    const auto found = std::search(from, text.end(), key.begin(), key.end(), same);
    if (found == text.end()) break;
    from = found + 1;
    const size_t at = found - text.begin();
    const bool json = !QuoteAt(text, at + key.size()).empty();
    const size_t value = ValueOf(text, at, key.size(), json);
    if (value == absl::string_view::npos) continue;
    absl::StrAppend(&clean, text.substr(kept, value - kept));
    kept = Redact(text, value, json, &clean);
    from = text.begin() + kept;
  }
  absl::StrAppend(&clean, text.substr(kept));
  return clean;
}

}  // namespace

std::string WithoutSecrets(absl::string_view payload, const std::vector<std::string>& keys) {
  std::string clean(payload);
  for (const std::string& key : keys) clean = WithoutSecret(clean, key);
  return clean;
}

}  // namespace baton::adapters
