#include "adapters/accrual_csv.h"

#include "absl/strings/str_cat.h"
#include "adapters/csv_table.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kColumns[] = {
    "View",        "Period",  "Currency", "State", "Statements", "Earned",  "Held",
    "Adjustments", "Payable", "Due",      "Paid",  "Carried",    "Accrued", "Held Open",
};

CsvRow ToRow(absl::string_view view, const v1::AccrualRow& row) {
  const int exponent = domain::CurrencyExponent(row.currency_code()).value_or(0);
  const auto amount = [exponent](int64_t minor) {
    return NumberCell(domain::FormatDecimal(minor, exponent));
  };
  const v1::StatementTotals& totals = row.totals();
  return {TextCell(std::string(view)),
          TextCell(row.period()),
          TextCell(row.currency_code()),
          WordCell(row.state()),
          NumberCell(absl::StrCat(row.statement_count())),
          amount(totals.earned_minor()),
          amount(totals.held_minor()),
          amount(totals.adjustments_minor()),
          amount(totals.payable_minor()),
          amount(row.due_minor()),
          amount(row.paid_minor()),
          amount(row.carried_minor()),
          amount(row.accrued_minor()),
          amount(row.held_open_minor())};
}

}  // namespace

std::vector<ExportChunk> RenderCsv(const v1::CompAccrualResponse& report) {
  std::vector<CsvRow> rows;
  for (const v1::AccrualRow& row : report.rows()) rows.push_back(ToRow("quarter", row));
  for (const v1::AccrualRow& row : report.totals()) rows.push_back(ToRow("total", row));
  return CsvChunks(kColumns, rows);
}

}  // namespace baton::adapters
