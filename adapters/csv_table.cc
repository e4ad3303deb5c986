#include "adapters/csv_table.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/csv_text.h"

namespace baton::adapters {

std::vector<ExportChunk> CsvChunks(absl::Span<const absl::string_view> columns,
                                   const std::vector<CsvRow>& rows) {
  std::vector<ExportChunk> chunks = {{absl::StrCat(absl::StrJoin(columns, ","), "\n"), 0}};
  for (const CsvRow& row : rows) {
    if (chunks.back().row_count == kMaxBatchRows) chunks.emplace_back();
    chunks.back().bytes += CsvLine(row);
    ++chunks.back().row_count;
  }
  return chunks;
}

void Append(CsvRow cells, CsvRow* row) {
  row->insert(row->end(), std::make_move_iterator(cells.begin()),
              std::make_move_iterator(cells.end()));
}

Cell ShareCell(const v1::Share& share) {
  return share.has_share_bp() ? PercentCell(share.share_bp()) : Cell();
}

void AppendShare(const v1::Share& share, CsvRow* row) {
  Append({CountCell(share.numerator()), CountCell(share.denominator()), ShareCell(share)}, row);
}

}  // namespace baton::adapters
