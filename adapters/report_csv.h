// Reports as CSV files (see csv_text.h): the figures of the typed answers, cell by cell. The same
// answer gives the same bytes. Columns are added at the end, none is renamed or taken away.
//
// Shares stand as count, of how many, and percentage; instants in RFC 3339; people and records by
// the last part of their names.
#pragma once

#include <string>
#include <vector>

#include "adapters/exporter.h"
#include "baton/v1/report_service.pb.h"

namespace baton::adapters {

// A row for each AE and slice ("all", an urgency, a size band), then those of all together.
std::vector<ExportChunk> RenderCsv(const v1::SlaComplianceResponse& report);

// A row for each CSM, then all together.
std::vector<ExportChunk> RenderCsv(const v1::SignalQualityResponse& report);

// A row for each currency with the funnel beside it; one without amounts where there are none.
std::vector<ExportChunk> RenderCsv(const v1::HandoffImpactResponse& report);

// A row for each loop of a page; `first` puts the header above.
ExportChunk RenderCsv(const v1::OpenLoopsResponse& page, bool first);

}  // namespace baton::adapters
