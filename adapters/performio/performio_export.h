// Performio: rows of a custom table, for an import file type of JSON or of CSV.
//
// An importer reads every field as text, so the JSON states numbers as texts. Each chunk of JSON is
// one whole file. Performio recognises a file that came before by its MD5: the same statements give
// the same bytes.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

class PerformioExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "performio"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

class PerformioFileExporter : public Exporter {
 public:
  absl::string_view tool() const override { return "performio"; }
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
