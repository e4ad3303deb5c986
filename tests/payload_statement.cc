#include "tests/payload_statement.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"

namespace baton::payloads {
namespace {

using Json = nlohmann::json;

constexpr char kTenant[] = "tenants/acme/";

std::string TextOf(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_string() ? json.at(key).get<std::string>() : "";
}

int64_t IntegerOf(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_number() ? json.at(key).get<int64_t>() : 0;
}

// The enum's value of a word; an error names what the model lacks.
absl::StatusOr<int> EnumValue(const google::protobuf::EnumDescriptor& type, const char* prefix,
                              const std::string& word) {
  const auto* value = type.FindValueByName(absl::StrCat(prefix, absl::AsciiStrToUpper(word)));
  if (value != nullptr) return value->number();
  return absl::InvalidArgumentError(absl::StrCat(type.name(), " has no value for \"", word, "\""));
}

std::string LineName(const std::string& statement, const std::string& line) {
  return absl::StrCat(kTenant, "statements/", statement, "/lines/", line);
}

void ParseSource(const Json& source, v1::StatementLine* line) {
  if (!source.is_object()) return;
  line->set_booking(absl::StrCat(kTenant, "bookings/", TextOf(source, "booking_id")));
  line->set_booking_line(TextOf(source, "booking_line"));
  line->set_crm_opportunity_id(TextOf(source, "crm_opportunity_id"));
  line->set_account_display_name(TextOf(source, "account_name"));
  line->set_booked_date(TextOf(source, "booked_on"));
}

// A category, or the pool of a line that is a pool's; what was carried forward has neither.
absl::Status ParseCategory(const std::string& word, v1::StatementLine* line) {
  if (word.empty()) return absl::OkStatus();
  const auto pool = EnumValue(*v1::CompPool_descriptor(), "COMP_POOL_", word);
  if (pool.ok()) {
    line->mutable_pool()->set_pool(static_cast<v1::CompPool>(*pool));
    return absl::OkStatus();
  }
  BATON_ASSIGN_OR_RETURN(const int category, EnumValue(*v1::AttributionCategory_descriptor(),
                                                       "ATTRIBUTION_CATEGORY_", word));
  line->set_category(static_cast<v1::AttributionCategory>(category));
  return absl::OkStatus();
}

absl::Status ParseLine(const Json& given, const std::string& statement, v1::StatementLine* line) {
  BATON_ASSIGN_OR_RETURN(const int kind, EnumValue(*v1::StatementLineKind_descriptor(),
                                                   "STATEMENT_LINE_KIND_", TextOf(given, "kind")));
  BATON_ASSIGN_OR_RETURN(const int status, EnumValue(*v1::LineStatus_descriptor(), "LINE_STATUS_",
                                                     TextOf(given, "status")));
  line->set_name(LineName(statement, TextOf(given, "line_id")));
  line->set_line_no(static_cast<int>(IntegerOf(given, "line_no")));
  line->set_export_seq(IntegerOf(given, "export_seq"));
  line->set_kind(static_cast<v1::StatementLineKind>(kind));
  BATON_RETURN_IF_ERROR(ParseCategory(TextOf(given, "category"), line));
  line->set_status(static_cast<v1::LineStatus>(status));
  ParseSource(given.at("source"), line);
  line->set_part_amount_minor(IntegerOf(given, "part_amount_minor"));
  line->set_credit_share_bp(static_cast<int>(IntegerOf(given, "credit_share_bp")));
  line->set_credited_amount_minor(IntegerOf(given, "credited_amount_minor"));
  if (given.at("rate_bp").is_number()) {
    line->set_rate_bp(static_cast<int>(IntegerOf(given, "rate_bp")));
  }
  line->set_earning_minor(IntegerOf(given, "earning_minor"));
  line->set_policy_version(static_cast<int>(IntegerOf(given, "policy_version")));
  line->set_hold_reason(TextOf(given, "hold_reason"));
  line->set_reason_code(TextOf(given, "reason_code"));
  if (given.at("adjusts").is_object()) {
    const Json& adjusts = given.at("adjusts");
    line->set_adjusts_line(LineName(TextOf(adjusts, "statement_id"), TextOf(adjusts, "line_id")));
  }
  for (const Json& rule : given.at("rules")) {
    line->add_explanation()->set_rule(rule.get<std::string>());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CompStatement> ParseGivenStatement(const Json& given) {
  v1::CompStatement statement;
  BATON_ASSIGN_OR_RETURN(const int state, EnumValue(*v1::StatementState_descriptor(),
                                                    "STATEMENT_STATE_", TextOf(given, "state")));
  BATON_ASSIGN_OR_RETURN(const int role,
                         EnumValue(*v1::Role_descriptor(), "ROLE_", TextOf(given, "role")));
  const std::string id = TextOf(given, "statement_id");
  const Json& payee = given.at("payee");
  const Json& period = given.at("period");
  const Json& plan = given.at("plan");
  statement.set_name(absl::StrCat(kTenant, "statements/", id));
  statement.set_state(static_cast<v1::StatementState>(state));
  statement.set_period(TextOf(period, "code"));
  statement.set_period_start_date(TextOf(period, "start"));
  statement.set_period_end_date(TextOf(period, "end"));
  statement.set_payee_id(TextOf(payee, "external_id"));
  statement.set_payee_display_name(TextOf(payee, "name"));
  statement.set_payout_date(TextOf(given, "payout_date"));
  statement.mutable_plan()->set_code(TextOf(plan, "code"));
  statement.mutable_plan()->set_version(static_cast<int>(IntegerOf(plan, "version")));
  statement.mutable_plan()->set_role(static_cast<v1::Role>(role));
  statement.mutable_plan()->set_currency_code(TextOf(given, "currency"));
  for (const Json& line : given.at("lines")) {
    BATON_RETURN_IF_ERROR(ParseLine(line, id, statement.add_lines()));
  }
  return statement;
}

}  // namespace baton::payloads
