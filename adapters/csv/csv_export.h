// A CSV file of statement lines (see csv_text.h) without a byte order mark, with one header row.
// Also CaptivateIQ's bulk import. Chunks are to be joined.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class CsvExporter : public Exporter {
 public:
  std::unique_ptr<ExportWriter> NewWriter() const override;
};

}  // namespace baton::adapters
