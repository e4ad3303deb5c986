#include "adapters/spiff/spiff_adapter.h"

#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/tool_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {

const Mapping& SpiffAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultSpiffMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> SpiffAdapter::Translate(absl::string_view payload,
                                                              const Mapping& mapping) const {
  BATON_ASSIGN_OR_RETURN(const json::Value root, ParseToolPayload(payload));
  if (const json::Value* csv = root.Find("csv")) {
    const json::Value* compressed = root.Find("compressed");
    if (compressed != nullptr && compressed->IsTrue()) {
      return Unreadable("compressed", "is true; send the report unpacked");
    }
    return ReadToolCsv(*csv, "csv", mapping);
  }
  if (const json::Value* entries = root.Find("entries")) {
    return ReadToolRecords(*entries, "entries", mapping);
  }
  return Unreadable("payload", "is neither a report with csv nor a log with entries");
}

}  // namespace baton::adapters
