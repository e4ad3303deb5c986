// What bounds a quarter's pay: the plan's cap, guarantee and draw (C-20).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/statement.h"
#include "domain/statement_lines.h"

namespace baton::domain {

// Why a DRAW line is there.
inline constexpr absl::string_view kDraw = "draw";                         // never paid back
inline constexpr absl::string_view kDrawRecoverable = "draw_recoverable";  // an advance
inline constexpr absl::string_view kDrawRecovered = "draw_recovered";      // paid back

// C-20. Adds to the statement's lines so far, without line_no, what the plans that the payee had in
// the quarter make of its pay: that is its payable commission, bonuses, pools, released holds and
// true-ups; nothing that corrects, claws back or carries forward. Of each amount counts, plan by
// plan, the first of one X-1 split by {days held, days not held}, as for pools. In this order:
//
// - CAP: cap - pay, below zero, where the pay is above it. It holds only if every plan of the
//   quarter has one in the statement's currency.
// - GUARANTEE: guarantee - pay, where the pay so far is below it.
// - DRAW: draw - pay, where the pay so far is below it; of plans of both kinds by one X-1 split of
//   {not recoverable, recoverable}. Else, where the payee still has something of recoverable draws
//   on published statements, what pays it back, below zero: at most what the pay exceeds the draw
//   and the guarantee by.
//
// Line ids are {period}~{payee}~~0~cap, ~guarantee, ~draw; ~draw-2 where a quarter has a second
// DRAW line. A final statement gets none.
absl::Status AddPayLimits(const LineOwner& owner, const StatementInput& input,
                          v1::CompStatement* statement);

// C-20. What a payee has of recoverable draws and has not paid back, by currency, minor units: the
// sum of such lines on `published`, their published statements. OutOfRange beyond 64 bits.
absl::StatusOr<std::map<std::string, int64_t>> DrawBalances(
    absl::Span<const v1::CompStatement> published);

}  // namespace baton::domain
