#include "adapters/xactly/xactly_export.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "adapters/batch_writer.h"
#include "adapters/csv_writer.h"
#include "adapters/json_row.h"

namespace baton::adapters {
namespace {

Cell Else(Cell cell, Cell other) {
  return cell.kind == Cell::Kind::kNull ? std::move(other) : std::move(cell);
}

Cell OrderCode(const ExportLine& of) { return Else(cells::BookingId(of), cells::StatementId(of)); }

// The order of the line that this one adjusts: the same booking, else the statement it stood on.
Cell RelatedOrderCode(const ExportLine& of) {
  if (of.line.adjusts_line().empty()) return {};
  return Else(cells::BookingId(of), cells::AdjustedStatementId(of));
}

Cell OrderDate(const ExportLine& of) {
  return Else(cells::BookedDate(of), cells::PeriodEndDate(of));
}

Cell BatchName(const ExportLine& of) {
  return TextCell(absl::StrCat("STMT_", cells::StatementId(of).text));
}

Cell BatchType(const ExportLine&) { return TextCell("Compensation Statement"); }

Cell One(const ExportLine&) { return CountCell(1); }

Cell Whole(const ExportLine&) { return CountCell(100); }

// "Statement Carried Forward" of carried_forward.
Cell OrderType(const ExportLine& of) {
  std::string name = "Statement ";
  for (const char c : cells::Kind(of).text) {
    const bool starts = name.back() == ' ';
    name += c == '_' ? ' ' : starts ? absl::ascii_toupper(c) : c;
  }
  return TextCell(std::move(name));
}

// "MAR-2027" of the month in which the period ends.
Cell PeriodMonth(const ExportLine& of) {
  absl::CivilDay end;
  if (!absl::ParseCivilTime(of.statement.period_end_date(), &end)) return {};
  return TextCell(absl::AsciiStrToUpper(
      absl::FormatTime("%b-%Y", absl::FromCivil(end, absl::UTCTimeZone()), absl::UTCTimeZone())));
}

// The item's columns, then those that only the assignment has.
constexpr ExportColumn kColumns[] = {
    {"order_code", OrderCode},
    {"item_code", cells::LineId},
    {"batch_name", BatchName},
    {"batch_type_name", BatchType},
    {"quantity", One},
    {"amount", cells::Earning},
    {"amount_unit_type_name", cells::Currency},
    {"incentive_date", cells::PeriodEndDate},
    {"order_date", OrderDate},
    {"order_type_name", OrderType},
    {"related_order_code", RelatedOrderCode},
    {"period_name", PeriodMonth},
    {"customer_name", cells::AccountName},
    {"category", cells::Category},
    {"plan_code", cells::PlanCode},
    {"plan_version", cells::PolicyVersion},
    {"credited_amount", cells::CreditedAmount},
    {"rate_pct", cells::RatePercent},
    {"statement_id", cells::StatementId},
    {"adjusts_item_code", cells::AdjustedLineId},
    {"reason_code", cells::Reason},
    {"rules", cells::Rules},
    {"export_seq", cells::ExportSeq},
    {"employee_id", cells::PayeeId},
    {"split_amount_pct", Whole},
};
constexpr size_t kItemColumns = 23;
constexpr size_t kItemKeyColumns = 2;

class StagingWriter : public BatchWriter {
 public:
  StagingWriter() : BatchWriter(kColumns) {
    const ExportColumns all = columns();
    assignment_.assign(all.begin(), all.begin() + kItemKeyColumns);
    assignment_.insert(assignment_.end(), all.begin() + kItemColumns, all.end());
  }

 private:
  std::string Render(const std::vector<ExportRow>& rows, bool) const override {
    std::string body = "{\"staging.order_item\":[";
    AppendJsonRows(columns().subspan(0, kItemColumns), rows, JsonNumbers::kAsNumbers, &body);
    body += "],\"staging.order_item_assignment\":[";
    AppendJsonRows(assignment_, Assignments(rows), JsonNumbers::kAsNumbers, &body);
    body += "]}\n";
    return body;
  }

  static std::vector<ExportRow> Assignments(const std::vector<ExportRow>& rows) {
    std::vector<ExportRow> assignments;
    for (const ExportRow& row : rows) {
      ExportRow& assignment = assignments.emplace_back();
      assignment.assign(row.begin(), row.begin() + kItemKeyColumns);
      assignment.insert(assignment.end(), row.begin() + kItemColumns, row.end());
    }
    return assignments;
  }

  std::vector<ExportColumn> assignment_;
};

}  // namespace

std::unique_ptr<ExportWriter> XactlyExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<StagingWriter>();
}

std::unique_ptr<ExportWriter> XactlyFileExporter::NewWriter(const ExportOptions&) const {
  return std::make_unique<CsvWriter>(kColumns);
}

}  // namespace baton::adapters
