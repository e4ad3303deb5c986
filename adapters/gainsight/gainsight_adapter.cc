#include "adapters/gainsight/gainsight_adapter.h"

#include "absl/strings/str_cat.h"
#include "adapters/cs_records.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"

namespace baton::adapters {
namespace {

using json::KeyCase;
using json::Value;

// How Gainsight says that a query found nothing.
constexpr absl::string_view kNothingFound = "GSOBJ_1011";

absl::StatusOr<CsRecords> OpenAnswer(const Value& root, const Value& result) {
  if (!result.IsTrue()) {
    const Value* code = root.Find("errorCode", KeyCase::kIgnored);
    const absl::string_view text = code != nullptr ? absl::string_view(code->text()) : "";
    if (text == kNothingFound) return CsRecords();
    return Unreadable("result",
                      absl::StrCat("is not true: the answer failed with code ", Excerpt(text)));
  }
  const Value* data = root.Find("data", KeyCase::kIgnored);
  if (data == nullptr || data->is_null()) return CsRecords();
  if (data->is_list()) return RecordList(*data, "data", CsForm::kPolled);
  if (const Value* records = data->Find("records", KeyCase::kIgnored)) {
    return RecordList(*records, "data.records", CsForm::kPolled);
  }
  return Unreadable("data", "is neither a list of records nor holds one");
}

absl::StatusOr<CsRecords> Open(const Value& root) {
  if (!root.is_object()) return Unreadable("payload", "is no JSON object");
  if (const Value* result = root.Find("result", KeyCase::kIgnored)) {
    return OpenAnswer(root, *result);
  }
  if (const Value* records = root.Find("records", KeyCase::kIgnored)) {
    return RecordList(*records, "records", CsForm::kPolled);
  }
  return LoneRecord(root, "", CsForm::kPushed);
}

}  // namespace

const Mapping& GainsightAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultGainsightMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> GainsightAdapter::Translate(absl::string_view payload,
                                                                  const Mapping& mapping) const {
  return TranslateCs(payload, mapping, Open);
}

}  // namespace baton::adapters
