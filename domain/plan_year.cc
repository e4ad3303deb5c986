#include "domain/plan_year.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kQuarters = 4;

bool GoesOn(const PoolRun& run, const v1::CompPlan& plan) {
  return run.plan().kind() == plan.kind() && run.plan().currency_code() == plan.currency_code();
}

absl::StatusOr<PoolAmounts> PoolsOfQuarter(const v1::CompPlan& plan, int quarter) {
  const PoolWeights weights = WeightsOf(plan);
  BATON_ASSIGN_OR_RETURN(PoolAmounts pools, PoolsToDate(plan.variable_minor(), weights, quarter));
  if (quarter == 1) return pools;
  BATON_ASSIGN_OR_RETURN(const PoolAmounts before,
                         PoolsToDate(plan.variable_minor(), weights, quarter - 1));
  pools.grr_minor -= before.grr_minor;
  pools.expansion_minor -= before.expansion_minor;
  pools.mbo_minor -= before.mbo_minor;
  return pools;
}

absl::StatusOr<int64_t> TargetOfQuarter(const v1::CompPlan& plan, int quarter,
                                        int64_t book_arr_minor) {
  static constexpr std::array<int64_t, kQuarters> kEqual = {1, 1, 1, 1};
  BATON_ASSIGN_OR_RETURN(const int64_t annual,
                         ApplyRate(plan.expansion_target_bp(), book_arr_minor));
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> quarters, Split(annual, kEqual));
  return quarters[static_cast<size_t>(quarter) - 1];
}

absl::StatusOr<int64_t> OfDaysHeld(const PoolShare& share, int64_t amount_minor) {
  const std::array<int64_t, 2> days = {share.days_held, share.days - share.days_held};
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> parts, Split(amount_minor, days));
  return parts[0];
}

absl::Status Prorate(PoolShare* share) {
  BATON_ASSIGN_OR_RETURN(share->amounts.grr_minor, OfDaysHeld(*share, share->of_quarter.grr_minor));
  BATON_ASSIGN_OR_RETURN(share->amounts.expansion_minor,
                         OfDaysHeld(*share, share->of_quarter.expansion_minor));
  BATON_ASSIGN_OR_RETURN(share->amounts.mbo_minor, OfDaysHeld(*share, share->of_quarter.mbo_minor));
  BATON_ASSIGN_OR_RETURN(share->target_minor, OfDaysHeld(*share, share->target_of_quarter_minor));
  return absl::OkStatus();
}

absl::Status AddShare(PoolShare share, PoolsOfRun* pools) {
  PoolAmounts& sum = pools->to_date;
  BATON_ASSIGN_OR_RETURN(sum.grr_minor, AddMinor(sum.grr_minor, share.amounts.grr_minor));
  BATON_ASSIGN_OR_RETURN(sum.expansion_minor,
                         AddMinor(sum.expansion_minor, share.amounts.expansion_minor));
  BATON_ASSIGN_OR_RETURN(sum.mbo_minor, AddMinor(sum.mbo_minor, share.amounts.mbo_minor));
  BATON_ASSIGN_OR_RETURN(pools->expansion_target_minor,
                         AddMinor(pools->expansion_target_minor, share.target_minor));
  pools->shares.push_back(std::move(share));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> DaysHeld(const v1::Policy& policy, const Quarter& quarter,
                                 const PlanPeriod& period) {
  int64_t days = 0;
  for (absl::CivilDay day = quarter.first_day; day <= quarter.last_day; ++day) {
    BATON_ASSIGN_OR_RETURN(const absl::Time start, StartOfDate(policy, DateText(day)));
    if (period.start <= start && start < period.end) ++days;
  }
  return days;
}

absl::StatusOr<PlanYear> PlanYearTo(const v1::Policy& policy, const Quarter& quarter) {
  const std::string fiscal_year = quarter.code.substr(0, 4);
  const int number = quarter.code.back() - '0';
  PlanYear year;
  for (int i = 1; i <= kQuarters; ++i) {
    BATON_ASSIGN_OR_RETURN(Quarter next, ParseQuarter(policy, absl::StrCat(fiscal_year, "-Q", i)));
    year.year_end = next.end;
    if (i <= number) year.quarters.push_back(std::move(next));
  }
  year.start = year.quarters.front().start;
  year.end = year.quarters.back().end;
  return year;
}

bool HasPools(const v1::CompPlan& plan) {
  switch (plan.kind()) {
    case v1::PLAN_KIND_RENEWALS:
      return plan.variable_minor() > 0;
    case v1::PLAN_KIND_POOLS:
    case v1::PLAN_KIND_TEAM_POOLS:
    case v1::PLAN_KIND_COMPANY_POOLS:
      return plan.variable_minor() > 0 &&
             plan.grr_pool_bp() + plan.expansion_pool_bp() + plan.mbo_pool_bp() > 0;
    default:
      return false;
  }
}

PoolWeights WeightsOf(const v1::CompPlan& plan) {
  if (plan.kind() == v1::PLAN_KIND_RENEWALS) return {kOneBp, 0, 0};
  return {plan.grr_pool_bp(), plan.expansion_pool_bp(), plan.mbo_pool_bp()};
}

std::vector<PoolRun> PoolRuns(absl::Span<const PlanPeriod> periods) {
  std::vector<PoolRun> runs;
  bool goes_on = false;
  for (const PlanPeriod& period : periods) {
    if (!HasPools(period.plan)) {
      goes_on = false;
      continue;
    }
    if (!goes_on || !GoesOn(runs.back(), period.plan)) {
      const int number = static_cast<int>(runs.size()) + 1;
      runs.emplace_back().number = number;
    }
    runs.back().periods.push_back(period);
    goes_on = true;
  }
  return runs;
}

absl::StatusOr<PoolsOfRun> PoolsOfRunToDate(const PlanYear& year, const v1::Policy& policy,
                                            const PoolRun& run, int64_t book_arr_minor) {
  PoolsOfRun pools;
  for (int number = 1; number <= year.quarter(); ++number) {
    const Quarter& quarter = year.quarters[static_cast<size_t>(number) - 1];
    for (const PlanPeriod& period : run.periods) {
      PoolShare share;
      share.quarter = number;
      share.plan = period.plan;
      share.days = quarter.last_day - quarter.first_day + 1;
      BATON_ASSIGN_OR_RETURN(share.days_held, DaysHeld(policy, quarter, period));
      if (share.days_held == 0) continue;
      BATON_ASSIGN_OR_RETURN(share.of_quarter, PoolsOfQuarter(period.plan, number));
      BATON_ASSIGN_OR_RETURN(share.target_of_quarter_minor,
                             TargetOfQuarter(period.plan, number, book_arr_minor));
      BATON_RETURN_IF_ERROR(Prorate(&share));
      BATON_RETURN_IF_ERROR(AddShare(std::move(share), &pools));
    }
  }
  return pools;
}

}  // namespace baton::domain
