// Statement lines as a CSV file for people and spreadsheets.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class CsvExporter : public Exporter {
 public:
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
