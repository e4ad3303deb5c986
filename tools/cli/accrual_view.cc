#include "tools/cli/accrual_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/render.h"

namespace baton::cli {
namespace {

void AddRow(const v1::AccrualRow& row, const std::string& label, Style style, Table* table) {
  const auto amount = [&](int64_t minor) {
    return Cell(FormatAmount(minor, row.currency_code()), style);
  };
  table->AddRow({Cell(label, style), EnumText(row.state()), absl::StrCat(row.statement_count()),
                 amount(row.totals().earned_minor()), amount(row.totals().held_minor()),
                 amount(row.totals().adjustments_minor()), amount(row.due_minor()),
                 amount(row.paid_minor()), amount(row.accrued_minor()), amount(row.carried_minor()),
                 amount(row.held_open_minor()), row.currency_code()});
}

}  // namespace

std::string AccrualReport(const v1::CompAccrualResponse& report, const View& view) {
  if (report.rows().empty()) return "no statements\n";
  Table table({{"PERIOD"},
               {"STATE"},
               {"STATEMENTS", Column::kRight, true},
               {"EARNED", Column::kRight},
               {"HELD", Column::kRight},
               {"ADJUSTED", Column::kRight},
               {"DUE", Column::kRight},
               {"PAID", Column::kRight},
               {"ACCRUED", Column::kRight},
               {"CARRIED", Column::kRight},
               {"STILL HELD", Column::kRight},
               {"CUR"}});
  for (const v1::AccrualRow& row : report.rows()) {
    AddRow(row, row.period(), Style::kPlain, &table);
  }
  for (const v1::AccrualRow& row : report.totals()) AddRow(row, "all", Style::kBold, &table);
  return table.Render(view.terminal);
}

}  // namespace baton::cli
