#include "adapters/statement_rows.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"

namespace baton::adapters {
namespace {

// The statement of a line's name: tenants/t/statements/{this}/lines/l.
Cell StatementOfLine(const std::string& line) {
  const std::vector<std::string> parts = absl::StrSplit(line, '/');
  return parts.size() == 6 && parts[2] == "statements" ? TextCell(parts[3]) : Cell();
}

Cell Rules(const v1::StatementLine& line) {
  std::vector<absl::string_view> rules;
  for (const v1::ExplanationStep& step : line.explanation()) {
    const bool repeats = std::find(rules.begin(), rules.end(), step.rule()) != rules.end();
    if (!step.rule().empty() && !repeats) rules.push_back(step.rule());
  }
  return TextCell(absl::StrJoin(rules, " "));
}

Row ToRow(const v1::CompStatement& statement, const v1::StatementLine& line, int exponent) {
  const auto amount = [&](int64_t minor) {
    return NumberCell(domain::FormatDecimal(minor, exponent));
  };
  const bool booked = !line.booking().empty();
  return {
      ShortCell(line.name()),
      NumberCell(absl::StrCat(line.export_seq())),
      ShortCell(statement.name()),
      TextCell(statement.payee_id()),
      TextCell(statement.period()),
      TextCell(statement.payout_date()),
      TextCell(statement.plan().code()),
      NumberCell(absl::StrCat(line.policy_version())),
      WordCell(line.kind()),
      WordCell(line.category()),
      ShortCell(line.booking()),
      TextCell(line.booking_line()),
      TextCell(line.account_display_name()),
      TextCell(line.booked_date()),
      booked ? amount(line.part_amount_minor()) : Cell(),
      booked ? PercentCell(line.credit_share_bp()) : Cell(),
      amount(line.credited_amount_minor()),
      line.has_rate_bp() ? PercentCell(line.rate_bp()) : Cell(),
      amount(line.earning_minor()),
      TextCell(statement.plan().currency_code()),
      ShortCell(line.adjusts_line()),
      StatementOfLine(line.adjusts_line()),
      TextCell(line.reason_code()),
      Rules(line),
  };
}

absl::Status Refused(v1::ErrorReason reason, const v1::CompStatement& statement,
                     absl::string_view what) {
  return domain::RefuseState(reason, statement.name(),
                             absl::StrCat("statement ", statement.name(), " ", what));
}

}  // namespace

absl::StatusOr<std::vector<Row>> StatementRows(const v1::CompStatement& statement) {
  if (statement.state() != v1::STATEMENT_STATE_PUBLISHED) {
    return Refused(v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED, statement,
                   "is not published; publish the period first");
  }
  if (statement.payee_id().empty()) {
    return Refused(v1::ERROR_REASON_COMP_INPUT_MISSING, statement,
                   "has no id under which the commission tool pays the payee");
  }
  const auto exponent = domain::CurrencyExponent(statement.plan().currency_code());
  if (!exponent.has_value()) {
    return Refused(
        v1::ERROR_REASON_COMP_INPUT_MISSING, statement,
        absl::StrCat("is in an unknown currency: \"", statement.plan().currency_code(), "\""));
  }
  std::vector<Row> rows;
  for (const v1::StatementLine& line : statement.lines()) {
    if (line.status() == v1::LINE_STATUS_PAYABLE) rows.push_back(ToRow(statement, line, *exponent));
  }
  return rows;
}

}  // namespace baton::adapters
