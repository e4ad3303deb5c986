#include "adapters/vitally/vitally_adapter.h"

#include "adapters/cs_records.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"

namespace baton::adapters {
namespace {

using json::Value;

absl::StatusOr<CsRecords> Open(const Value& root) {
  if (root.is_list()) return RecordList(root, "", CsForm::kEither);
  if (!root.is_object()) return Unreadable("payload", "is neither a JSON object nor a list");
  if (const Value* results = root.Find("results")) {
    return RecordList(*results, "results", CsForm::kPolled);
  }
  return LoneRecord(root, "", CsForm::kEither);
}

}  // namespace

const Mapping& VitallyAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultVitallyMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> VitallyAdapter::Translate(absl::string_view payload,
                                                                const Mapping& mapping) const {
  return TranslateCs(payload, mapping, Open);
}

}  // namespace baton::adapters
