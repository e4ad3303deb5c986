// Statements whole, as the API's own JSON, one statement a line, for whoever keeps them beside
// ours.
//
// A statement leaves with its payable lines and explanations, its totals and its digest; held lines
// stay (C-18), so the digest is that of the statement as GetCompStatement gives it. Chunks are to
// be joined: a long statement is cut into several. A row is a statement, counted in its first
// chunk.
#pragma once

#include <memory>

#include "adapters/exporter.h"

namespace baton::adapters {

// The most bytes of one chunk, well below what a gRPC message may have.
inline constexpr size_t kMaxJsonChunkBytes = size_t{1} << 20;

class StatementJsonExporter : public Exporter {
 public:
  std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const override;
};

}  // namespace baton::adapters
