#include "adapters/statement_json/statement_json_export.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "adapters/export_line.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace baton::adapters {
namespace {

v1::CompStatement WithoutHeldLines(v1::CompStatement statement) {
  auto* lines = statement.mutable_lines();
  lines->erase(
      std::remove_if(lines->begin(), lines->end(),
                     [](const v1::StatementLine& line) { return !domain::IsPayable(line); }),
      lines->end());
  return statement;
}

absl::StatusOr<std::string> ToJsonLine(const v1::CompStatement& statement) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string line;
  const auto printed = google::protobuf::util::MessageToJsonString(statement, &line, options);
  if (!printed.ok()) {
    return absl::InternalError(absl::StrCat(statement.name(), " can't be printed as JSON"));
  }
  line += '\n';
  return line;
}

class StatementJsonWriter : public ExportWriter {
 public:
  absl::StatusOr<std::vector<ExportChunk>> Add(const v1::CompStatement& statement) override {
    BATON_RETURN_IF_ERROR(CheckMayLeave(statement).status());
    BATON_ASSIGN_OR_RETURN(const std::string line, ToJsonLine(WithoutHeldLines(statement)));
    std::vector<ExportChunk> chunks;
    for (size_t at = 0; at < line.size(); at += kMaxJsonChunkBytes) {
      chunks.push_back({line.substr(at, kMaxJsonChunkBytes), at == 0 ? 1 : 0});
    }
    any_ = true;
    return chunks;
  }

  std::vector<ExportChunk> Finish() override {
    if (any_) return {};
    return {ExportChunk()};
  }

 private:
  bool any_ = false;
};

}  // namespace

std::unique_ptr<ExportWriter> StatementJsonExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<StatementJsonWriter>();
}

}  // namespace baton::adapters
