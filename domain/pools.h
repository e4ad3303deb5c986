// A CSM's variable pay: the three pools of a plan and their quarterly true-up (C-6 to C-10).
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace baton::domain {

// C-9. The most MBOs of one plan, and the largest target or figure of one, in bp (a mean of 100
// contacts is 1,000,000).
inline constexpr size_t kMaxMbos = 5;
inline constexpr int64_t kMaxMboBp = 1'000'000;
inline constexpr int64_t kMaxMboOf = 1'000'000'000'000;

// C-8. Below this share of EBRs and QBRs held, over-achievement of the expansion target does not
// count one and a half times.
inline constexpr int64_t kAcceleratorEbrCompletionBp = 8'000;

// C-7. How the multiplier runs from the target on both sides.
enum class GrrCurve { kLinear, kStep };

// C-6. Shares of the annual variable; they add up to 10,000.
struct PoolWeights {
  int64_t grr_bp = 4'500;
  int64_t expansion_bp = 3'500;
  int64_t mbo_bp = 2'000;
};

// C-7. Of the book, plan year to date.
struct GrrFigures {
  // The ARR that losses are measured on; 0 is no basis (C-10).
  int64_t basis_arr_minor = 0;
  int64_t lost_arr_minor = 0;
  int64_t target_bp = 9'500;
  GrrCurve curve = GrrCurve::kLinear;
};

// C-8, plan year to date. A target of 0 is no basis (C-10).
struct ExpansionFigures {
  int64_t credited_minor = 0;
  int64_t target_minor = 0;
  // EBRs and QBRs held, of those due.
  int64_t ebr_completion_bp = 0;
};

// C-9. One objective, whose actual figure is exactly actual_bp / of. A target of 0 is met; if all
// are 0 there is no basis (C-10).
struct MboFigures {
  int64_t actual_bp = 0;
  int64_t target_bp = 0;
  int64_t of = 1;
};

// Amounts by pool.
struct PoolAmounts {
  int64_t grr_minor = 0;
  int64_t expansion_minor = 0;
  int64_t mbo_minor = 0;
};

struct PoolsInput {
  int64_t annual_variable_minor = 0;
  PoolWeights weights;
  // The quarter of the plan year, 1 to 4.
  int quarter = 1;
  GrrFigures grr;
  ExpansionFigures expansion;
  absl::Span<const MboFigures> mbos;
  // What the plan year's earlier quarters paid.
  PoolAmounts paid_before;
};

struct PoolResult {
  // None without a basis.
  std::optional<int64_t> attainment_bp;
  int64_t multiplier_bp = 0;
  // The pool's own part of the annual variable, plan year to date.
  int64_t target_to_date_minor = 0;
  // Of this quarter; negative is an adjustment line.
  int64_t payout_minor = 0;
  bool no_basis = false;
};

struct PoolsResult {
  PoolResult grr;
  PoolResult expansion;
  PoolResult mbo;
};

// C-6. Each pool's part of the annual variable for the first `quarter` quarters: one X-1 split over
// the pools in the order GRR, expansion, MBO, then one over each pool's quarters.
// InvalidArgument: weights that are negative or don't add up to 10,000, no such quarter.
absl::StatusOr<PoolAmounts> PoolsToDate(int64_t annual_variable_minor, const PoolWeights& weights,
                                        int quarter);

// C-7. 5,000 below 90%, 10,000 at the target, 15,000 from 98%, linear between and rounded half to
// even; from a target of 98% or more at once 15,000. The step curve: 5,000 below the target, 10,000
// from it, 15,000 from 98%. Without the cap that holds before Q4.
int64_t GrrMultiplierBp(int64_t attainment_bp, int64_t target_bp, GrrCurve curve);

// C-8. The attainment, not below 0; each bp above 10,000 counts 1.5 times (rounded half to even),
// or once where `ebr_completion_bp` is below 80%. OutOfRange: does not fit.
absl::StatusOr<int64_t> ExpansionMultiplierBp(int64_t attainment_bp, int64_t ebr_completion_bp);

// C-9. The mean of min(actual / target, 1), taken exactly and rounded once, half to even. Nothing
// if no objective has a target. InvalidArgument: too many, a target outside 0 to kMaxMboBp, an
// actual figure below 0, or `of` outside 1 to kMaxMboOf.
absl::StatusOr<std::optional<int64_t>> MboAttainmentBp(absl::Span<const MboFigures> mbos);

// C-6 to C-10. A pool without a basis has the multiplier 10,000. Before Q4 the GRR multiplier is at
// most 10,000; Q4 pays the excess by itself, since it pays the year less what was paid.
//
// InvalidArgument: as above; a negative annual variable, basis or target. OutOfRange: a result that
// does not fit.
absl::StatusOr<PoolsResult> DecidePools(const PoolsInput& input);

// The same of pools that are worth `to_date` so far, as where plans change within the year
// (plan_year.h). The annual variable and the weights are not looked at.
absl::StatusOr<PoolsResult> DecidePoolsToDate(const PoolsInput& input, const PoolAmounts& to_date);

}  // namespace baton::domain
