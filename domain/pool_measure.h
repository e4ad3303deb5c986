// A run of pools with what it is measured on, plan year to date (C-6 to C-9).
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/growth_report.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/book.h"
#include "domain/book_figures.h"
#include "domain/book_mbos.h"
#include "domain/plan_year.h"
#include "domain/pools.h"

namespace baton::domain {

struct PoolMeasure {
  PoolRun run;
  BookWindow window;
  PoolsOfRun pools;
  BookGrr grr;
  // What the expansion target is a share of.
  BookArr book;
  BookExpansion expansion;
  int64_t ebr_completion_bp = 0;
  std::vector<MeasuredMbo> mbos;
};

// The stretch in which a run is measured: from its first plan's start to its last one's end.
BookWindow WindowOf(const PlanYear& year, const PoolRun& run);

// C-13. One's own book, or that of the people whose manager one is. Nothing is owned.
struct BookInput {
  absl::Span<const BookAccount> accounts;
  absl::Span<const BookAmount> credits;
  absl::Span<const CreditReversal> reversals;
};
absl::StatusOr<PoolMeasure> MeasureBook(const PlanYear& year, const v1::Policy& policy,
                                        const PoolRun& run, const BookInput& book);

// C-13. The whole company's: `retention` is that of the window (G-6), at the rates of its start.
struct CompanyInput {
  v1::RetentionFigures retention;
  // Bookings and accounts without a rate, which are not in it.
  std::vector<std::string> missing;
  // For the objectives: each held at all times.
  absl::Span<const BookAccount> accounts;
};

// GRR is G-6's, its losses taken for a whole year (C-7); the expansion pool goes by what NRR lies
// beyond 100%: gains less losses.
absl::StatusOr<PoolMeasure> MeasureCompany(const PlanYear& year, const v1::Policy& policy,
                                           const PoolRun& run, const CompanyInput& company);

// C-7 to C-10. `quarter` is that of the plan year.
absl::StatusOr<PoolsResult> DecideRun(const PoolMeasure& measure, const v1::Policy& policy,
                                      int quarter, const PoolAmounts& paid_before);

}  // namespace baton::domain
