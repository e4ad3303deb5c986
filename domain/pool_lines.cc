#include "domain/pool_lines.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/calculation_text.h"
#include "domain/comp_plan.h"
#include "domain/money.h"
#include "domain/pool_text.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// "pool-grr"; of a year's second run "pool-grr-2".
std::string KindName(v1::CompPool pool, int run_number) {
  std::string name = "pool-mbo";
  if (pool == v1::COMP_POOL_GRR) name = "pool-grr";
  if (pool == v1::COMP_POOL_EXPANSION) name = "pool-expansion";
  if (run_number > 1) absl::StrAppend(&name, "-", run_number);
  return name;
}

// C-14. As the names of other lines, with "pools" where those have the attribution.
std::string LineName(const LineOwner& owner, absl::string_view kind) {
  return absl::StrCat(owner.statement, "/lines/", owner.period, "~",
                      std::string(ShortName(owner.payee)), "~pools~0~", kind);
}

int64_t& AmountOf(v1::CompPool pool, PoolAmounts* amounts) {
  if (pool == v1::COMP_POOL_GRR) return amounts->grr_minor;
  return pool == v1::COMP_POOL_EXPANSION ? amounts->expansion_minor : amounts->mbo_minor;
}

// As a line shows it: a target of a cent can be met more often than 32 bits hold. What is paid goes
// by the whole figure.
int32_t ShownBp(int64_t bp) {
  return static_cast<int32_t>(std::clamp<int64_t>(bp, std::numeric_limits<int32_t>::min(),
                                                  std::numeric_limits<int32_t>::max()));
}

// Writes the lines of one run.
class Writer {
 public:
  Writer(const LineOwner& owner, const PlanYear& year, const v1::Policy& policy,
         const PoolMeasure& measure, const PoolAmounts& paid_before)
      : owner_(owner),
        year_(year),
        policy_(policy),
        measure_(measure),
        paid_before_(paid_before),
        text_(year, policy, measure) {}

  absl::StatusOr<std::vector<v1::StatementLine>> Write() {
    BATON_ASSIGN_OR_RETURN(const PoolsResult result,
                           DecideRun(measure_, policy_, year_.quarter(), paid_before_));
    Add(v1::COMP_POOL_GRR, result.grr, text_.Grr(result.grr));
    Add(v1::COMP_POOL_EXPANSION, result.expansion, text_.Expansion(result.expansion));
    Add(v1::COMP_POOL_MBO, result.mbo, text_.Mbo(result.mbo));
    return std::move(lines_);
  }

 private:
  bool HoldsNow() const {
    for (const PoolShare& share : measure_.pools.shares) {
      if (share.quarter == year_.quarter()) return true;
    }
    return false;
  }

  v1::PoolFigures FiguresOf(v1::CompPool pool, const PoolResult& result) {
    v1::PoolFigures figures;
    figures.set_pool(pool);
    figures.set_quarter(year_.quarter());
    if (pool == v1::COMP_POOL_GRR) {
      figures.set_basis_minor(measure_.grr.basis_minor);
      figures.set_actual_minor(measure_.grr.lost_minor);
    } else if (pool == v1::COMP_POOL_EXPANSION) {
      figures.set_basis_minor(measure_.pools.expansion_target_minor);
      figures.set_actual_minor(measure_.expansion.credited_minor);
    }
    if (result.attainment_bp.has_value()) {
      figures.set_attainment_bp(ShownBp(*result.attainment_bp));
    }
    figures.set_multiplier_bp(ShownBp(result.multiplier_bp));
    figures.set_target_to_date_minor(result.target_to_date_minor);
    figures.set_paid_before_minor(AmountOf(pool, &paid_before_));
    figures.set_no_basis(result.no_basis);
    return figures;
  }

  std::set<std::string> MissingOf(v1::CompPool pool) const {
    std::set<std::string> missing;
    if (pool == v1::COMP_POOL_GRR) {
      missing.insert(measure_.grr.missing.begin(), measure_.grr.missing.end());
    } else if (pool == v1::COMP_POOL_EXPANSION) {
      missing.insert(measure_.expansion.missing.begin(), measure_.expansion.missing.end());
      missing.insert(measure_.book.missing.begin(), measure_.book.missing.end());
    }
    return missing;
  }

  void Keep(v1::CompPool pool, v1::StatementLine line) {
    const std::set<std::string> missing = MissingOf(pool);
    if (missing.empty()) {
      line.set_status(v1::LINE_STATUS_PAYABLE);
    } else {
      line.set_status(v1::LINE_STATUS_HELD);
      line.set_hold_reason(std::string(kHeldNoRate));
      *line.add_explanation() =
          Step("C-21", absl::StrCat("Held: without an exchange rate to ",
                                    measure_.run.plan().currency_code(),
                                    ", and left out: ", absl::StrJoin(missing, ", "), "."));
    }
    lines_.push_back(std::move(line));
  }

  void Add(v1::CompPool pool, const PoolResult& result, std::vector<v1::ExplanationStep> steps) {
    const bool stands = HoldsNow() && result.target_to_date_minor > 0;
    if (!stands && result.payout_minor == 0) return;
    v1::StatementLine line;
    line.set_name(LineName(owner_, KindName(pool, measure_.run.number)));
    line.set_kind(v1::STATEMENT_LINE_KIND_POOL);
    line.set_policy_version(policy_.version());
    if (PlanText(measure_.run.plan()) != PlanText(owner_.plan)) {
      line.set_other_plan(PlanText(measure_.run.plan()));
    }
    line.set_earning_minor(result.payout_minor);
    *line.mutable_pool() = FiguresOf(pool, result);
    line.mutable_explanation()->Assign(steps.begin(), steps.end());
    *line.add_explanation() = text_.Payout(result, AmountOf(pool, &paid_before_));
    if (result.payout_minor < 0) {
      line.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
      line.set_reason_code(std::string(kTrueUp));
      *line.add_explanation() = Step(
          "C-10", "Earlier quarters paid more than the year to date gives; this takes it back.");
    }
    Keep(pool, std::move(line));
  }

  const LineOwner& owner_;
  const PlanYear& year_;
  const v1::Policy& policy_;
  const PoolMeasure& measure_;
  PoolAmounts paid_before_;
  const PoolText text_;
  std::vector<v1::StatementLine> lines_;
};

}  // namespace

absl::StatusOr<PoolAmounts> PaidBefore(absl::Span<const v1::StatementLine> lines, int run_number) {
  PoolAmounts paid;
  for (const v1::StatementLine& line : lines) {
    if (!line.has_pool() || line.status() != v1::LINE_STATUS_PAYABLE) continue;
    const std::string kind = absl::StrCat("~", KindName(line.pool().pool(), run_number));
    if (!absl::EndsWith(line.name(), kind)) continue;
    int64_t& amount = AmountOf(line.pool().pool(), &paid);
    BATON_ASSIGN_OR_RETURN(amount, AddMinor(amount, line.earning_minor()));
  }
  return paid;
}

absl::StatusOr<std::vector<v1::StatementLine>> PoolLines(const LineOwner& owner,
                                                         const PlanYear& year,
                                                         const v1::Policy& policy,
                                                         const PoolMeasure& measure,
                                                         const PoolAmounts& paid_before) {
  if (measure.run.plan().currency_code() != owner.plan.currency_code()) {
    return std::vector<v1::StatementLine>();
  }
  return Writer(owner, year, policy, measure, paid_before).Write();
}

}  // namespace baton::domain
