#include "adapters/captivateiq/records_batch.h"

#include <string>
#include <vector>

#include "adapters/batch_writer.h"
#include "adapters/csv_writer.h"
#include "adapters/json_row.h"
#include "adapters/usual_columns.h"

namespace baton::adapters {
namespace {

class RecordsBatchWriter : public BatchWriter {
 public:
  using BatchWriter::BatchWriter;

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool) const override {
    std::string body = "{\"upserts\":[";
    AppendJsonRows(columns(), rows, JsonNumbers::kAsNumbers, &body);
    body += "],\"deletes\":[]}\n";
    return body;
  }
};

}  // namespace

std::unique_ptr<ExportWriter> CaptivateIqExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<RecordsBatchWriter>(UsualColumns());
}

std::unique_ptr<ExportWriter> CaptivateIqFileExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<CsvWriter>(UsualColumns());
}

}  // namespace baton::adapters
