#include "adapters/amortisation_csv.h"

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "adapters/csv_table.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kRowColumns[] = {
    "Period",           "Currency",  "Opening",     "Capitalised",
    "Expensed At Once", "Amortised", "Written Off", "Closing",
};

constexpr absl::string_view kLineColumns[] = {
    "Line",
    "Period",
    "Booking",
    "Account",
    "Payee",
    "Payee Name",
    "Category",
    "Currency",
    "Amount",
    "Taken Back",
    "Start Month",
    "Months",
    "Expensed At Once",
    "Amortised To Date",
    "Written Off",
    "Remaining",
};

// Writes amounts of one currency.
class Amounts {
 public:
  explicit Amounts(const std::string& currency_code)
      : exponent_(domain::CurrencyExponent(currency_code).value_or(0)) {}

  Cell operator()(int64_t minor) const {
    return NumberCell(domain::FormatDecimal(minor, exponent_));
  }

 private:
  const int exponent_;
};

CsvRow ToRow(const v1::AmortisationRow& row) {
  const Amounts amount(row.currency_code());
  return {TextCell(row.period()),          TextCell(row.currency_code()),
          amount(row.opening_minor()),     amount(row.capitalised_minor()),
          amount(row.expensed_minor()),    amount(row.amortised_minor()),
          amount(row.written_off_minor()), amount(row.closing_minor())};
}

CsvRow ToRow(const v1::AmortisedLine& line) {
  const Amounts amount(line.currency_code());
  return {ShortCell(line.line()),           TextCell(line.period()),
          ShortCell(line.booking()),        TextCell(line.account_display_name()),
          ShortCell(line.payee()),          TextCell(line.payee_display_name()),
          WordCell(line.category()),        TextCell(line.currency_code()),
          amount(line.amount_minor()),      amount(line.taken_back_minor()),
          TextCell(line.start_month()),     CountCell(line.months()),
          amount(line.expensed_minor()),    amount(line.amortised_minor()),
          amount(line.written_off_minor()), amount(line.remaining_minor())};
}

}  // namespace

std::vector<ExportChunk> RenderCsv(const v1::CompAmortisationResponse& report,
                                   v1::AmortisationTable table) {
  std::vector<CsvRow> rows;
  if (table == v1::AMORTISATION_TABLE_SCHEDULE) {
    for (const v1::AmortisedLine& line : report.lines()) rows.push_back(ToRow(line));
    return CsvChunks(kLineColumns, rows);
  }
  for (const v1::AmortisationRow& row : report.rows()) rows.push_back(ToRow(row));
  return CsvChunks(kRowColumns, rows);
}

}  // namespace baton::adapters
