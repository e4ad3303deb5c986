#include "adapters/performio/performio_export.h"

#include <string>
#include <vector>

#include "adapters/batch_writer.h"
#include "adapters/csv_writer.h"
#include "adapters/json_row.h"

namespace baton::adapters {
namespace {

constexpr ExportColumn kColumns[] = {
    {"unique_id", cells::LineId},
    {"export_seq", cells::ExportSeq},
    {"period_name", cells::Period},
    {"participant_eid", cells::PayeeId},
    {"statement_id", cells::StatementId},
    {"plan_code", cells::PlanCode},
    {"plan_version", cells::PolicyVersion},
    {"line_type", cells::Kind},
    {"category", cells::Category},
    {"transaction_id", cells::BookingId},
    {"transaction_line", cells::BookingLine},
    {"customer_name", cells::AccountName},
    {"transaction_date", cells::BookedDate},
    {"part_amount", cells::PartAmount},
    {"credit_percent", cells::CreditPercent},
    {"credited_amount", cells::CreditedAmount},
    {"rate_percent", cells::RatePercent},
    {"earning_amount", cells::Earning},
    {"currency", cells::Currency},
    {"adjusts_unique_id", cells::AdjustedLineId},
    {"adjusts_statement_id", cells::AdjustedStatementId},
    {"override_reason", cells::Reason},
    {"rules", cells::Rules},
};

class JsonFileWriter : public BatchWriter {
 public:
  JsonFileWriter() : BatchWriter(kColumns) {}

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool) const override {
    std::string file = "[";
    AppendJsonRows(columns(), rows, JsonNumbers::kAsTexts, &file);
    file += "]\n";
    return file;
  }
};

}  // namespace

std::unique_ptr<ExportWriter> PerformioExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<JsonFileWriter>();
}

std::unique_ptr<ExportWriter> PerformioFileExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<CsvWriter>(kColumns);
}

}  // namespace baton::adapters
