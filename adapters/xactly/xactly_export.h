// Xactly Incent: rows of staging.order_item and staging.order_item_assignment, as JSON for a
// Connect pipeline that fills them, or as one flat file for Connect's inbound folder with the
// item's and the assignment's columns side by side.
//
// An item is keyed by its order and item code: booking (the statement where there is none) and
// line. Each is assigned to one payee, whole: amounts are split before they leave. Xactly refuses a
// whole upload for one invalid row. Each chunk of JSON is complete.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class XactlyExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "xactly"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

class XactlyFileExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "xactly"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
