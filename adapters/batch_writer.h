// What export writers have in common: rows gathered into chunks of at most kMaxBatchRows.
#pragma once

#include <vector>

#include "adapters/exporter.h"
#include "adapters/statement_rows.h"

namespace baton::adapters {

class BatchWriter : public ExportWriter {
 public:
  absl::StatusOr<std::vector<ExportChunk>> Add(const v1::CompStatement& statement) final;
  std::vector<ExportChunk> Finish() final;

 protected:
  // One chunk of these rows; `first` when no chunk went before.
  virtual std::string Render(const std::vector<Row>& rows, bool first) const = 0;

 private:
  ExportChunk Flush();

  std::vector<Row> rows_;
  bool first_ = true;
};

}  // namespace baton::adapters
