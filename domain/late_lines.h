// What an attribution of an earlier quarter gives a payee by now, beside what was published of it
// (A-8, C-14).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/line_standing.h"
#include "domain/statement.h"
#include "domain/statement_lines.h"

namespace baton::domain {

struct LateLines {
  // What the payee has by now and no published line gives or holds: the booking was recorded, or
  // its credit changed, after its quarter was published.
  std::vector<v1::StatementLine> lines;
  // Published lines, by name, that give something else than the attribution that both sides have
  // signed anew since: to be taken back whole. What it gives now is among `lines`.
  std::vector<std::string> withdrawn;
};

// The payee's late lines of one attribution, in part order, without line_no. While it is not
// signed, or disputed, what was paid stays as it is. Lines in another currency than the plan's wait
// until the plan's is the same again. Errors as LinesOf.
absl::StatusOr<LateLines> LateLinesOf(const LineOwner& owner, const StatementBooking& booking,
                                      const LineStandings& published);

}  // namespace baton::domain
