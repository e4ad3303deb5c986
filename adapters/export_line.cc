#include "adapters/export_line.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/statement.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

Cell AmountCell(const ExportLine& of, int64_t minor) {
  return NumberCell(domain::FormatDecimal(minor, of.exponent));
}

// A part of zero is no part.
bool HasPart(const ExportLine& of) {
  return !of.line.booking().empty() && of.line.part_amount_minor() != 0;
}

bool IsFinal(const v1::CompStatement& statement) {
  return statement.state() == v1::STATEMENT_STATE_PUBLISHED ||
         statement.state() == v1::STATEMENT_STATE_PAID;
}

absl::Status Refused(v1::ErrorReason reason, const v1::CompStatement& statement,
                     absl::string_view what) {
  return domain::RefuseState(reason, statement.name(),
                             absl::StrCat("statement ", statement.name(), " ", what));
}

}  // namespace

bool TakesAll(const v1::StatementLine&) { return true; }

absl::StatusOr<int> CheckMayLeave(const v1::CompStatement& statement) {
  if (!IsFinal(statement)) {
    return Refused(v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED, statement,
                   "is not published; publish the period first");
  }
  if (statement.payee_id().empty()) {
    return Refused(v1::ERROR_REASON_COMP_INPUT_MISSING, statement,
                   "has no id under which the commission tool pays the payee");
  }
  const auto exponent = domain::CurrencyExponent(statement.plan().currency_code());
  if (exponent.has_value()) return *exponent;
  return Refused(
      v1::ERROR_REASON_COMP_INPUT_MISSING, statement,
      absl::StrCat("is in an unknown currency: \"", statement.plan().currency_code(), "\""));
}

absl::StatusOr<std::vector<ExportRow>> StatementRows(const v1::CompStatement& statement,
                                                     ExportColumns columns, LineTest takes) {
  BATON_ASSIGN_OR_RETURN(const int exponent, CheckMayLeave(statement));
  std::vector<ExportRow> rows;
  for (const v1::StatementLine& line : statement.lines()) {
    if (!domain::IsPayable(line) || !takes(line)) continue;
    ExportRow& row = rows.emplace_back();
    row.reserve(columns.size());
    for (const ExportColumn& column : columns) {
      row.push_back(column.cell({statement, line, exponent}));
    }
  }
  return rows;
}

namespace cells {

Cell LineId(const ExportLine& of) { return ShortCell(of.line.name()); }

Cell ExportSeq(const ExportLine& of) { return CountCell(of.line.export_seq()); }

Cell StatementId(const ExportLine& of) { return ShortCell(of.statement.name()); }

Cell PayeeId(const ExportLine& of) { return TextCell(of.statement.payee_id()); }

Cell Period(const ExportLine& of) { return TextCell(of.statement.period()); }

Cell PeriodEndDate(const ExportLine& of) { return TextCell(of.statement.period_end_date()); }

Cell PayoutDate(const ExportLine& of) { return TextCell(of.statement.payout_date()); }

Cell PlanCode(const ExportLine& of) {
  const std::string& other = of.line.other_plan();
  if (other.empty()) return TextCell(of.statement.plan().code());
  return TextCell(other.substr(0, other.rfind('/')));
}

Cell PolicyVersion(const ExportLine& of) { return CountCell(of.line.policy_version()); }

Cell Kind(const ExportLine& of) { return WordCell(of.line.kind()); }

Cell Category(const ExportLine& of) {
  const Cell category = WordCell(of.line.category());
  return category.kind == Cell::Kind::kNull ? WordCell(of.line.pool().pool()) : category;
}

Cell BookingId(const ExportLine& of) { return ShortCell(of.line.booking()); }

Cell BookingLine(const ExportLine& of) { return TextCell(of.line.booking_line()); }

Cell CrmOpportunityId(const ExportLine& of) { return TextCell(of.line.crm_opportunity_id()); }

Cell AccountName(const ExportLine& of) { return TextCell(of.line.account_display_name()); }

Cell BookedDate(const ExportLine& of) { return TextCell(of.line.booked_date()); }

Cell PartAmount(const ExportLine& of) {
  return HasPart(of) ? AmountCell(of, of.line.part_amount_minor()) : Cell();
}

Cell CreditPercent(const ExportLine& of) {
  return HasPart(of) ? PercentCell(of.line.credit_share_bp()) : Cell();
}

Cell CreditedAmount(const ExportLine& of) {
  return AmountCell(of, of.line.credited_amount_minor());
}

Cell RatePercent(const ExportLine& of) {
  return of.line.has_rate_bp() ? PercentCell(of.line.rate_bp()) : Cell();
}

Cell Earning(const ExportLine& of) { return AmountCell(of, of.line.earning_minor()); }

Cell Currency(const ExportLine& of) { return TextCell(of.statement.plan().currency_code()); }

Cell AdjustedLineId(const ExportLine& of) { return ShortCell(of.line.adjusts_line()); }

// Of tenants/t/statements/{this}/lines/l.
Cell AdjustedStatementId(const ExportLine& of) {
  if (of.line.adjusts_line().empty()) return {};
  std::vector<std::string> parts = absl::StrSplit(of.line.adjusts_line(), '/');
  return parts.size() == 6 && parts[2] == "statements" ? TextCell(std::move(parts[3])) : Cell();
}

Cell Reason(const ExportLine& of) { return TextCell(of.line.reason_code()); }

Cell Rules(const ExportLine& of) {
  std::vector<absl::string_view> rules;
  for (const v1::ExplanationStep& step : of.line.explanation()) {
    const bool repeats = std::find(rules.begin(), rules.end(), step.rule()) != rules.end();
    if (!step.rule().empty() && !repeats) rules.push_back(step.rule());
  }
  return TextCell(absl::StrJoin(rules, " "));
}

}  // namespace cells
}  // namespace baton::adapters
