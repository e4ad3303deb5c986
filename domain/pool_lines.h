// The pool lines of a statement: a run's pools with their payout and its explanation (C-10, C-14).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/plan_year.h"
#include "domain/pool_measure.h"
#include "domain/statement_lines.h"

namespace baton::domain {

// Why a line corrects what earlier quarters paid (C-10).
inline constexpr absl::string_view kTrueUp = "true_up";

// What earlier lines of the plan year paid for a run's pools: what was held was not paid. `lines`
// of the payee's statements for the year's earlier quarters, in any order; others count for none.
absl::StatusOr<PoolAmounts> PaidBefore(absl::Span<const v1::StatementLine> lines, int run_number);

// C-10. The lines of a run, in the order GRR, expansion, MBO, without line_no.
//
// A pool whose plan holds in the quarter has a POOL line, of 0 too; otherwise only what is left to
// be paid or taken back has one. A negative payout is an ADJUSTMENT line, true_up. Pools are
// measured on what both sides have signed, so a line is payable at once, unless something that
// would count has no exchange rate: then it is held, no_rate, and names it. A later quarter pays
// what was held. A run in another currency than the plan of the statement has no lines.
absl::StatusOr<std::vector<v1::StatementLine>> PoolLines(const LineOwner& owner,
                                                         const PlanYear& year,
                                                         const v1::Policy& policy,
                                                         const PoolMeasure& measure,
                                                         const PoolAmounts& paid_before);

}  // namespace baton::domain
