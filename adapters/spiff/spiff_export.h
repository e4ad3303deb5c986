// Spiff: earnings, credits, pools and bonuses as records of a credit object, by the Import API or
// by a webhook, and corrections as rows of the Adjustment object, which Spiff takes as a file.
//
// A period needs both: what the records leave out is in the file, and the other way round. Rows are
// keyed by external_id, the line's id; Spiff's fields can't be renamed once data has come.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

// The body of POST /api/external_data/{company}/imports, one whole body a chunk. Needs
// ExportOptions.import_target.
class SpiffImportExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "spiff"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

// The array of records that a webhook takes, one whole array a chunk.
class SpiffWebhookExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "spiff"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

// The CSV file of adjustments.
class SpiffAdjustmentsExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "spiff"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
