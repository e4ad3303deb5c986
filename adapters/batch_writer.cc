#include "adapters/batch_writer.h"

#include <utility>

#include "domain/status_macros.h"

namespace baton::adapters {

absl::StatusOr<std::vector<ExportChunk>> BatchWriter::Add(const v1::CompStatement& statement) {
  BATON_ASSIGN_OR_RETURN(std::vector<ExportRow> rows, StatementRows(statement, columns_, takes_));
  std::vector<ExportChunk> full;
  for (ExportRow& row : rows) {
    rows_.push_back(std::move(row));
    if (rows_.size() == kMaxBatchRows) full.push_back(Flush());
  }
  return full;
}

std::vector<ExportChunk> BatchWriter::Finish() {
  std::vector<ExportChunk> rest;
  if (first_ || !rows_.empty()) rest.push_back(Flush());
  return rest;
}

ExportChunk BatchWriter::Flush() {
  ExportChunk chunk = {Render(rows_, first_), static_cast<int>(rows_.size())};
  rows_.clear();
  first_ = false;
  return chunk;
}

absl::StatusOr<std::vector<ExportChunk>> RenderAll(const Exporter& exporter,
                                                   absl::Span<const v1::CompStatement> statements,
                                                   const ExportOptions& options) {
  const auto writer = exporter.NewWriter(options);
  std::vector<ExportChunk> chunks;
  for (const v1::CompStatement& statement : statements) {
    BATON_ASSIGN_OR_RETURN(std::vector<ExportChunk> full, writer->Add(statement));
    for (ExportChunk& chunk : full) chunks.push_back(std::move(chunk));
  }
  for (ExportChunk& chunk : writer->Finish()) chunks.push_back(std::move(chunk));
  return chunks;
}

}  // namespace baton::adapters
