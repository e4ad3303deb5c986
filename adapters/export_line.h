// Statement lines as rows: what every export's columns are filled from (C-18).
//
// A form of a commission tool is a list of columns, each with the cell that fills it, and a choice
// of lines.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "adapters/cell.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::adapters {

// One payable line and the statement that it stands on.
struct ExportLine {
  const v1::CompStatement& statement;
  const v1::StatementLine& line;
  // Decimals of the statement's currency.
  int exponent;
};

// Columns keep their names and places; new ones are added at the end: tools keep what they once
// mapped.
struct ExportColumn {
  absl::string_view name;
  Cell (*cell)(const ExportLine&);
};

using ExportColumns = absl::Span<const ExportColumn>;
using ExportRow = std::vector<Cell>;

// Whether a form takes a line.
using LineTest = bool (*)(const v1::StatementLine&);

bool TakesAll(const v1::StatementLine& line);

// The decimals of the statement's currency, if its lines may leave. FAILED_PRECONDITION as
// ExportWriter::Add says.
absl::StatusOr<int> CheckMayLeave(const v1::CompStatement& statement);

// One row for each payable line that the form takes, in their order. Refusals as CheckMayLeave.
absl::StatusOr<std::vector<ExportRow>> StatementRows(const v1::CompStatement& statement,
                                                     ExportColumns columns, LineTest takes);

// The cells. Amounts are in the statement's currency with exactly its digits; what does not apply
// to a line is null.
namespace cells {

Cell LineId(const ExportLine& of);
Cell ExportSeq(const ExportLine& of);
Cell StatementId(const ExportLine& of);
Cell PayeeId(const ExportLine& of);
Cell Period(const ExportLine& of);
Cell PeriodEndDate(const ExportLine& of);
Cell PayoutDate(const ExportLine& of);
// The plan that the line was computed by.
Cell PlanCode(const ExportLine& of);
// The version that the line was computed with.
Cell PolicyVersion(const ExportLine& of);
Cell Kind(const ExportLine& of);
// The category, of a pool's line the pool.
Cell Category(const ExportLine& of);
Cell BookingId(const ExportLine& of);
Cell BookingLine(const ExportLine& of);
Cell CrmOpportunityId(const ExportLine& of);
Cell AccountName(const ExportLine& of);
Cell BookedDate(const ExportLine& of);
// A line that states no part of a booking has neither part amount nor credit share.
Cell PartAmount(const ExportLine& of);
Cell CreditPercent(const ExportLine& of);
Cell CreditedAmount(const ExportLine& of);
Cell RatePercent(const ExportLine& of);
Cell Earning(const ExportLine& of);
Cell Currency(const ExportLine& of);
Cell AdjustedLineId(const ExportLine& of);
Cell AdjustedStatementId(const ExportLine& of);
Cell Reason(const ExportLine& of);
// The explanation's rule numbers, each once, joined by a blank.
Cell Rules(const ExportLine& of);

}  // namespace cells
}  // namespace baton::adapters
