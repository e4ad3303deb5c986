#include "adapters/spiff/spiff_export.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "adapters/batch_writer.h"
#include "adapters/csv_writer.h"
#include "adapters/json_row.h"
#include "domain/json_object.h"
#include "domain/statement.h"

namespace baton::adapters {
namespace {

constexpr ExportColumn kRecordColumns[] = {
    {"external_id", cells::LineId},
    {"SalesRepId", cells::PayeeId},
    {"Date", cells::PeriodEndDate},
    {"StatementId", cells::StatementId},
    {"PlanName", cells::PlanCode},
    {"PlanVersion", cells::PolicyVersion},
    {"LineType", cells::Kind},
    {"Category", cells::Category},
    {"DealId", cells::BookingId},
    {"OpportunityId", cells::CrmOpportunityId},
    {"AccountName", cells::AccountName},
    {"CloseDate", cells::BookedDate},
    {"PartAmount", cells::PartAmount},
    {"CreditPct", cells::CreditPercent},
    {"CreditedAmount", cells::CreditedAmount},
    {"RatePct", cells::RatePercent},
    {"Amount", cells::Earning},
    {"CurrencyCode", cells::Currency},
    {"Rules", cells::Rules},
    {"ExportSeq", cells::ExportSeq},
};

// "clawback of L3: early_churn", "adjustment: quarterly_true_up".
Cell Comment(const ExportLine& of) {
  std::string comment = cells::Kind(of).text;
  const Cell adjusted = cells::AdjustedLineId(of);
  if (adjusted.kind != Cell::Kind::kNull) absl::StrAppend(&comment, " of ", adjusted.text);
  const Cell reason = cells::Reason(of);
  if (reason.kind != Cell::Kind::kNull) absl::StrAppend(&comment, ": ", reason.text);
  return TextCell(std::move(comment));
}

constexpr ExportColumn kAdjustmentColumns[] = {
    {"external_id", cells::LineId},
    {"Date", cells::PeriodEndDate},
    {"SalesRepId", cells::PayeeId},
    {"Amount", cells::Earning},
    {"Comment", Comment},
    {"CurrencyCode", cells::Currency},
    {"StatementId", cells::StatementId},
    {"Category", cells::Category},
    {"CreditedAmount", cells::CreditedAmount},
    {"AdjustsLineId", cells::AdjustedLineId},
    {"OpportunityId", cells::CrmOpportunityId},
    {"ExportSeq", cells::ExportSeq},
};

bool IsRecord(const v1::StatementLine& line) { return !domain::IsAdjustment(line); }

class WebhookWriter : public BatchWriter {
 public:
  WebhookWriter() : BatchWriter(kRecordColumns, IsRecord) {}

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool) const override {
    std::string body = "[";
    AppendJsonRows(columns(), rows, JsonNumbers::kAsNumbers, &body);
    body += "]\n";
    return body;
  }
};

class ImportWriter : public BatchWriter {
 public:
  explicit ImportWriter(const std::string& target) : BatchWriter(kRecordColumns, IsRecord) {
    domain::AppendJsonString(target, &target_json_);
  }

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool) const override {
    std::string body = absl::StrCat("{\"import_target\":", target_json_,
                                    ",\"import_action\":\"upsert\",\"payload\":[");
    AppendJsonRows(columns(), rows, JsonNumbers::kAsNumbers, &body);
    body += "]}\n";
    return body;
  }

  std::string target_json_;
};

}  // namespace

std::unique_ptr<ExportWriter> SpiffImportExporter::NewWriter(const ExportOptions& options) const {
  return std::make_unique<ImportWriter>(options.import_target);
}

std::unique_ptr<ExportWriter> SpiffWebhookExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<WebhookWriter>();
}

std::unique_ptr<ExportWriter> SpiffAdjustmentsExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<CsvWriter>(kAdjustmentColumns, domain::IsAdjustment);
}

}  // namespace baton::adapters
