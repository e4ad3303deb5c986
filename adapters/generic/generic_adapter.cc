#include "adapters/generic/generic_adapter.h"

#include "adapters/cs_records.h"
#include "adapters/csv_reader.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"

namespace baton::adapters {
namespace {

using json::Value;

absl::StatusOr<CsRecords> Open(const Value& root) {
  if (root.is_list()) return RecordList(root, "", CsForm::kPolled);
  if (!root.is_object()) return Unreadable("payload", "is neither an object nor a list");
  const Value* records = root.Find("records", json::KeyCase::kExact);
  if (records == nullptr) return LoneRecord(root, "", CsForm::kPolled);
  auto list = RecordList(*records, "records", CsForm::kPolled);
  if (!list.ok()) return list;
  const Value* record = root.Find("record", json::KeyCase::kExact);
  if (record != nullptr && record->is_text()) list->entity = record->text();
  return list;
}

bool IsJson(absl::string_view payload) {
  const size_t first = payload.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != absl::string_view::npos && (payload[first] == '{' || payload[first] == '[');
}

}  // namespace

const Mapping& GenericAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultGenericMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> GenericAdapter::Translate(absl::string_view payload,
                                                                const Mapping& mapping) const {
  if (IsJson(payload)) return TranslateCs(payload, mapping, Open);
  const auto rows = ParseCsv(payload);
  if (!rows.ok()) return Unreadable("payload", rows.status().message());
  return TranslateCsValue(*rows, mapping, Open);
}

}  // namespace baton::adapters
