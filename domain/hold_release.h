// Held lines: what becomes of those that were published (C-18).
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/line_standing.h"
#include "domain/statement.h"
#include "domain/statement_lines.h"

namespace baton::domain {

// C-18. The held line as its attribution gives it now, by the plan in force when it was booked,
// else by the one that it was held under; on a statement of that owner. Nothing where the
// attribution gives its payee no such line any more, so that it is never released. Errors as
// LinesOf.
absl::StatusOr<std::optional<v1::StatementLine>> LineNow(const LineOwner& owner,
                                                         const HeldLine& held);

// C-18. The adjustments that pay the input's held lines which can be paid by now, by the names of
// the held ones, without line_no: as they stood, where the attribution gives the same as then, else
// as it gives now. A line of which a loss has taken everything is never released (C-11). Errors as
// LinesOf; OutOfRange: sums beyond 64 bits.
absl::StatusOr<std::vector<v1::StatementLine>> ReleasedLines(const LineOwner& owner,
                                                             const StatementInput& input,
                                                             const LineStandings& published);

}  // namespace baton::domain
