// The contract of an export: published statements in, a commission tool's own form out (C-18).
//
// Only payable lines of published statements leave, of paid ones too; a held line leaves later as
// an adjustment. The same statements give the same bytes. Rendering is pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::adapters {

// The most rows in one chunk: what the tools take in one request.
inline constexpr int kMaxBatchRows = 1'000;

// What a form must be told beside the statements.
struct ExportOptions {
  // Spiff: the id of the object there that the records are for.
  std::string import_target;
};

struct ExportChunk {
  std::string bytes;
  int row_count = 0;
};

// One export: statements go in one by one, so that no export needs to be held whole. Not
// thread-safe.
class ExportWriter {
 public:
  virtual ~ExportWriter() = default;

  // Takes one more statement, in the order of the export, and returns the chunks that are full now,
  // mostly none.
  //
  // FAILED_PRECONDITION, reason STATEMENT_NOT_PUBLISHED, for a draft; reason COMP_INPUT_MISSING,
  // naming the statement, when the tool's id of the payee is not known or the currency isn't. Such
  // a statement leaves nothing behind and the export may go on without it.
  virtual absl::StatusOr<std::vector<ExportChunk>> Add(const v1::CompStatement& statement) = 0;

  // Returns what is left. An export without rows is still one well-formed chunk.
  virtual std::vector<ExportChunk> Finish() = 0;
};

// Thread-safe; knows the form and makes writers.
class Exporter {
 public:
  virtual ~Exporter() = default;
  // The tool that takes the form, by its name in lower case; empty for forms of nobody's.
  virtual absl::string_view tool() const { return ""; }
  virtual std::unique_ptr<ExportWriter> NewWriter(const ExportOptions& options) const = 0;
};

// A whole export of the statements, in their order; the first refusal ends it.
absl::StatusOr<std::vector<ExportChunk>> RenderAll(const Exporter& exporter,
                                                   absl::Span<const v1::CompStatement> statements,
                                                   const ExportOptions& options = {});

}  // namespace baton::adapters
