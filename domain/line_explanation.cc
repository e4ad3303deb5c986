#include "domain/line_explanation.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/comp_plan.h"
#include "domain/credit_wording.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

void AddInput(absl::string_view label, absl::string_view value, v1::LineExplanation* explanation) {
  if (value.empty()) return;
  v1::ExplainedInput& input = *explanation->add_inputs();
  input.set_label(std::string(label));
  input.set_value(std::string(value));
}

void AddRule(const std::string& rule, v1::LineExplanation* explanation) {
  const auto& rules = explanation->rules();
  if (rule.empty() || std::find(rules.begin(), rules.end(), rule) != rules.end()) return;
  explanation->add_rules(rule);
}

void AddStep(const v1::ExplanationStep& step, v1::LineExplanation* explanation) {
  *explanation->add_steps() = step;
  AddRule(step.rule(), explanation);
}

std::string KindText(const v1::StatementLine& line) {
  return absl::StrReplaceAll(LineKindName(line.kind()), {{"_", " "}});
}

std::string StandsText(const v1::StatementLine& line) {
  if (line.status() == v1::LINE_STATUS_PAYABLE) return "payable";
  return absl::StrCat("held: ", absl::StrReplaceAll(line.hold_reason(), {{"_", " "}}));
}

// "Earning of 4,800.00 USD for harborline, net-new expansion, booked 2027-03-11; payable." ARR
// credited is in `booked_currency`.
std::string Summary(const v1::CompStatement& statement, const v1::StatementLine& line,
                    const std::string& booked_currency) {
  const bool credit = line.kind() == v1::STATEMENT_LINE_KIND_CREDIT;
  std::string text = KindText(line);
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  absl::StrAppend(&text, " of ",
                  credit ? AmountText(line.credited_amount_minor(), booked_currency)
                         : AmountText(line.earning_minor(), statement.plan().currency_code()));
  if (!line.account_display_name().empty()) {
    absl::StrAppend(&text, " for ", line.account_display_name());
  }
  if (line.category() != v1::ATTRIBUTION_CATEGORY_UNSPECIFIED) {
    absl::StrAppend(&text, ", ", CategoryText(line.category()));
  }
  if (!line.booked_date().empty()) absl::StrAppend(&text, ", booked ", line.booked_date());
  return absl::StrCat(text, "; ", StandsText(line), ".");
}

// ARR of a part is in the booking's currency, credit of a line too.
std::string BookedCurrency(const v1::CompStatement& statement, const v1::StatementLine& line,
                           const v1::Attribution* attribution) {
  if (attribution != nullptr) return attribution->currency_code();
  return line.booked_currency_code().empty() ? statement.plan().currency_code()
                                             : line.booked_currency_code();
}

void AddCreditInputs(const v1::StatementLine& line, const std::string& currency,
                     v1::LineExplanation* explanation) {
  if (line.booking().empty()) return;
  AddInput("booking",
           absl::StrCat(std::string(ShortName(line.booking())), ", booked ", line.booked_date()),
           explanation);
  AddInput("SPIFF", line.spiff(), explanation);
  AddInput("ARR of the part", AmountText(line.part_amount_minor(), currency), explanation);
  if (line.part() == 0) return;  // on the booking as a whole: nothing is shared
  AddInput("payee's share", RateText(line.credit_share_bp()), explanation);
  if (line.has_role_weight_bp()) {
    AddInput("weight within the role", RateText(line.role_weight_bp()), explanation);
  }
  AddInput("ARR credited", AmountText(line.credited_amount_minor(), currency), explanation);
}

// C-1. Whether the line is a CSM's share of the AE's commission.
bool IsSignalCredit(const v1::StatementLine& line) {
  return absl::EndsWith(line.name(), "~signal_credit");
}

void AddEarningInputs(const v1::CompStatement& statement, const v1::StatementLine& line,
                      v1::LineExplanation* explanation) {
  if (line.has_rate_bp()) {
    AddInput(IsSignalCredit(line) ? "share of the AE's commission" : "rate",
             RateText(line.rate_bp()), explanation);
  }
  if (!line.booked_currency_code().empty()) {
    AddInput("earning before conversion",
             AmountText(line.booked_earning_minor(), line.booked_currency_code()), explanation);
  }
  AddInput("earning", AmountText(line.earning_minor(), statement.plan().currency_code()),
           explanation);
}

void AddPoolInputs(const v1::PoolFigures& pool, const std::string& currency,
                   v1::LineExplanation* explanation) {
  AddInput("quarter of the plan year", absl::StrCat(pool.quarter()), explanation);
  AddInput("measured on", AmountText(pool.basis_minor(), currency), explanation);
  AddInput("against it", AmountText(pool.actual_minor(), currency), explanation);
  AddInput("attainment", pool.has_attainment_bp() ? RateText(pool.attainment_bp()) : "none",
           explanation);
  AddInput("multiplier", RateText(pool.multiplier_bp()), explanation);
  AddInput("pool to date at target", AmountText(pool.target_to_date_minor(), currency),
           explanation);
  AddInput("paid by earlier quarters", AmountText(pool.paid_before_minor(), currency), explanation);
}

void AddCorrectionInputs(const v1::Correction& correction, v1::LineExplanation* explanation) {
  AddInput("manual correction", std::string(ShortName(correction.name())), explanation);
  AddInput("entered for", correction.period(), explanation);
  AddInput("documented in", correction.reference(), explanation);
  AddInput("about", correction.line(), explanation);
}

bool Repeats(const v1::LineExplanation& explanation, const v1::ExplanationStep& step) {
  return std::any_of(explanation.steps().begin(), explanation.steps().end(),
                     [&step](const v1::ExplanationStep& other) {
                       return other.rule() == step.rule() && other.text() == step.text();
                     });
}

// Another role's credit is not the payee's affair (C-17).
bool IsOthers(const v1::CompStatement& statement, const v1::ExplanationStep& step) {
  return absl::StartsWith(step.text(), statement.plan().role() == v1::ROLE_AE ? kCsmStep : kAeStep);
}

void AddAttribution(const v1::CompStatement& statement, const v1::StatementLine& line,
                    const v1::Attribution& attribution, v1::LineExplanation* explanation) {
  const auto add = [&](const v1::ExplanationStep& step) {
    if (IsOthers(statement, step) || Repeats(*explanation, step)) return;
    *explanation->add_attribution_steps() = step;
    AddRule(step.rule(), explanation);
  };
  for (const v1::ExplanationStep& step : attribution.explanation()) add(step);
  for (const v1::AttributionPart& part : attribution.parts()) {
    if (line.part() != 0 && part.part() != line.part()) continue;
    for (const v1::ExplanationStep& step : part.explanation()) add(step);
  }
}

struct Total {
  absl::string_view field;
  absl::string_view words;
  int64_t (v1::StatementTotals::*get)() const;
  bool (*counts)(const v1::StatementLine& line);
};

constexpr Total kTotals[] = {
    {"credited_minor", "ARR credited on payable lines", &v1::StatementTotals::credited_minor,
     &CountsAsCredited},
    {"earned_minor", "everything earned in the quarter, held lines too",
     &v1::StatementTotals::earned_minor,
     [](const v1::StatementLine& line) { return !IsAdjustment(line); }},
    {"held_minor", "what is held", &v1::StatementTotals::held_minor,
     [](const v1::StatementLine& line) { return !IsPayable(line); }},
    {"adjustments_minor", "what corrects earlier statements, and draws",
     &v1::StatementTotals::adjustments_minor, &IsAdjustment},
    {"payable_minor", "earned - held + adjustments", &v1::StatementTotals::payable_minor,
     &IsPayable},
};

const Total* FindTotal(absl::string_view field) {
  const auto found = std::find_if(std::begin(kTotals), std::end(kTotals),
                                  [field](const Total& total) { return total.field == field; });
  return found == std::end(kTotals) ? nullptr : found;
}

absl::Status RefuseField() {
  Violations violations;
  violations.Add("field",
                 "must be credited_minor, earned_minor, held_minor, adjustments_minor or "
                 "payable_minor");
  return violations.ToStatus();
}

// Adds the lines that count, and answers their sum.
absl::StatusOr<int64_t> AddAddends(const v1::CompStatement& statement, const Total& total,
                                   v1::LineExplanation* explanation) {
  const bool credit = total.field == "credited_minor";
  int64_t sum = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    const int64_t minor = credit ? line.credited_amount_minor() : line.earning_minor();
    if (!total.counts(line) || minor == 0) continue;
    BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, minor));
    v1::ExplainedInput& addend = *explanation->add_addends();
    addend.set_label(line.name());
    addend.set_value(AmountText(minor, statement.plan().currency_code()));
  }
  return sum;
}

}  // namespace

v1::LineExplanation ExplainLine(const v1::CompStatement& statement, const v1::StatementLine& line,
                                const LineSources& sources) {
  const v1::Attribution* attribution = sources.attribution;
  v1::LineExplanation explanation;
  const std::string booked_currency = BookedCurrency(statement, line, attribution);
  explanation.set_name(line.name());
  explanation.set_summary(Summary(statement, line, booked_currency));
  explanation.set_policy_version(line.policy_version());
  *explanation.mutable_plan() = statement.plan();
  *explanation.mutable_line() = line;
  const std::string& currency = statement.plan().currency_code();
  AddCreditInputs(line, booked_currency, &explanation);
  if (line.has_pool()) AddPoolInputs(line.pool(), currency, &explanation);
  if (sources.correction != nullptr) AddCorrectionInputs(*sources.correction, &explanation);
  AddEarningInputs(statement, line, &explanation);
  AddInput("plan", line.other_plan().empty() ? PlanText(statement.plan()) : line.other_plan(),
           &explanation);
  AddInput("corrects", line.adjusts_line(), &explanation);
  for (const v1::ExplanationStep& step : line.explanation()) AddStep(step, &explanation);
  if (line.has_rate_bp() && line.earning_minor() != 0) {
    AddStep(Step("X-2", "Rounded half to even to the minor unit, once, at the end."), &explanation);
  }
  if (attribution != nullptr) AddAttribution(statement, line, *attribution, &explanation);
  return explanation;
}

absl::StatusOr<v1::LineExplanation> ExplainTotal(const v1::CompStatement& statement,
                                                 absl::string_view field) {
  const Total* total = FindTotal(field.empty() ? "payable_minor" : field);
  if (total == nullptr) return RefuseField();
  v1::LineExplanation explanation;
  explanation.set_name(statement.name());
  explanation.set_field(std::string(total->field));
  *explanation.mutable_plan() = statement.plan();
  BATON_ASSIGN_OR_RETURN(const int64_t sum, AddAddends(statement, *total, &explanation));
  const std::string& currency = statement.plan().currency_code();
  const v1::StatementTotals& totals = statement.totals();
  if (sum != (totals.*total->get)()) {
    return absl::InternalError(
        absl::StrCat("C-15: ", statement.name(), " states ", (totals.*total->get)(), " as ",
                     std::string(total->field), ", its lines add up to ", sum));
  }
  explanation.set_summary(absl::StrCat(AmountText(sum, currency), ": ", total->words, ", ",
                                       explanation.addends_size(), " lines."));
  for (const Total& one : kTotals) {
    AddInput(one.field, AmountText((totals.*one.get)(), currency), &explanation);
  }
  AddStep(Step("C-15", "Earned - held + adjustments = payable; the lines add up to each sum."),
          &explanation);
  return explanation;
}

}  // namespace baton::domain
