#include "adapters/xactly/xactly_adapter.h"

#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/tool_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {

const Mapping& XactlyAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultXactlyMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> XactlyAdapter::Translate(absl::string_view payload,
                                                               const Mapping& mapping) const {
  BATON_ASSIGN_OR_RETURN(const json::Value root, ParseToolPayload(payload));
  if (const json::Value* rows = root.Find("rows")) return ReadToolRecords(*rows, "rows", mapping);
  if (const json::Value* inquiry = root.Find("inquiry")) {
    return ReadToolRecords(json::Value::ListOf({*inquiry}), "inquiry", mapping);
  }
  return Unreadable("payload", "is neither an extract with rows nor an inquiry");
}

}  // namespace baton::adapters
