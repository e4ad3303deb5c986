// A statement below zero is carried into the next one (C-22).
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/statement_lines.h"

namespace baton::domain {

// C-22. Opens the statement with what published ones closed with and no published one has opened
// with yet; then, where its payable is below zero, closes it with a line that lifts it to 0. A
// final statement is not closed: who left has no next one. What was closed in another currency
// waits.
//
// The two lines are {period}~{payee}~{period of the other}~0~carried_in and
// {period}~{payee}~~0~carried_out, so that each amount is opened with once. They adjust no line.
absl::Status CarryForward(const LineOwner& owner, absl::Span<const v1::CompStatement> published,
                          v1::CompStatement* statement);

// C-22. Whether comp admin must be told: a leaver owes money, and there is no next statement.
bool IsOwed(const v1::CompStatement& statement);

}  // namespace baton::domain
