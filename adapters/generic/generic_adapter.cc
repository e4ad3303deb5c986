#include "adapters/generic/generic_adapter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "adapters/cs_records.h"
#include "adapters/csv_reader.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/text.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kRecord = "record";

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

// Whether the mapping tells records apart by what they say they are.
bool GoesByRecord(const Mapping& mapping) {
  return std::any_of(mapping.records.begin(), mapping.records.end(),
                     [](const RecordMapping& rules) {
                       return std::count(rules.known_by.begin(), rules.known_by.end(), kRecord) > 0;
                     });
}

// A record that says it is something the mapping has no name for must not be passed over.
absl::Status CheckNames(const CsRecords& records, const Mapping& mapping) {
  if (!GoesByRecord(mapping)) return absl::OkStatus();
  Faults faults;
  for (size_t i = 0; i < records.values.size(); ++i) {
    const Value* name = records.values[i]->is_object()
                            ? records.values[i]->Find(kRecord, json::KeyCase::kExact)
                            : nullptr;
    if (name == nullptr || !name->is_text()) continue;
    const bool known = std::any_of(
        mapping.records.begin(), mapping.records.end(),
        [&](const RecordMapping& rules) { return SameWord(rules.record, name->text()); });
    if (known) continue;
    faults.Add(
        absl::StrCat(records.where, records.alone ? "" : absl::StrCat("[", i, "]."), kRecord),
        absl::StrCat("is none that the mapping knows: ", Excerpt(name->text())));
  }
  return faults.ToStatus();
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
  const auto root = IsJson(payload) ? json::Parse(payload) : ParseCsv(payload);
  if (!root.ok()) return Unreadable("payload", root.status().message());
  BATON_ASSIGN_OR_RETURN(const CsRecords records, Open(*root));
  BATON_RETURN_IF_ERROR(CheckNames(records, mapping));
  return TranslateCsValue(*root, mapping, Open);
}

}  // namespace baton::adapters
