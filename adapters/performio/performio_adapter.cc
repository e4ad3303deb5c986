#include "adapters/performio/performio_adapter.h"

#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/tool_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {

const Mapping& PerformioAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultPerformioMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> PerformioAdapter::Translate(absl::string_view payload,
                                                                  const Mapping& mapping) const {
  BATON_ASSIGN_OR_RETURN(const json::Value root, ParseToolPayload(payload));
  if (const json::Value* results = root.Find("results")) {
    return ReadToolRecords(*results, "results", mapping);
  }
  return Unreadable("payload", "is no page with results");
}

}  // namespace baton::adapters
