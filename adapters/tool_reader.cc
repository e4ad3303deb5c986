#include "adapters/tool_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "adapters/csv_reader.h"
#include "adapters/fact_field.h"
#include "adapters/faults.h"
#include "adapters/record_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::Value;

const RecordMapping* Recognise(const Mapping& mapping, const RecordReader& reader,
                               const Value& record) {
  const auto known =
      std::find_if(mapping.records.begin(), mapping.records.end(),
                   [&](const RecordMapping& rules) { return reader.IsKnownBy(rules, record); });
  return known == mapping.records.end() ? nullptr : &*known;
}

// What a fact of each kind is of no use without.
std::vector<absl::string_view> Needed(v1::FactKind kind) {
  switch (kind) {
    case v1::FACT_KIND_PERIOD:
      return {"external_id", "period"};
    case v1::FACT_KIND_PLAN_ASSIGNMENT:
      return {"payee_external_id", "period"};
    case v1::FACT_KIND_PAYOUT_CONFIRMED:
      return {"external_id", "payee_external_id", "period", "amount_minor", "currency"};
    case v1::FACT_KIND_PAYEE:
    case v1::FACT_KIND_DISPUTE_OPENED:
      return {"external_id", "payee_external_id"};
    default:
      return {};
  }
}

class ToolReader {
 public:
  explicit ToolReader(const Mapping& mapping) : mapping_(mapping), reader_(mapping, &faults_) {}

  void Read(const Value& record, const std::string& where) {
    if (!record.is_object()) return faults_.Add(where, "is no record");
    const RecordMapping* rules = Recognise(mapping_, reader_, record);
    if (rules == nullptr) {
      return faults_.Add(
          where, "is no record that the mapping knows: none of its known_by paths is there");
    }
    if (!reader_.GivesFact(*rules, record)) return;
    v1::Fact& fact = facts_.emplace_back();
    const auto* kind = FindEnumValue(*v1::FactKind_descriptor(), rules->record);
    if (kind == nullptr) {
      return faults_.Add(where, absl::StrCat("is a record of no kind of fact: ", rules->record));
    }
    fact.set_kind(static_cast<v1::FactKind>(kind->number()));
    const size_t faults = faults_.count();
    reader_.Read(*rules, record, where, &fact);
    // What could not be read is a fault already.
    if (faults_.count() == faults) CheckNeeded(fact, where);
  }

  absl::StatusOr<std::vector<v1::Fact>> Finish() {
    BATON_RETURN_IF_ERROR(faults_.ToStatus());
    return std::move(facts_);
  }

 private:
  void CheckNeeded(const v1::Fact& fact, const std::string& where) {
    for (const absl::string_view field : Needed(fact.kind())) {
      if (!HasField(fact, field)) faults_.Add(where, absl::StrCat("states no ", field));
    }
  }

  const Mapping& mapping_;
  Faults faults_;
  RecordReader reader_;
  std::vector<v1::Fact> facts_;
};

}  // namespace

absl::StatusOr<std::vector<v1::Fact>> ReadToolRecords(const Value& list, absl::string_view where,
                                                      const Mapping& mapping) {
  if (!list.is_list()) return Unreadable(where, "is no list of records");
  if (list.items().size() > kMaxFacts) {
    return Unreadable(where, absl::StrCat("has more than ", kMaxFacts, " records"));
  }
  ToolReader reader(mapping);
  for (size_t i = 0; i < list.items().size(); ++i) {
    reader.Read(list.items()[i], absl::StrCat(where, "[", i, "]"));
  }
  return reader.Finish();
}

absl::StatusOr<std::vector<v1::Fact>> ReadToolCsv(const Value& csv, absl::string_view where,
                                                  const Mapping& mapping) {
  if (!csv.is_text()) return Unreadable(where, "is no text of a CSV file");
  const auto rows = ParseCsv(csv.text());
  if (!rows.ok()) return Unreadable(where, rows.status().message());
  return ReadToolRecords(*rows, where, mapping);
}

absl::StatusOr<Value> ParseToolPayload(absl::string_view payload) {
  auto root = json::Parse(payload);
  if (!root.ok()) return Unreadable("payload", root.status().message());
  if (!root->is_object()) return Unreadable("payload", "is no JSON object");
  return *std::move(root);
}

}  // namespace baton::adapters
