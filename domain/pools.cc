#include "domain/pools.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int kQuarters = 4;
constexpr int64_t kHalfBp = kOneBp / 2;
constexpr int64_t kTopBp = kOneBp + kHalfBp;
constexpr int64_t kGrrFloorBp = 9'000;
constexpr int64_t kGrrTopBp = 9'800;

absl::StatusOr<int64_t> ToDate(int64_t pool_minor, int quarter) {
  static constexpr std::array<int64_t, kQuarters> kEqual = {1, 1, 1, 1};
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> quarters, Split(pool_minor, kEqual));
  return std::accumulate(quarters.begin(), quarters.begin() + quarter, int64_t{0});
}

// The height at `x` of the line from (x0, y0) to (x1, y1), for x0 <= x < x1.
int64_t Interpolate(int64_t x, int64_t x0, int64_t y0, int64_t x1, int64_t y1) {
  // Lies between y0 and y1, so it fits.
  return y0 + DivideHalfEven(absl::int128(x - x0) * (y1 - y0), x1 - x0).value();
}

int64_t StepMultiplierBp(int64_t attainment_bp, int64_t target_bp) {
  if (attainment_bp < target_bp) return kHalfBp;
  return attainment_bp < kGrrTopBp ? kOneBp : kTopBp;
}

absl::Status CheckInput(const PoolsInput& input) {
  std::vector<std::string> faults;
  if (input.annual_variable_minor < 0) faults.push_back("the annual variable is negative");
  if (input.grr.basis_arr_minor < 0) faults.push_back("the GRR basis is negative");
  if (input.grr.target_bp < 0) faults.push_back("the GRR target is negative");
  if (input.expansion.target_minor < 0) faults.push_back("the expansion target is negative");
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

// Nothing if there is no basis.
absl::StatusOr<std::optional<int64_t>> GrrAttainmentBp(const GrrFigures& figures) {
  if (figures.basis_arr_minor == 0) return std::optional<int64_t>();
  BATON_ASSIGN_OR_RETURN(const int64_t kept,
                         SubtractMinor(figures.basis_arr_minor, figures.lost_arr_minor));
  BATON_ASSIGN_OR_RETURN(const int64_t attainment_bp, RatioBp(kept, figures.basis_arr_minor));
  return std::optional<int64_t>(attainment_bp);
}

// Nothing if there is no basis.
absl::StatusOr<std::optional<int64_t>> ExpansionAttainmentBp(const ExpansionFigures& figures) {
  if (figures.target_minor == 0) return std::optional<int64_t>();
  BATON_ASSIGN_OR_RETURN(const int64_t attainment_bp,
                         RatioBp(figures.credited_minor, figures.target_minor));
  return std::optional<int64_t>(attainment_bp);
}

// C-10.
absl::StatusOr<PoolResult> TrueUp(std::optional<int64_t> attainment_bp, int64_t multiplier_bp,
                                  int64_t to_date_minor, int64_t paid_before_minor) {
  PoolResult result;
  result.attainment_bp = attainment_bp;
  result.no_basis = !attainment_bp.has_value();
  result.multiplier_bp = result.no_basis ? kOneBp : multiplier_bp;
  result.target_to_date_minor = to_date_minor;
  BATON_ASSIGN_OR_RETURN(const int64_t earned, ApplyRate(result.multiplier_bp, to_date_minor));
  BATON_ASSIGN_OR_RETURN(result.payout_minor, SubtractMinor(earned, paid_before_minor));
  return result;
}

absl::StatusOr<PoolResult> DecideGrr(const PoolsInput& input, int64_t to_date_minor) {
  BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> attainment_bp, GrrAttainmentBp(input.grr));
  int64_t multiplier_bp =
      GrrMultiplierBp(attainment_bp.value_or(0), input.grr.target_bp, input.grr.curve);
  if (input.quarter < kQuarters) multiplier_bp = std::min(multiplier_bp, kOneBp);
  return TrueUp(attainment_bp, multiplier_bp, to_date_minor, input.paid_before.grr_minor);
}

absl::StatusOr<PoolResult> DecideExpansion(const PoolsInput& input, int64_t to_date_minor) {
  BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> attainment_bp,
                         ExpansionAttainmentBp(input.expansion));
  BATON_ASSIGN_OR_RETURN(
      const int64_t multiplier_bp,
      ExpansionMultiplierBp(attainment_bp.value_or(0), input.expansion.ebr_completion_bp));
  return TrueUp(attainment_bp, multiplier_bp, to_date_minor, input.paid_before.expansion_minor);
}

absl::StatusOr<PoolResult> DecideMbo(const PoolsInput& input, int64_t to_date_minor) {
  BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> attainment_bp, MboAttainmentBp(input.mbos));
  return TrueUp(attainment_bp, attainment_bp.value_or(0), to_date_minor,
                input.paid_before.mbo_minor);
}

}  // namespace

absl::StatusOr<PoolAmounts> PoolsToDate(int64_t annual_variable_minor, const PoolWeights& weights,
                                        int quarter) {
  if (quarter < 1 || quarter > kQuarters) {
    return absl::InvalidArgumentError(absl::StrCat("a plan year has no quarter ", quarter));
  }
  const std::array<int64_t, 3> weights_bp = {weights.grr_bp, weights.expansion_bp, weights.mbo_bp};
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> pools,
                         Split(annual_variable_minor, weights_bp));
  const int64_t sum_bp = std::accumulate(weights_bp.begin(), weights_bp.end(), int64_t{0});
  if (sum_bp != kOneBp) {
    return absl::InvalidArgumentError(
        absl::StrCat("the pool weights add up to ", sum_bp, ", not to ", kOneBp));
  }
  PoolAmounts to_date;
  BATON_ASSIGN_OR_RETURN(to_date.grr_minor, ToDate(pools[0], quarter));
  BATON_ASSIGN_OR_RETURN(to_date.expansion_minor, ToDate(pools[1], quarter));
  BATON_ASSIGN_OR_RETURN(to_date.mbo_minor, ToDate(pools[2], quarter));
  return to_date;
}

int64_t GrrMultiplierBp(int64_t attainment_bp, int64_t target_bp, GrrCurve curve) {
  if (curve == GrrCurve::kStep) return StepMultiplierBp(attainment_bp, target_bp);
  if (attainment_bp >= target_bp) {
    if (attainment_bp >= kGrrTopBp) return kTopBp;
    return Interpolate(attainment_bp, target_bp, kOneBp, kGrrTopBp, kTopBp);
  }
  if (attainment_bp < kGrrFloorBp) return kHalfBp;
  return Interpolate(attainment_bp, kGrrFloorBp, kHalfBp, target_bp, kOneBp);
}

absl::StatusOr<int64_t> ExpansionMultiplierBp(int64_t attainment_bp, int64_t ebr_completion_bp) {
  if (attainment_bp <= kOneBp) return std::max<int64_t>(attainment_bp, 0);
  if (ebr_completion_bp < kAcceleratorEbrCompletionBp) return attainment_bp;
  BATON_ASSIGN_OR_RETURN(const int64_t excess_bp, ApplyRate(kTopBp, attainment_bp - kOneBp));
  return AddMinor(kOneBp, excess_bp);
}

absl::StatusOr<std::optional<int64_t>> MboAttainmentBp(absl::Span<const MboFigures> mbos) {
  if (mbos.size() > kMaxMbos) {
    return absl::InvalidArgumentError(absl::StrCat("more than ", kMaxMbos, " MBOs"));
  }
  std::vector<Ratio> reached;
  bool has_target = false;
  for (const MboFigures& mbo : mbos) {
    if (mbo.target_bp < 0 || mbo.target_bp > kMaxMboBp || mbo.actual_bp < 0 || mbo.of < 1 ||
        mbo.of > kMaxMboOf) {
      return absl::InvalidArgumentError(absl::StrCat("an MBO's target is outside 0 to ", kMaxMboBp,
                                                     " bp, or its figure is none"));
    }
    has_target = has_target || mbo.target_bp > 0;
    const int64_t target = mbo.target_bp * mbo.of;
    reached.push_back(mbo.actual_bp >= target ? Ratio{1, 1} : Ratio{mbo.actual_bp, target});
  }
  if (!has_target) return std::optional<int64_t>();
  BATON_ASSIGN_OR_RETURN(const int64_t attainment_bp, MeanBp(reached));
  return std::optional<int64_t>(attainment_bp);
}

absl::StatusOr<PoolsResult> DecidePools(const PoolsInput& input) {
  BATON_ASSIGN_OR_RETURN(const PoolAmounts to_date,
                         PoolsToDate(input.annual_variable_minor, input.weights, input.quarter));
  return DecidePoolsToDate(input, to_date);
}

absl::StatusOr<PoolsResult> DecidePoolsToDate(const PoolsInput& input, const PoolAmounts& to_date) {
  BATON_RETURN_IF_ERROR(CheckInput(input));
  PoolsResult result;
  BATON_ASSIGN_OR_RETURN(result.grr, DecideGrr(input, to_date.grr_minor));
  BATON_ASSIGN_OR_RETURN(result.expansion, DecideExpansion(input, to_date.expansion_minor));
  BATON_ASSIGN_OR_RETURN(result.mbo, DecideMbo(input, to_date.mbo_minor));
  return result;
}

}  // namespace baton::domain
