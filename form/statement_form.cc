#include "form/statement_form.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "form/sha256.h"

namespace baton::form {
namespace {

// The form's version. A change of the form is a change of this, for statements published later.
constexpr absl::string_view kHeading = "baton-statement: 1\n";

class Form {
 public:
  void Text(absl::string_view field, absl::string_view value) {
    absl::StrAppend(&text_, field, ": ",
                    absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\n", "\\n"}, {"\r", "\\r"}}),
                    "\n");
  }

  void Number(absl::string_view field, int64_t value) {
    absl::StrAppend(&text_, field, ": ", value, "\n");
  }

  void Heading(absl::string_view line) { absl::StrAppend(&text_, line); }

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

// "LINE_STATUS_HELD" without "LINE_STATUS_", in lower case.
std::string EnumWord(const std::string& name, absl::string_view prefix) {
  return name.size() > prefix.size() ? absl::AsciiStrToLower(name.substr(prefix.size())) : "";
}

void WritePlan(const v1::CompPlan& plan, Form* form) {
  form->Text("plan.code", plan.code());
  form->Number("plan.version", plan.version());
  form->Text("plan.role", EnumWord(v1::Role_Name(plan.role()), "ROLE_"));
  form->Text("plan.currency_code", plan.currency_code());
  form->Number("plan.expansion_rate_bp", plan.expansion_rate_bp());
  form->Number("plan.new_business_rate_bp", plan.new_business_rate_bp());
  form->Number("plan.renewal_rate_bp", plan.renewal_rate_bp());
}

void WriteSource(const v1::StatementLine& line, Form* form) {
  form->Text("booking", line.booking());
  form->Text("booking_line", line.booking_line());
  form->Text("attribution", line.attribution());
  form->Number("part", line.part());
  form->Text("account_display_name", line.account_display_name());
  form->Text("crm_opportunity_id", line.crm_opportunity_id());
  form->Text("booked_date", line.booked_date());
}

void WritePool(const v1::PoolFigures& pool, Form* form) {
  form->Text("pool", EnumWord(v1::CompPool_Name(pool.pool()), "COMP_POOL_"));
  form->Number("pool.quarter", pool.quarter());
  form->Number("pool.basis_minor", pool.basis_minor());
  form->Number("pool.actual_minor", pool.actual_minor());
  form->Text("pool.attainment_bp",
             pool.has_attainment_bp() ? absl::StrCat(pool.attainment_bp()) : "");
  form->Number("pool.multiplier_bp", pool.multiplier_bp());
  form->Number("pool.target_to_date_minor", pool.target_to_date_minor());
  form->Number("pool.paid_before_minor", pool.paid_before_minor());
  form->Text("pool.no_basis", pool.no_basis() ? "true" : "false");
}

// What few lines have stands only where it is, so that the others' form stays as it was.
void WriteSpecial(const v1::StatementLine& line, Form* form) {
  if (line.has_pool()) WritePool(line.pool(), form);
  if (line.has_role_weight_bp()) form->Number("role_weight_bp", line.role_weight_bp());
  if (line.booked_earning_minor() != 0) {
    form->Number("booked_earning_minor", line.booked_earning_minor());
  }
  if (!line.booked_currency_code().empty()) {
    form->Text("booked_currency_code", line.booked_currency_code());
  }
  if (!line.other_plan().empty()) form->Text("other_plan", line.other_plan());
  if (!line.correction().empty()) form->Text("correction", line.correction());
  if (!line.spiff().empty()) form->Text("spiff", line.spiff());
}

void WriteLine(const v1::StatementLine& line, Form* form) {
  form->Heading("line\n");
  form->Text("name", line.name());
  form->Number("line_no", line.line_no());
  form->Text("kind", EnumWord(v1::StatementLineKind_Name(line.kind()), "STATEMENT_LINE_KIND_"));
  form->Text("category",
             EnumWord(v1::AttributionCategory_Name(line.category()), "ATTRIBUTION_CATEGORY_"));
  WriteSource(line, form);
  form->Number("part_amount_minor", line.part_amount_minor());
  form->Number("credit_share_bp", line.credit_share_bp());
  form->Number("credited_amount_minor", line.credited_amount_minor());
  form->Text("rate_bp", line.has_rate_bp() ? absl::StrCat(line.rate_bp()) : "");
  form->Number("earning_minor", line.earning_minor());
  form->Number("policy_version", line.policy_version());
  form->Text("status", EnumWord(v1::LineStatus_Name(line.status()), "LINE_STATUS_"));
  form->Text("hold_reason", line.hold_reason());
  form->Text("adjusts_line", line.adjusts_line());
  form->Text("reason_code", line.reason_code());
  for (const v1::ExplanationStep& step : line.explanation()) {
    form->Text("explanation", absl::StrCat(step.rule(), " ", step.text()));
  }
  WriteSpecial(line, form);
}

void WriteTotals(const v1::StatementTotals& totals, Form* form) {
  form->Number("totals.credited_minor", totals.credited_minor());
  form->Number("totals.earned_minor", totals.earned_minor());
  form->Number("totals.held_minor", totals.held_minor());
  form->Number("totals.adjustments_minor", totals.adjustments_minor());
  form->Number("totals.payable_minor", totals.payable_minor());
}

}  // namespace

std::string CanonicalForm(const v1::CompStatement& statement) {
  Form form;
  form.Heading(kHeading);
  form.Text("name", statement.name());
  form.Text("period", statement.period());
  form.Text("period_start_date", statement.period_start_date());
  form.Text("period_end_date", statement.period_end_date());
  form.Text("payee", statement.payee());
  form.Text("payee_display_name", statement.payee_display_name());
  form.Text("payee_id", statement.payee_id());
  WritePlan(statement.plan(), &form);
  form.Text("payout_date", statement.payout_date());
  if (statement.final_statement()) form.Text("final_statement", "true");
  for (const v1::StatementLine& line : statement.lines()) WriteLine(line, &form);
  WriteTotals(statement.totals(), &form);
  return form.Take();
}

std::string StatementDigest(const v1::CompStatement& statement) {
  return Sha256Hex(CanonicalForm(statement));
}

}  // namespace baton::form
