// Statement lines as rows: the columns that every tabular export shares (C-18).
#pragma once

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/cell.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::adapters {

// The columns, in order. New ones are added at the end, none is renamed or taken away: tools keep
// what they once mapped.
inline constexpr std::array<absl::string_view, 24> kStatementColumns = {
    "Line ID",
    "Export Seq",
    "Statement ID",
    "Employee ID",
    "Period",
    "Payout Date",
    "Plan",
    "Plan Version",
    "Line Type",
    "Category",
    "Booking ID",
    "Booking Line",
    "Account",
    "Booking Date",
    "Part Amount",
    "Credit %",
    "Credited Amount",
    "Rate %",
    "Earning",
    "Currency",
    "Adjusts Line ID",
    "Adjusts Statement ID",
    "Reason",
    "Rules",
};

using Row = std::array<Cell, kStatementColumns.size()>;

// One row for each payable line, in their order. "Plan Version" is the version that the line was
// computed with. A line without a booking has neither booking columns nor part amount.
// FAILED_PRECONDITION as ExportWriter::Add says.
absl::StatusOr<std::vector<Row>> StatementRows(const v1::CompStatement& statement);

}  // namespace baton::adapters
