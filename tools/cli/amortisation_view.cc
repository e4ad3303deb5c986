#include "tools/cli/amortisation_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/render.h"

namespace baton::cli {
namespace {

constexpr char kNothing[] = "nothing that a booking caused is published\n";

}  // namespace

std::string AmortisationReport(const v1::CompAmortisationResponse& report, const View& view) {
  if (report.rows().empty()) return kNothing;
  Table table({{"PERIOD"},
               {"OPENING", Column::kRight},
               {"CAPITALISED", Column::kRight},
               {"AMORTISED", Column::kRight},
               {"WRITTEN OFF", Column::kRight},
               {"CLOSING", Column::kRight},
               {"EXPENSED AT ONCE", Column::kRight},
               {"CUR"}});
  for (const v1::AmortisationRow& row : report.rows()) {
    const std::string& currency = row.currency_code();
    const auto amount = [&](int64_t minor) { return FormatAmount(minor, currency); };
    table.AddRow({row.period(), amount(row.opening_minor()), amount(row.capitalised_minor()),
                  amount(row.amortised_minor()), amount(row.written_off_minor()),
                  Cell(amount(row.closing_minor()), Style::kBold), amount(row.expensed_minor()),
                  currency});
  }
  return table.Render(view.terminal);
}

std::string AmortisationSchedule(const v1::CompAmortisationResponse& report, const View& view) {
  if (report.lines().empty()) return kNothing;
  Table table({{"PERIOD"},
               {"PAYEE", Column::kShrink},
               {"ACCOUNT", Column::kShrink},
               {"CATEGORY"},
               {"AMOUNT", Column::kRight},
               {"TAKEN BACK", Column::kRight},
               {"FROM"},
               {"MONTHS", Column::kRight},
               {"EXPENSED", Column::kRight},
               {"AMORTISED", Column::kRight},
               {"WRITTEN OFF", Column::kRight},
               {"REMAINING", Column::kRight},
               {"CUR"}});
  for (const v1::AmortisedLine& line : report.lines()) {
    const std::string& currency = line.currency_code();
    const auto amount = [&](int64_t minor) { return FormatAmount(minor, currency); };
    table.AddRow({line.period(), line.payee_display_name(), line.account_display_name(),
                  EnumText(line.category()), amount(line.amount_minor()),
                  amount(line.taken_back_minor()), line.start_month(), absl::StrCat(line.months()),
                  amount(line.expensed_minor()), amount(line.amortised_minor()),
                  amount(line.written_off_minor()),
                  Cell(amount(line.remaining_minor()), Style::kBold), currency});
    table.AddNote(
        absl::StrCat("booking ", ShortName(line.booking()), ", line ", ShortName(line.line())));
  }
  const std::string more =
      report.next_page_token().empty() ? "" : "there are more lines; --output csv has them all\n";
  return table.Render(view.terminal) + more;
}

}  // namespace baton::cli
