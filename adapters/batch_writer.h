// What export writers of rows have in common: rows gathered into chunks of at most kMaxBatchRows.
#pragma once

#include <string>
#include <vector>

#include "adapters/export_line.h"
#include "adapters/exporter.h"

namespace baton::adapters {

class BatchWriter : public ExportWriter {
 public:
  // `columns` outlive the writer.
  explicit BatchWriter(ExportColumns columns, LineTest takes = TakesAll)
      : columns_(columns), takes_(takes) {}

  absl::StatusOr<std::vector<ExportChunk>> Add(const v1::CompStatement& statement) final;
  std::vector<ExportChunk> Finish() final;

 protected:
  // One chunk of these rows; `first` when no chunk went before.
  virtual std::string Render(const std::vector<ExportRow>& rows, bool first) const = 0;

  ExportColumns columns() const { return columns_; }

 private:
  ExportChunk Flush();

  const ExportColumns columns_;
  const LineTest takes_;
  std::vector<ExportRow> rows_;
  bool first_ = true;
};

}  // namespace baton::adapters
