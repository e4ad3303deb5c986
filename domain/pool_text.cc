#include "domain/pool_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "domain/calculation_text.h"
#include "domain/comp_plan.h"
#include "domain/fiscal.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

constexpr int kLastQuarter = 4;

bool IsCompany(const PoolRun& run) { return run.plan().kind() == v1::PLAN_KIND_COMPANY_POOLS; }

// Whose accounts they are, for a sentence's beginning and for its middle.
absl::string_view Accounts(const PoolRun& run) {
  if (IsCompany(run)) return "the company's accounts";
  return run.plan().kind() == v1::PLAN_KIND_TEAM_POOLS ? "your team's accounts" : "your accounts";
}

std::string MboText(const MeasuredMbo& mbo) {
  const std::string counted = absl::StrCat(mbo.count.reached, " of ", mbo.count.of);
  switch (mbo.target.kind()) {
    case v1::MBO_KIND_HEALTH_ADHERENCE:
      return absl::StrCat("Health was observed in ", counted, " account-weeks");
    case v1::MBO_KIND_EBR_COMPLETION:
      return absl::StrCat("An EBR or QBR was held in ", counted, " account-quarters");
    case v1::MBO_KIND_MULTI_THREAD:
      return absl::StrCat(mbo.count.reached, " contacts took part in the last 90 days on ",
                          mbo.count.of, " accounts");
    case v1::MBO_KIND_RISK_PLAYBOOK:
      return absl::StrCat(counted, " turns to red or yellow were answered within 7 days");
    default:
      return "An objective that is not known";
  }
}

// A mean of 2.5 contacts is 25,000 bp.
std::string MboFigure(v1::MboKind kind, int64_t bp) {
  if (kind != v1::MBO_KIND_MULTI_THREAD) return RateText(bp);
  return absl::StrCat(FormatDecimal(bp, 4), " an account");
}

}  // namespace

std::string PoolText::Amount(int64_t amount_minor) const {
  return AmountText(amount_minor, measure_.run.plan().currency_code());
}

std::string PoolText::Days() const {
  const auto first = DateOf(policy_, measure_.window.start);
  const auto last = DateOf(policy_, measure_.window.end - absl::Microseconds(1));
  return absl::StrCat(first.value_or(""), " to ", last.value_or(""));
}

void PoolText::AddShares(const char* pool, int32_t (v1::CompPlan::*weight)() const,
                         int64_t PoolAmounts::*amount, Steps* steps) const {
  for (const PoolShare& share : measure_.pools.shares) {
    const v1::CompPlan& plan = share.plan;
    const int32_t weight_bp = plan.kind() == v1::PLAN_KIND_RENEWALS ? kOneBp : (plan.*weight)();
    std::string text = absl::StrCat("Q", share.quarter, ", plan ", PlanText(plan), ": the ", pool,
                                    " pool's quarter, of ", RateText(weight_bp), " of ",
                                    Amount(plan.variable_minor()), " a year, is ",
                                    Amount(share.of_quarter.*amount));
    if (share.days_held != share.days) {
      absl::StrAppend(&text, "; for ", share.days_held, " of ", share.days, " days ",
                      Amount(share.amounts.*amount));
    }
    steps->push_back(Step("C-6", absl::StrCat(text, ".")));
  }
}

std::string PoolText::Losses() const {
  const BookGrr& grr = measure_.grr;
  if (grr.lost_minor == grr.lost_to_date_minor) return absl::StrCat(Amount(grr.lost_minor));
  return absl::StrCat(Amount(grr.lost_to_date_minor), ", or ", Amount(grr.lost_minor),
                      " for a whole year,");
}

std::string PoolText::GrrMeasure() const {
  const BookGrr& grr = measure_.grr;
  const bool starting =
      IsCompany(measure_.run) || policy_.grr_basis() == v1::GRR_BASIS_STARTING_ARR;
  return starting ? absl::StrCat(Days(), ": of ", Amount(grr.basis_minor), " that ",
                                 Accounts(measure_.run),
                                 " were worth as the time began or as they came into the book, ",
                                 Losses(), " was lost")
                  : absl::StrCat(Days(), ": contracts of ", Amount(grr.basis_minor), " ended on ",
                                 Accounts(measure_.run), "; ", Losses(), " was lost");
}

std::vector<v1::ExplanationStep> PoolText::Grr(const PoolResult& result) const {
  Steps steps;
  AddShares("GRR", &v1::CompPlan::grr_pool_bp, &PoolAmounts::grr_minor, &steps);
  if (result.no_basis) {
    steps.push_back(Step("C-10", absl::StrCat(GrrMeasure(),
                                              ". There is nothing to measure GRR on (no_basis), so "
                                              "the multiplier is 100%.")));
    return steps;
  }
  steps.push_back(
      Step("C-7", absl::StrCat(GrrMeasure(), ": GRR ", RateText(*result.attainment_bp), ".")));
  const bool capped = year_.quarter() < kLastQuarter;
  steps.push_back(Step(
      "C-7",
      absl::StrCat("At a target of ", RateText(measure_.run.plan().grr_target_bp()),
                   " the multiplier is ", RateText(result.multiplier_bp),
                   capped ? "; before Q4 it is at most 100%, and Q4 pays what is above." : ".")));
  return steps;
}

std::vector<v1::ExplanationStep> PoolText::Expansion(const PoolResult& result) const {
  Steps steps;
  AddShares("expansion", &v1::CompPlan::expansion_pool_bp, &PoolAmounts::expansion_minor, &steps);
  const BookExpansion& expansion = measure_.expansion;
  steps.push_back(
      Step("C-8", absl::StrCat("Target: ", RateText(measure_.run.plan().expansion_target_bp()),
                               " a year of the ", Amount(measure_.book.arr_minor), " that ",
                               Accounts(measure_.run),
                               " were worth as the time began; by quarters and "
                               "days as the pool, to date ",
                               Amount(measure_.pools.expansion_target_minor), ".")));
  const bool company = IsCompany(measure_.run);
  steps.push_back(Step(
      "C-8",
      company ? absl::StrCat(Days(), ": gains of ", Amount(expansion.booked_minor),
                             " less losses of ", Amount(expansion.reversed_minor), " are ",
                             Amount(expansion.credited_minor), " beyond 100% NRR.")
              : absl::StrCat(Days(), ": credited ", Amount(expansion.booked_minor),
                             " of expansion and cross-sell, and ", Amount(expansion.extended_minor),
                             " of multi-year uplift that took effect, less ",
                             Amount(expansion.reversed_minor),
                             " taken back: ", Amount(expansion.credited_minor), ".")));
  if (result.no_basis) {
    steps.push_back(
        Step("C-10", "There is no target to measure it on (no_basis), so the multiplier is 100%."));
    return steps;
  }
  std::string text = absl::StrCat("That is ", RateText(*result.attainment_bp), " of the target");
  if (*result.attainment_bp > kOneBp) {
    const bool faster = measure_.ebr_completion_bp >= kAcceleratorEbrCompletionBp;
    absl::StrAppend(&text, "; ", RateText(measure_.ebr_completion_bp),
                    " of the EBRs and QBRs were held, so what is above 100% counts ",
                    faster ? "one and a half times" : "once");
  }
  steps.push_back(
      Step("C-8", absl::StrCat(text, ": multiplier ", RateText(result.multiplier_bp), ".")));
  return steps;
}

std::vector<v1::ExplanationStep> PoolText::Mbo(const PoolResult& result) const {
  Steps steps;
  AddShares("MBO", &v1::CompPlan::mbo_pool_bp, &PoolAmounts::mbo_minor, &steps);
  for (const MeasuredMbo& mbo : measure_.mbos) {
    const v1::MboKind kind = mbo.target.kind();
    steps.push_back(
        Step("C-9", mbo.count.of == 0
                        ? absl::StrCat(MboText(mbo), ": nothing to measure, so it is met.")
                        : absl::StrCat(MboText(mbo), ": ", MboFigure(kind, mbo.actual_bp),
                                       ", target ", MboFigure(kind, mbo.target.target_bp()), ".")));
  }
  if (result.no_basis) {
    steps.push_back(Step(
        "C-10", "No objective has a target to measure (no_basis), so the multiplier is 100%."));
  } else {
    steps.push_back(Step("C-9", absl::StrCat("Each objective counts alike, at most in full: ",
                                             RateText(result.multiplier_bp), ".")));
  }
  return steps;
}

v1::ExplanationStep PoolText::Payout(const PoolResult& result, int64_t paid_before_minor) const {
  return Step("C-10", absl::StrCat("To date ", RateText(result.multiplier_bp), " of ",
                                   Amount(result.target_to_date_minor), ", less ",
                                   Amount(paid_before_minor), " that earlier quarters paid, is ",
                                   Amount(result.payout_minor), " for this quarter."));
}

}  // namespace baton::domain
