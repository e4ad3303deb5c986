// The lines of a statement: what one attribution gives one payee (C-1 to C-5, C-14).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/plan_period.h"
#include "domain/statement.h"

namespace baton::domain {

// Whose statement the lines stand on.
struct LineOwner {
  // tenants/{tenant}/statements/{statement}
  std::string statement;
  std::string period;
  // tenants/{tenant}/people/{person}
  std::string payee;
  // The statement's own.
  v1::CompPlan plan;
  // Those of all the time up to its end; what was booked under another one goes by that.
  absl::Span<const PlanPeriod> plan_periods;
};

// C-14. {statement}/lines/{period}~{payee}~{attribution}~{part}~{kind}: "~" stands in no id, so no
// two lines share a name.
std::string LineName(const LineOwner& owner, const std::string& attribution, int part,
                     absl::string_view kind);

// The payee's lines of one attribution, in part order, without line_no.
absl::StatusOr<std::vector<v1::StatementLine>> LinesOf(const LineOwner& owner,
                                                       const StatementBooking& booking);

}  // namespace baton::domain
