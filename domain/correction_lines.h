// The lines of a statement that take back or put right what an earlier line gave (A-8, A-12, C-11,
// C-14, C-19).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/clawback.h"
#include "domain/statement.h"
#include "domain/statement_lines.h"
#include "google/protobuf/repeated_field.h"

namespace baton::domain {

// What puts right the payee's published lines and `drawn`, the statement's own lines so far, by the
// lines' names, without line_no. Every one names the line that it corrects and says why:
//
// - CLAWBACK, early_churn or early_contraction: a loss within 90 days took it back (C-11).
// - ADJUSTMENT, voided: its booking was voided. recategorised: a dispute put another
//   attribution in its place; split_ruled: the deal desk did (A-8, C-12). What the new attribution
//   gives stands on lines of its own. signed_anew: the line is one of `withdrawn` (late_lines.h).
// - ADJUSTMENT, loss_voided: the loss was voided, what it took is given back.
//
// What a line's published corrections took before is never taken again, so that a correction is the
// difference to what should stand by now. A reversal of the whole negates the stored amounts
// (C-19). A held line gave nothing, so nothing of it is taken back until it is released. A line in
// another currency than the plan's waits until the plan's is the same again.
absl::StatusOr<std::vector<v1::StatementLine>> CorrectionLines(
    const LineOwner& owner, const StatementInput& input, const std::set<std::string>& withdrawn,
    const google::protobuf::RepeatedPtrField<v1::StatementLine>& drawn);

}  // namespace baton::domain
