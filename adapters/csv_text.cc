#include "adapters/csv_text.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kStartsFormula = "=+-@\t\r";
constexpr size_t kUsualLineBytes = 256;

bool NeedsQuotes(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

void AppendField(absl::string_view text, std::string* line) {
  const bool quoted = std::any_of(text.begin(), text.end(), NeedsQuotes);
  if (quoted) line->push_back('"');
  if (!text.empty() && absl::StrContains(kStartsFormula, text.front())) line->push_back('\'');
  for (size_t quote = text.find('"'); quote != absl::string_view::npos; quote = text.find('"')) {
    absl::StrAppend(line, text.substr(0, quote), "\"\"");
    text.remove_prefix(quote + 1);
  }
  absl::StrAppend(line, text);
  if (quoted) line->push_back('"');
}

}  // namespace

std::string CsvField(absl::string_view text) {
  std::string field;
  AppendField(text, &field);
  return field;
}

std::string CsvLine(absl::Span<const Cell> row) {
  std::string line;
  line.reserve(kUsualLineBytes);
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += ',';
    if (row[i].kind == Cell::Kind::kText) {
      AppendField(row[i].text, &line);
    } else {
      line += row[i].text;
    }
  }
  line += '\n';
  return line;
}

}  // namespace baton::adapters
