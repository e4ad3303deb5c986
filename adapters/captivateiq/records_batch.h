// CaptivateIQ: the body of a records batch, POST .../data-worksheets/{id}/records/batch/, and the
// CSV file of a bulk import in mode upsert with dates YYYY_MM_DD.
//
// Rows are upserted by "Line ID", the worksheet's unique id. A line never leaves twice with other
// content (C-14), so nothing is ever deleted. Each chunk of the batches is one whole body.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class CaptivateIqExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "captivateiq"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

class CaptivateIqFileExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "captivateiq"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
