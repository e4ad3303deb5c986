#include "adapters/csv_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/csv_text.h"

namespace baton::adapters {

std::string CsvWriter::Render(const std::vector<ExportRow>& rows, bool first) const {
  std::string file;
  if (first) {
    const auto name = [](std::string* out, const ExportColumn& column) {
      absl::StrAppend(out, column.name);
    };
    file = absl::StrCat(absl::StrJoin(columns(), ",", name), "\n");
  }
  for (const ExportRow& row : rows) file += CsvLine(row);
  return file;
}

}  // namespace baton::adapters
