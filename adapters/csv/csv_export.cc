#include "adapters/csv/csv_export.h"

#include "adapters/csv_writer.h"
#include "adapters/usual_columns.h"

namespace baton::adapters {

std::unique_ptr<ExportWriter> CsvExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<CsvWriter>(UsualColumns());
}

}  // namespace baton::adapters
