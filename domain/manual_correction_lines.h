// The lines of a statement that carry manual corrections out (C-23).
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/manual_correction.h"
#include "domain/statement_lines.h"

namespace baton::domain {

// The reason_code of such a line.
inline constexpr absl::string_view kManualCorrection = "manual_correction";

// Whether an approved correction stands on the statement of `period`: it was entered for it, or for
// an earlier one that is published. Whether another line carries it already is the caller's to say.
bool StandsOn(const v1::Correction& approved, absl::string_view period, bool its_period_published);

// C-23. Adds an ADJUSTMENT line for each correction, by its name, whatever their order. It pays or
// takes back the amount as it was entered and says who entered and who approved it, why, where it
// is documented and which line it is about. It adjusts no line, so that nothing counts it as what a
// loss or a void took of one. One in another currency than the plan's waits; one that one of the
// payee's `published` statements carries stands there.
//
// The line is {period}~{payee}~{correction}~0~correction.
void AddManualCorrections(const LineOwner& owner, absl::Span<const ApprovedCorrection> corrections,
                          absl::Span<const v1::CompStatement> published,
                          v1::CompStatement* statement);

}  // namespace baton::domain
