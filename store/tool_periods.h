// The periods that commission tools know (C-18).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/integration_service.pb.h"
#include "store/store.h"

namespace baton::store {

struct ToolPeriod {
  std::string period;  // "2027-Q1", "2027-03", "first day/last day", or the tool's own name
  std::string status;  // in the tool's own words; may be empty
};

// Keeps what the tool `system` says of a period, in the place of what it said before of the same
// record. `fact` is of kind PERIOD.
absl::Status KeepToolPeriod(Transaction& tx, std::string_view system, const v1::Fact& fact);

// All that the tool has stated, by its own ids.
absl::StatusOr<std::vector<ToolPeriod>> PeriodsOfTool(Session& session, std::string_view tenant,
                                                      std::string_view system);

}  // namespace baton::store
