#include "adapters/statement_rows.h"

#include <algorithm>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"

namespace baton::adapters {
namespace {

// A basis point is a hundredth of a percent.
constexpr int kPercentExponent = 2;

Cell Number(std::string text) { return {Cell::Kind::kNumber, std::move(text)}; }
Cell Text(std::string text) {
  if (text.empty()) return {};
  return {Cell::Kind::kText, std::move(text)};
}

Cell Short(const std::string& name) { return Text(std::string(domain::ShortName(name))); }

// 800 bp is "8", 650 bp is "6.5".
Cell Percent(int64_t bp) {
  std::string text = domain::FormatDecimal(bp, kPercentExponent);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return Number(std::move(text));
}

// The word of an enum's value: "earning" of STATEMENT_LINE_KIND_EARNING. Nothing for UNSPECIFIED.
Cell Word(const google::protobuf::EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  if (value == nullptr || number == 0) return {};
  const absl::string_view prefix =
      absl::StripSuffix(type.FindValueByNumber(0)->name(), "UNSPECIFIED");
  return Text(absl::AsciiStrToLower(absl::StripPrefix(value->name(), prefix)));
}

// The statement of a line's name: tenants/t/statements/{this}/lines/l.
Cell StatementOfLine(const std::string& line) {
  const std::vector<std::string> parts = absl::StrSplit(line, '/');
  return parts.size() == 6 && parts[2] == "statements" ? Text(parts[3]) : Cell();
}

Cell Rules(const v1::StatementLine& line) {
  std::vector<absl::string_view> rules;
  for (const v1::ExplanationStep& step : line.explanation()) {
    const bool repeats = std::find(rules.begin(), rules.end(), step.rule()) != rules.end();
    if (!step.rule().empty() && !repeats) rules.push_back(step.rule());
  }
  return Text(absl::StrJoin(rules, " "));
}

Row ToRow(const v1::CompStatement& statement, const v1::StatementLine& line, int exponent) {
  const auto amount = [&](int64_t minor) { return Number(domain::FormatDecimal(minor, exponent)); };
  const bool booked = !line.booking().empty();
  return {
      Short(line.name()),
      Number(absl::StrCat(line.export_seq())),
      Short(statement.name()),
      Text(statement.payee_id()),
      Text(statement.period()),
      Text(statement.payout_date()),
      Text(statement.plan().code()),
      Number(absl::StrCat(line.policy_version())),
      Word(*v1::StatementLineKind_descriptor(), line.kind()),
      Word(*v1::AttributionCategory_descriptor(), line.category()),
      Short(line.booking()),
      Text(line.booking_line()),
      Text(line.account_display_name()),
      Text(line.booked_date()),
      booked ? amount(line.part_amount_minor()) : Cell(),
      booked ? Percent(line.credit_share_bp()) : Cell(),
      amount(line.credited_amount_minor()),
      line.has_rate_bp() ? Percent(line.rate_bp()) : Cell(),
      amount(line.earning_minor()),
      Text(statement.plan().currency_code()),
      Short(line.adjusts_line()),
      StatementOfLine(line.adjusts_line()),
      Text(line.reason_code()),
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
