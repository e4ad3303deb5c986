#include "adapters/catalyst/catalyst_adapter.h"

#include <utility>

#include "adapters/cs_records.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"

namespace baton::adapters {
namespace {

using json::Value;

absl::StatusOr<CsRecords> OpenCatalyst(const Value& data) {
  if (data.is_null()) return CsRecords();
  if (data.is_list()) return RecordList(data, "data", CsForm::kPolled);
  if (data.is_object()) return LoneRecord(data, "data", CsForm::kPolled);
  return Unreadable("data", "is neither a record nor a list of records");
}

absl::StatusOr<CsRecords> Open(const Value& root) {
  if (root.is_list()) return RecordList(root, "", CsForm::kEither);
  if (!root.is_object()) return Unreadable("payload", "is neither a JSON object nor a list");
  if (const Value* data = root.Find("data")) return OpenCatalyst(*data);
  if (root.Find("response") == nullptr) return LoneRecord(root, "", CsForm::kEither);
  const Value* hits = root.Lookup("response.accounts.hits");
  if (hits == nullptr) return Unreadable("response", "holds no accounts.hits");
  return RecordList(*hits, "response.accounts.hits", CsForm::kPolled);
}

}  // namespace

CatalystAdapter::CatalystAdapter(std::string name)
    : mapping_(ParseMapping(DefaultCatalystMapping()).value()) {
  mapping_.vendor = std::move(name);
}

absl::StatusOr<std::vector<v1::Fact>> CatalystAdapter::Translate(absl::string_view payload,
                                                                 const Mapping& mapping) const {
  return TranslateCs(payload, mapping, Open);
}

}  // namespace baton::adapters
