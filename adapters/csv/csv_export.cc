#include "adapters/csv/csv_export.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/batch_writer.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kStartsFormula = "=+-@\t\r";
constexpr absl::string_view kNeedsQuotes = ",\"\r\n";

class CsvWriter : public BatchWriter {
  std::string Render(const std::vector<Row>& rows, bool first) const override {
    std::string file;
    if (first) file = absl::StrCat(absl::StrJoin(kStatementColumns, ","), "\n");
    for (const Row& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        if (i > 0) file += ',';
        file += row[i].kind == Cell::Kind::kText ? CsvField(row[i].text) : row[i].text;
      }
      file += '\n';
    }
    return file;
  }
};

}  // namespace

std::string CsvField(absl::string_view text) {
  std::string field;
  if (!text.empty() && absl::StrContains(kStartsFormula, text.front())) field = "'";
  absl::StrAppend(&field, text);
  if (field.find_first_of(std::string(kNeedsQuotes)) == std::string::npos) return field;
  return absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
}

std::unique_ptr<ExportWriter> CsvExporter::NewWriter() const {
  return std::make_unique<CsvWriter>();
}

}  // namespace baton::adapters
