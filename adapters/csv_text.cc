#include "adapters/csv_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kStartsFormula = "=+-@\t\r";
constexpr absl::string_view kNeedsQuotes = ",\"\r\n";

}  // namespace

std::string CsvField(absl::string_view text) {
  std::string field;
  if (!text.empty() && absl::StrContains(kStartsFormula, text.front())) field = "'";
  absl::StrAppend(&field, text);
  if (field.find_first_of(std::string(kNeedsQuotes)) == std::string::npos) return field;
  return absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
}

std::string CsvLine(absl::Span<const Cell> row) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += ',';
    line += row[i].kind == Cell::Kind::kText ? CsvField(row[i].text) : row[i].text;
  }
  line += '\n';
  return line;
}

}  // namespace baton::adapters
