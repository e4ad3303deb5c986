#include "adapters/json_row.h"

#include "absl/strings/str_cat.h"
#include "domain/json_object.h"

namespace baton::adapters {
namespace {

void AppendCell(const Cell& cell, JsonNumbers numbers, std::string* json) {
  if (cell.kind == Cell::Kind::kNull) {
    json->append("null");
  } else if (cell.kind == Cell::Kind::kNumber && numbers == JsonNumbers::kAsNumbers) {
    json->append(cell.text);
  } else {
    domain::AppendJsonString(cell.text, json);
  }
}

}  // namespace

void AppendJsonRows(ExportColumns columns, const std::vector<ExportRow>& rows, JsonNumbers numbers,
                    std::string* json) {
  for (const ExportRow& row : rows) {
    absl::StrAppend(json, &row == &rows.front() ? "\n{" : ",\n{");
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) json->push_back(',');
      domain::AppendJsonString(columns[i].name, json);
      json->push_back(':');
      AppendCell(row[i], numbers, json);
    }
    json->push_back('}');
  }
}

}  // namespace baton::adapters
