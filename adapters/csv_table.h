// A CSV file in the making: a header, rows, and the cells that reports share.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "adapters/cell.h"
#include "adapters/exporter.h"
#include "baton/v1/report_common.pb.h"

namespace baton::adapters {

using CsvRow = std::vector<Cell>;

// The rows under their header in chunks of at most kMaxBatchRows.
std::vector<ExportChunk> CsvChunks(absl::Span<const absl::string_view> columns,
                                   const std::vector<CsvRow>& rows);

// Puts cells at the end of a row.
void Append(CsvRow cells, CsvRow* row);

// Count, of how many, percentage.
void AppendShare(const v1::Share& share, CsvRow* row);

// The percentage; nothing for a share of nothing.
Cell ShareCell(const v1::Share& share);

}  // namespace baton::adapters
