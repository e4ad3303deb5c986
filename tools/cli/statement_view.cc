#include "tools/cli/statement_view.h"

#include "absl/strings/str_cat.h"
#include "tools/cli/display_text.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

Cell StateCell(v1::StatementState state) {
  return {EnumText(state), state == v1::STATEMENT_STATE_PUBLISHED ? Style::kGood : Style::kPlain};
}

Cell StatusCell(const v1::StatementLine& line) {
  const bool held = line.status() == v1::LINE_STATUS_HELD;
  return {EnumText(line.status()), held ? Style::kWarning : Style::kPlain};
}

std::string PlanText(const v1::CompPlan& plan) {
  std::string text = absl::StrCat(plan.code(), " version ", plan.version(), ", ",
                                  EnumText(plan.role()), ", ", plan.currency_code());
  if (plan.role() == v1::ROLE_AE) {
    absl::StrAppend(&text, ": expansion ", FormatRate(plan.expansion_rate_bp()), ", new business ",
                    FormatRate(plan.new_business_rate_bp()), ", renewal ",
                    FormatRate(plan.renewal_rate_bp()));
  }
  return text;
}

std::string Heading(const v1::CompStatement& statement, const View& view) {
  FieldList fields;
  fields.Add("statement", Cell(ShortName(statement.name()), Style::kBold));
  fields.Add("payee",
             absl::StrCat(statement.payee_display_name(), " (", ShortName(statement.payee()),
                          "), paid as ", statement.payee_id()));
  fields.Add("period",
             absl::StrCat(statement.period(), ", ", statement.period_start_date(), " to ",
                          statement.period_end_date(), ", payout ", statement.payout_date(),
                          statement.final_statement() ? "; final: the payee left before it" : ""));
  fields.Add("plan", PlanText(statement.plan()));
  fields.Add("state", StateCell(statement.state()));
  fields.Add("computed", TimeTextWithAge(statement.compute_time(), view.now));
  fields.Add("published", TimeTextWithAge(statement.publish_time(), view.now));
  fields.Add("digest", statement.digest());
  return fields.Render(view.terminal);
}

// Where a line comes from, and which published line it corrects.
std::string OriginText(const v1::StatementLine& line) {
  if (!line.correction().empty()) {
    return absl::StrCat("manual correction ", ShortName(line.correction()));
  }
  std::string text = line.booking().empty() ? std::string("of the quarter")
                                            : absl::StrCat("booked ", line.booked_date(),
                                                           ", booking ", ShortName(line.booking()));
  if (!line.booking_line().empty()) absl::StrAppend(&text, " line ", line.booking_line());
  if (!line.crm_opportunity_id().empty()) {
    absl::StrAppend(&text, ", CRM opportunity ", line.crm_opportunity_id());
  }
  if (!line.spiff().empty()) absl::StrAppend(&text, ", SPIFF ", line.spiff());
  if (line.policy_version() > 0) {
    absl::StrAppend(&text, ", policy version ", line.policy_version());
  }
  if (!line.adjusts_line().empty()) {
    absl::StrAppend(&text, "; corrects ", line.adjusts_line(), ": ", line.reason_code());
  }
  if (line.status() == v1::LINE_STATUS_HELD) {
    absl::StrAppend(&text, "; held: ", line.hold_reason());
  }
  return text;
}

void AddLine(Table& table, const v1::StatementLine& line, const std::string& currency) {
  // A bonus is on the booking as a whole, a cap on the quarter: nothing is shared or credited.
  const bool of_part = !line.booking().empty() || line.part_amount_minor() != 0;
  const bool shared = of_part && line.kind() != v1::STATEMENT_LINE_KIND_BONUS;
  table.AddRow({absl::StrCat(line.line_no()), EnumText(line.kind()), line.account_display_name(),
                EnumText(line.category()),
                of_part ? FormatAmount(line.part_amount_minor(), currency) : "",
                shared ? FormatRate(line.credit_share_bp()) : "",
                shared ? FormatAmount(line.credited_amount_minor(), currency) : "",
                line.has_rate_bp() ? FormatRate(line.rate_bp()) : "",
                FormatAmount(line.earning_minor(), currency), StatusCell(line)});
  table.AddNote(OriginText(line));
  if (!line.explanation().empty()) table.AddNote(ExplanationText(line.explanation()));
}

}  // namespace

std::string StatementTable(const std::vector<v1::CompStatement>& statements, const View& view) {
  Table table({{"STATEMENT"},
               {"PAYEE", Column::kShrink},
               {"PERIOD"},
               {"STATE"},
               {"CREDITED ARR", Column::kRight},
               {"EARNED", Column::kRight},
               {"HELD", Column::kRight},
               {"ADJUSTED", Column::kRight},
               {"PAYABLE", Column::kRight},
               {"CUR"}});
  for (const v1::CompStatement& statement : statements) {
    const std::string& currency = statement.plan().currency_code();
    const v1::StatementTotals& totals = statement.totals();
    table.AddRow({ShortName(statement.name()), statement.payee_display_name(), statement.period(),
                  StateCell(statement.state()), FormatAmount(totals.credited_minor(), currency),
                  FormatAmount(totals.earned_minor(), currency),
                  FormatAmount(totals.held_minor(), currency),
                  FormatAmount(totals.adjustments_minor(), currency),
                  FormatAmount(totals.payable_minor(), currency), currency});
  }
  return table.Render(view.terminal);
}

std::string StatementDetail(const v1::CompStatement& statement, const View& view) {
  const std::string& currency = statement.plan().currency_code();
  Table table({{"#", Column::kRight},
               {"KIND", Column::kLeft, true},
               {"ACCOUNT", Column::kShrink},
               {"CATEGORY"},
               {"ARR PART", Column::kRight},
               {"SHARE", Column::kRight},
               {"CREDITED", Column::kRight},
               {"RATE", Column::kRight},
               {"EARNING", Column::kRight},
               {"STATUS"}});
  for (const v1::StatementLine& line : statement.lines()) AddLine(table, line, currency);
  return absl::StrCat(Heading(statement, view), "\n",
                      table.empty() ? "no lines\n" : table.Render(view.terminal), "\n",
                      TotalsBlock(statement.totals(), currency, view));
}

std::string TotalsBlock(const v1::StatementTotals& totals, const std::string& currency_code,
                        const View& view) {
  struct Line {
    const char* label;
    int64_t amount_minor;
    Style style = Style::kPlain;
  };
  const Line lines[] = {{"  credited ARR", totals.credited_minor()},
                        {"  earned", totals.earned_minor()},
                        {"- held", totals.held_minor()},
                        {"+ adjustments", totals.adjustments_minor()},
                        {"= payable", totals.payable_minor(), Style::kBold}};
  constexpr size_t kLabelWidth = 16;
  size_t width = 0;
  for (const Line& line : lines) {
    width = std::max(width, FormatAmount(line.amount_minor, currency_code).size());
  }
  std::string text;
  for (const Line& line : lines) {
    const std::string amount = FormatAmount(line.amount_minor, currency_code);
    absl::StrAppend(&text,
                    view.terminal.Paint(absl::StrCat(Pad(line.label, kLabelWidth, false),
                                                     Pad(amount, width, true), " ", currency_code),
                                        line.style),
                    "\n");
  }
  return text;
}

std::string CurrencyTotalsTable(
    const google::protobuf::RepeatedPtrField<v1::CurrencyTotals>& totals, const View& view) {
  Table table({{"CUR"},
               {"CREDITED ARR", Column::kRight},
               {"EARNED", Column::kRight},
               {"HELD", Column::kRight},
               {"ADJUSTED", Column::kRight},
               {"PAYABLE", Column::kRight}});
  for (const v1::CurrencyTotals& one : totals) {
    const std::string& currency = one.currency_code();
    table.AddRow({currency, FormatAmount(one.totals().credited_minor(), currency),
                  FormatAmount(one.totals().earned_minor(), currency),
                  FormatAmount(one.totals().held_minor(), currency),
                  FormatAmount(one.totals().adjustments_minor(), currency),
                  FormatAmount(one.totals().payable_minor(), currency)});
  }
  return table.Render(view.terminal);
}

}  // namespace baton::cli
