#include "domain/pool_measure.h"

#include <algorithm>

#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::StatusOr<PoolMeasure> Begin(const PlanYear& year, const PoolRun& run,
                                  absl::Span<const BookAccount> accounts) {
  PoolMeasure measure;
  measure.run = run;
  measure.window = WindowOf(year, run);
  BATON_ASSIGN_OR_RETURN(measure.ebr_completion_bp,
                         EbrCompletionBp(accounts, year, measure.window));
  BATON_ASSIGN_OR_RETURN(measure.mbos, MbosOfBook(run.plan(), accounts, year, measure.window));
  return measure;
}

absl::StatusOr<PoolMeasure> WithPools(const PlanYear& year, const v1::Policy& policy,
                                      PoolMeasure measure) {
  const int64_t arr_minor = std::max<int64_t>(0, measure.book.arr_minor);
  BATON_ASSIGN_OR_RETURN(measure.pools, PoolsOfRunToDate(year, policy, measure.run, arr_minor));
  return measure;
}

}  // namespace

BookWindow WindowOf(const PlanYear& year, const PoolRun& run) {
  return {run.start(), run.end(), year.year_end - year.start};
}

absl::StatusOr<PoolMeasure> MeasureBook(const PlanYear& year, const v1::Policy& policy,
                                        const PoolRun& run, const BookInput& book) {
  BATON_ASSIGN_OR_RETURN(PoolMeasure measure, Begin(year, run, book.accounts));
  BATON_ASSIGN_OR_RETURN(measure.grr, GrrOfBook(book.accounts, measure.window, policy));
  BATON_ASSIGN_OR_RETURN(measure.book, ArrOfBook(book.accounts, measure.window));
  BATON_ASSIGN_OR_RETURN(measure.expansion, ExpansionOfBook(book.credits, book.accounts,
                                                            book.reversals, measure.window));
  return WithPools(year, policy, std::move(measure));
}

absl::StatusOr<PoolMeasure> MeasureCompany(const PlanYear& year, const v1::Policy& policy,
                                           const PoolRun& run, const CompanyInput& company) {
  BATON_ASSIGN_OR_RETURN(PoolMeasure measure, Begin(year, run, company.accounts));
  const v1::RetentionFigures& retention = company.retention;
  measure.book = {retention.starting_minor(), company.missing};
  measure.grr.basis_minor = retention.starting_minor();
  measure.grr.lost_to_date_minor = retention.loss_minor();
  BATON_ASSIGN_OR_RETURN(measure.grr.lost_minor, ForAYear(retention.loss_minor(), measure.window));
  measure.grr.missing = company.missing;
  BATON_ASSIGN_OR_RETURN(const int64_t lost,
                         AddMinor(retention.contraction_minor(), retention.churn_minor()));
  measure.expansion.booked_minor = retention.gain_minor();
  measure.expansion.reversed_minor = lost;
  BATON_ASSIGN_OR_RETURN(measure.expansion.credited_minor,
                         SubtractMinor(retention.gain_minor(), lost));
  return WithPools(year, policy, std::move(measure));
}

absl::StatusOr<PoolsResult> DecideRun(const PoolMeasure& measure, const v1::Policy& policy,
                                      int quarter, const PoolAmounts& paid_before) {
  PoolsInput input;
  input.quarter = quarter;
  input.grr.basis_arr_minor = std::max<int64_t>(0, measure.grr.basis_minor);
  input.grr.lost_arr_minor = measure.grr.lost_minor;
  input.grr.target_bp = measure.run.plan().grr_target_bp();
  input.grr.curve = policy.grr_curve() == v1::GRR_CURVE_STEP ? GrrCurve::kStep : GrrCurve::kLinear;
  input.expansion = {measure.expansion.credited_minor, measure.pools.expansion_target_minor,
                     measure.ebr_completion_bp};
  std::vector<MboFigures> mbos;
  for (const MeasuredMbo& mbo : measure.mbos) mbos.push_back(mbo.figures);
  input.mbos = mbos;
  input.paid_before = paid_before;
  return DecidePoolsToDate(input, measure.pools.to_date);
}

}  // namespace baton::domain
