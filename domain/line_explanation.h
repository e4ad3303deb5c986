// Why a line, or a sum, of a statement says what it says: rules, inputs and arithmetic.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/correction.pb.h"
#include "baton/v1/line_explanation.pb.h"

namespace baton::domain {

// What stands behind a line; nothing is owned.
struct LineSources {
  // The line's attribution; null where it has none.
  const v1::Attribution* attribution = nullptr;
  // C-23. The manual correction that the line carries out; null where it does none.
  const v1::Correction* correction = nullptr;
};

// How the line came about. What the attribution says of another role's credit is left out, as
// it is on the line itself; an AE's rate stands where the line states it, by the plan that it was
// computed by (C-17).
v1::LineExplanation ExplainLine(const v1::CompStatement& statement, const v1::StatementLine& line,
                                const LineSources& sources);

// C-15. How one of the sums came about, line by line; an empty field is payable_minor.
// INVALID_FIELDS for a field that is none. INTERNAL where the lines don't add up to it.
absl::StatusOr<v1::LineExplanation> ExplainTotal(const v1::CompStatement& statement,
                                                 absl::string_view field);

}  // namespace baton::domain
