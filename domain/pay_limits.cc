#include "domain/pay_limits.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/comp_plan.h"
#include "domain/money.h"
#include "domain/plan_year.h"
#include "domain/pool_lines.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// An amount of the plans of a quarter, and how it comes about.
struct Limit {
  int64_t minor = 0;
  std::vector<v1::ExplanationStep> steps;
};

struct Limits {
  // No cap where one of the quarter's plans has none.
  bool capped = false;
  Limit cap;
  Limit guarantee;
  Limit draw;
  Limit recoverable_draw;
};

bool IsQuartersPay(const v1::StatementLine& line) {
  if (line.status() != v1::LINE_STATUS_PAYABLE) return false;
  switch (line.kind()) {
    case v1::STATEMENT_LINE_KIND_EARNING:
    case v1::STATEMENT_LINE_KIND_BONUS:
    case v1::STATEMENT_LINE_KIND_POOL:
      return true;
    case v1::STATEMENT_LINE_KIND_ADJUSTMENT:
      return line.reason_code() == kHoldReleased || line.reason_code() == kTrueUp;
    default:
      return false;
  }
}

absl::StatusOr<int64_t> PayOf(const v1::CompStatement& statement) {
  int64_t pay_minor = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    if (!IsQuartersPay(line)) continue;
    BATON_ASSIGN_OR_RETURN(pay_minor, AddMinor(pay_minor, line.earning_minor()));
  }
  return pay_minor;
}

// Gathers what the plans of a quarter say.
class LimitReader {
 public:
  LimitReader(const StatementInput& input)
      : input_(input), days_(input.quarter.last_day - input.quarter.first_day + 1) {}

  absl::StatusOr<Limits> Read() {
    limits_.capped = true;
    bool any = false;
    for (const PlanPeriod& period : input_.plan_periods) {
      BATON_ASSIGN_OR_RETURN(days_held_, DaysHeld(input_.policy, input_.quarter, period));
      if (days_held_ == 0) continue;
      any = true;
      BATON_RETURN_IF_ERROR(AddPlan(period.plan));
    }
    limits_.capped = limits_.capped && any;
    return std::move(limits_);
  }

 private:
  absl::Status AddPlan(const v1::CompPlan& plan) {
    if (plan.currency_code() != input_.plan.currency_code()) {
      limits_.capped = false;
      return absl::OkStatus();
    }
    if (plan.cap_minor() == 0) limits_.capped = false;
    BATON_RETURN_IF_ERROR(Add(plan, "cap", plan.cap_minor(), &limits_.cap));
    BATON_RETURN_IF_ERROR(Add(plan, "guarantee", plan.guarantee_minor(), &limits_.guarantee));
    return Add(plan, plan.draw_recoverable() ? "recoverable draw" : "draw", plan.draw_minor(),
               plan.draw_recoverable() ? &limits_.recoverable_draw : &limits_.draw);
  }

  absl::Status Add(const v1::CompPlan& plan, absl::string_view what, int64_t minor,
                   Limit* limit) const {
    if (minor == 0) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split,
                           Split(minor, {days_held_, days_ - days_held_}));
    BATON_ASSIGN_OR_RETURN(limit->minor, AddMinor(limit->minor, split[0]));
    std::string text = absl::StrCat("The ", what, " of ", PlanText(plan), " is ",
                                    AmountText(minor, plan.currency_code()), " a quarter");
    if (days_held_ < days_) {
      absl::StrAppend(&text, "; for ", days_held_, " of its ", days_, " days ",
                      AmountText(split[0], plan.currency_code()));
    }
    limit->steps.push_back(Step("C-20", absl::StrCat(text, ".")));
    return absl::OkStatus();
  }

  const StatementInput& input_;
  const int64_t days_;  // of the quarter
  int64_t days_held_ = 0;
  Limits limits_;
};

// Writes the lines of one statement.
class Writer {
 public:
  Writer(const LineOwner& owner, const StatementInput& input, const Limits& limits,
         v1::CompStatement* statement)
      : owner_(owner), input_(input), limits_(limits), statement_(*statement) {}

  absl::Status Write() {
    BATON_ASSIGN_OR_RETURN(pay_minor_, PayOf(statement_));
    BATON_RETURN_IF_ERROR(Cap());
    BATON_RETURN_IF_ERROR(Guarantee());
    return Draw();
  }

 private:
  std::string Amount(int64_t minor) const { return AmountText(minor, owner_.plan.currency_code()); }

  // Adds a line, whose amount the pay then has too; a DRAW's is no pay.
  v1::StatementLine* Add(v1::StatementLineKind kind, absl::string_view tail, int64_t minor,
                         const std::vector<v1::ExplanationStep>& steps) {
    v1::StatementLine& line = *statement_.add_lines();
    line.set_name(absl::StrCat(owner_.statement, "/lines/", owner_.period, "~",
                               std::string(ShortName(owner_.payee)), "~~0~", tail));
    line.set_kind(kind);
    line.set_status(v1::LINE_STATUS_PAYABLE);
    line.set_policy_version(input_.policy.version());
    line.set_earning_minor(minor);
    line.mutable_explanation()->Assign(steps.begin(), steps.end());
    return &line;
  }

  absl::Status Cap() {
    if (!limits_.capped || limits_.cap.minor <= 0 || pay_minor_ <= limits_.cap.minor) {
      return absl::OkStatus();
    }
    BATON_ASSIGN_OR_RETURN(const int64_t minor, SubtractMinor(limits_.cap.minor, pay_minor_));
    v1::StatementLine* line = Add(v1::STATEMENT_LINE_KIND_CAP, "cap", minor, limits_.cap.steps);
    *line->add_explanation() =
        Step("C-20", absl::StrCat("The quarter's pay is ", Amount(pay_minor_), ", the cap ",
                                  Amount(limits_.cap.minor), "; what is above it is taken off."));
    pay_minor_ = limits_.cap.minor;
    return absl::OkStatus();
  }

  absl::Status Guarantee() {
    if (pay_minor_ >= limits_.guarantee.minor || limits_.guarantee.minor == 0) {
      return absl::OkStatus();
    }
    BATON_ASSIGN_OR_RETURN(const int64_t minor, SubtractMinor(limits_.guarantee.minor, pay_minor_));
    v1::StatementLine* line =
        Add(v1::STATEMENT_LINE_KIND_GUARANTEE, "guarantee", minor, limits_.guarantee.steps);
    *line->add_explanation() =
        Step("C-20", absl::StrCat("The quarter's pay is ", Amount(pay_minor_), ", the guarantee ",
                                  Amount(limits_.guarantee.minor), "; what lacks is added."));
    pay_minor_ = limits_.guarantee.minor;
    return absl::OkStatus();
  }

  absl::Status Draw() {
    BATON_ASSIGN_OR_RETURN(const auto balances, DrawBalances(input_.published));
    const auto balance = balances.find(owner_.plan.currency_code());
    if (balance != balances.end()) balance_minor_ = balance->second;
    BATON_ASSIGN_OR_RETURN(draw_minor_,
                           AddMinor(limits_.draw.minor, limits_.recoverable_draw.minor));
    if (draw_minor_ > 0 && pay_minor_ < draw_minor_) return Advance();
    return Recover();
  }

  void Explain(absl::string_view text, v1::StatementLine* line) {
    *line->add_explanation() = Step("C-20", text);
  }

  absl::Status Advance() {
    BATON_ASSIGN_OR_RETURN(const int64_t lacks_minor, SubtractMinor(draw_minor_, pay_minor_));
    BATON_ASSIGN_OR_RETURN(
        const std::vector<int64_t> split,
        Split(lacks_minor, {limits_.draw.minor, limits_.recoverable_draw.minor}));
    const std::string text = absl::StrCat("The quarter's pay is ", Amount(pay_minor_),
                                          ", the draw ", Amount(draw_minor_), "; ");
    if (split[0] > 0) {
      v1::StatementLine* line = AddDraw(kDraw, split[0], limits_.draw.steps);
      Explain(absl::StrCat(text, Amount(split[0]), " is added and never paid back."), line);
    }
    if (split[1] > 0) {
      v1::StatementLine* line = AddDraw(kDrawRecoverable, split[1], limits_.recoverable_draw.steps);
      Explain(absl::StrCat(text, Amount(split[1]), " is advanced."), line);
      return ExplainBalance(split[1], line);
    }
    return absl::OkStatus();
  }

  absl::Status Recover() {
    const int64_t kept_minor = std::max(draw_minor_, limits_.guarantee.minor);
    if (balance_minor_ <= 0 || pay_minor_ <= kept_minor) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const int64_t above_minor, SubtractMinor(pay_minor_, kept_minor));
    const int64_t recovered_minor = std::min(balance_minor_, above_minor);
    std::vector<v1::ExplanationStep> steps = limits_.draw.steps;
    for (const Limit* limit : {&limits_.recoverable_draw, &limits_.guarantee}) {
      steps.insert(steps.end(), limit->steps.begin(), limit->steps.end());
    }
    v1::StatementLine* line = AddDraw(kDrawRecovered, -recovered_minor, steps);
    Explain(absl::StrCat("The quarter's pay is ", Amount(pay_minor_), ", of which ",
                         Amount(kept_minor), " is kept as draw and guarantee; ",
                         Amount(recovered_minor), " of the rest pays back earlier draws."),
            line);
    return ExplainBalance(-recovered_minor, line);
  }

  // The first DRAW line of a quarter is ~draw, another ~draw-2.
  v1::StatementLine* AddDraw(absl::string_view reason, int64_t minor,
                             const std::vector<v1::ExplanationStep>& steps) {
    const std::string tail = ++draw_lines_ == 1 ? "draw" : absl::StrCat("draw-", draw_lines_);
    v1::StatementLine* line = Add(v1::STATEMENT_LINE_KIND_DRAW, tail, minor, steps);
    line->set_reason_code(std::string(reason));
    return line;
  }

  absl::Status ExplainBalance(int64_t change_minor, v1::StatementLine* line) {
    BATON_ASSIGN_OR_RETURN(const int64_t after_minor, AddMinor(balance_minor_, change_minor));
    Explain(
        absl::StrCat("Still to be paid back: ", Amount(balance_minor_),
                     " before, as published statements stand, ", Amount(after_minor), " after."),
        line);
    return absl::OkStatus();
  }

  const LineOwner& owner_;
  const StatementInput& input_;
  const Limits& limits_;
  v1::CompStatement& statement_;
  int64_t pay_minor_ = 0;
  int64_t draw_minor_ = 0;
  int64_t balance_minor_ = 0;
  int draw_lines_ = 0;
};

}  // namespace

absl::Status AddPayLimits(const LineOwner& owner, const StatementInput& input,
                          v1::CompStatement* statement) {
  if (statement->final_statement()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const Limits limits, LimitReader(input).Read());
  return Writer(owner, input, limits, statement).Write();
}

absl::StatusOr<std::map<std::string, int64_t>> DrawBalances(
    absl::Span<const v1::CompStatement> published) {
  std::map<std::string, int64_t> balances;
  for (const v1::CompStatement& statement : published) {
    for (const v1::StatementLine& line : statement.lines()) {
      if (line.kind() != v1::STATEMENT_LINE_KIND_DRAW || line.reason_code() == kDraw) continue;
      int64_t& balance_minor = balances[statement.plan().currency_code()];
      BATON_ASSIGN_OR_RETURN(balance_minor, AddMinor(balance_minor, line.earning_minor()));
    }
  }
  return balances;
}

}  // namespace baton::domain
