// The amortisation of costs to obtain contracts as a CSV file; see report_csv.h, whose rules these
// keep. Amounts stand in each row's currency.
#pragma once

#include <vector>

#include "adapters/exporter.h"
#include "baton/v1/amortisation_report.pb.h"

namespace baton::adapters {

// A row for each quarter and currency, or of the schedule, for each line.
std::vector<ExportChunk> RenderCsv(const v1::CompAmortisationResponse& report,
                                   v1::AmortisationTable table);

}  // namespace baton::adapters
