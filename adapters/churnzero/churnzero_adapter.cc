#include "adapters/churnzero/churnzero_adapter.h"

#include <string>
#include <utility>

#include "adapters/cs_records.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"

namespace baton::adapters {
namespace {

using json::Value;

// "Task" of ".../$metadata#Task" and ".../$metadata#Task(Account())/$entity".
std::string EntityOf(const Value& root) {
  const Value* context = root.Find("@odata.context");
  if (context == nullptr) return "";
  const absl::string_view text = context->text();
  const size_t hash = text.find('#');
  if (hash == absl::string_view::npos) return "";
  const absl::string_view fragment = text.substr(hash + 1);
  return std::string(fragment.substr(0, fragment.find_first_of("(/")));
}

absl::StatusOr<CsRecords> Open(const Value& root) {
  if (root.is_list()) return RecordList(root, "", CsForm::kEither);
  if (!root.is_object()) return Unreadable("payload", "is neither a JSON object nor a list");
  std::string entity = EntityOf(root);
  const Value* list = root.Find("value");
  const bool is_answer = !entity.empty() || (list != nullptr && list->is_list());
  if (!is_answer) return LoneRecord(root, "", CsForm::kEither);
  absl::StatusOr<CsRecords> records = list == nullptr ? LoneRecord(root, "", CsForm::kPolled)
                                                      : RecordList(*list, "value", CsForm::kPolled);
  if (records.ok()) records->entity = std::move(entity);
  return records;
}

}  // namespace

const Mapping& ChurnZeroAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultChurnZeroMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> ChurnZeroAdapter::Translate(absl::string_view payload,
                                                                  const Mapping& mapping) const {
  return TranslateCs(payload, mapping, Open);
}

}  // namespace baton::adapters
