// The CRO view: ARR by category, segment and quarter.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/attribution_report.pb.h"
#include "domain/fiscal.h"
#include "domain/revenue_part.h"

namespace baton::domain {

// One row for each quarter, as they are given; parts of no quarter are left out. Segments smallest
// first, none last. OUT_OF_RANGE where a sum does not fit into 64 bits.
absl::StatusOr<std::vector<v1::CategoryQuarter>> ArrByCategory(absl::Span<const Quarter> quarters,
                                                               absl::Span<const RevenuePart> parts);

}  // namespace baton::domain
