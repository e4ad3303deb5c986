#include "adapters/captivateiq/records_batch.h"

#include "absl/strings/str_cat.h"
#include "adapters/batch_writer.h"
#include "domain/json_object.h"

namespace baton::adapters {
namespace {

void AppendJson(const Cell& cell, std::string* json) {
  switch (cell.kind) {
    case Cell::Kind::kText:
      return domain::AppendJsonString(cell.text, json);
    case Cell::Kind::kNumber:
      json->append(cell.text);
      return;
    case Cell::Kind::kNull:
      json->append("null");
  }
}

class RecordsBatchWriter : public BatchWriter {
  std::string Render(const std::vector<Row>& rows, bool) const override {
    std::string body = "{\"upserts\":[";
    for (const Row& row : rows) {
      absl::StrAppend(&body, &row == &rows.front() ? "\n{" : ",\n{");
      for (size_t i = 0; i < row.size(); ++i) {
        if (i > 0) body += ',';
        domain::AppendJsonString(kStatementColumns[i], &body);
        body += ':';
        AppendJson(row[i], &body);
      }
      body += '}';
    }
    body += "],\"deletes\":[]}\n";
    return body;
  }
};

}  // namespace

std::unique_ptr<ExportWriter> CaptivateIqExporter::NewWriter() const {
  return std::make_unique<RecordsBatchWriter>();
}

}  // namespace baton::adapters
