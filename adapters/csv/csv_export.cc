#include "adapters/csv/csv_export.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/batch_writer.h"
#include "adapters/csv_text.h"

namespace baton::adapters {
namespace {

class CsvWriter : public BatchWriter {
  std::string Render(const std::vector<Row>& rows, bool first) const override {
    std::string file;
    if (first) file = absl::StrCat(absl::StrJoin(kStatementColumns, ","), "\n");
    for (const Row& row : rows) file += CsvLine(row);
    return file;
  }
};

}  // namespace

std::unique_ptr<ExportWriter> CsvExporter::NewWriter() const {
  return std::make_unique<CsvWriter>();
}

}  // namespace baton::adapters
