// The accruals as a CSV file; see report_csv.h, whose rules these keep. Amounts stand in each row's
// currency.
#pragma once

#include <vector>

#include "adapters/exporter.h"
#include "baton/v1/accrual_report.pb.h"

namespace baton::adapters {

// A row for each quarter and currency, then a total for each currency.
std::vector<ExportChunk> RenderCsv(const v1::CompAccrualResponse& report);

}  // namespace baton::adapters
