// The plan year: what each pool of a payee is worth to date, as plans join, change and leave (C-6,
// C-8). The figures against which it is paid are book_figures.h's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "domain/plan_period.h"
#include "domain/pools.h"

namespace baton::domain {

// A fiscal year up to one of its quarters.
struct PlanYear {
  // From the first to the one asked for.
  std::vector<Quarter> quarters;
  absl::Time start;
  // Of the last quarter given; of the whole year.
  absl::Time end;
  absl::Time year_end;

  // 1 to 4.
  int quarter() const { return static_cast<int>(quarters.size()); }
};

// InvalidArgument as ParseQuarter.
absl::StatusOr<PlanYear> PlanYearTo(const v1::Policy& policy, const Quarter& quarter);

// Whether the plan has variable pay in pools.
bool HasPools(const v1::CompPlan& plan);

// The weights of its pools; a plan of kind RENEWALS has a GRR pool alone (C-13).
PoolWeights WeightsOf(const v1::CompPlan& plan);

// Plans of one year that are measured on the same kind of book and paid in the same currency, one
// after the other. A gap between them ends nothing; a plan of another kind or without pools does.
struct PoolRun {
  // Within the year, from 1.
  int number = 1;
  // At least one, by time.
  std::vector<PlanPeriod> periods;

  absl::Time start() const { return periods.front().start; }
  absl::Time end() const { return periods.back().end; }
  // The plan whose targets count (C-7, C-9): the last.
  const v1::CompPlan& plan() const { return periods.back().plan; }
};

// The runs of a payee's plans, which come by time.
std::vector<PoolRun> PoolRuns(absl::Span<const PlanPeriod> periods);

// What one plan gives for one quarter.
struct PoolShare {
  // 1 to 4.
  int quarter = 1;
  v1::CompPlan plan;
  // Days of the quarter that begin within the plan's time, in the policy's zone, and all its days.
  int64_t days_held = 0;
  int64_t days = 0;
  // The quarter's part of the year's pools, and of it what the days held give.
  PoolAmounts of_quarter;
  PoolAmounts amounts;
  // The same of the expansion target.
  int64_t target_of_quarter_minor = 0;
  int64_t target_minor = 0;
};

// How many days of the quarter begin within the period, in the policy's zone.
absl::StatusOr<int64_t> DaysHeld(const v1::Policy& policy, const Quarter& quarter,
                                 const PlanPeriod& period);

// A run's pools, plan year to date.
struct PoolsOfRun {
  // By quarter and time; shares without a day are left out.
  std::vector<PoolShare> shares;
  PoolAmounts to_date;
  // C-8. Of the expansion pool.
  int64_t expansion_target_minor = 0;
};

// C-6, C-8. Each plan's pools and expansion target are split over the year's four quarters by X-1.
// Of a quarter that the plan does not hold throughout it gives the first of one X-1 split by
// {days held, days not held}. `book_arr_minor`, 0 or more, is the ARR that the expansion target is
// a share of. Errors as PoolsToDate.
absl::StatusOr<PoolsOfRun> PoolsOfRunToDate(const PlanYear& year, const v1::Policy& policy,
                                            const PoolRun& run, int64_t book_arr_minor);

}  // namespace baton::domain
