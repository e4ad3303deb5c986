#include "adapters/gainsight/gainsight_adapter.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/default_mappings.h"
#include "adapters/faults.h"
#include "adapters/record_reader.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::KeyCase;
using json::Value;

// How Gainsight says that a query found nothing.
constexpr absl::string_view kNothingFound = "GSOBJ_1011";

// The records of a payload and where they are in it.
struct Envelope {
  std::vector<const Value*> records;
  std::string where;
  bool is_push = false;
};

absl::StatusOr<Envelope> ListOfRecords(const Value& list, std::string where) {
  Envelope envelope;
  envelope.where = std::move(where);
  if (!list.is_list()) return Unreadable(envelope.where, "is no list of records");
  if (list.items().size() > kMaxFacts) {
    return Unreadable(envelope.where, absl::StrCat("has more than ", kMaxFacts, " records"));
  }
  for (const Value& record : list.items()) envelope.records.push_back(&record);
  return envelope;
}

absl::StatusOr<Envelope> OpenAnswer(const Value& root, const Value& result) {
  if (!result.IsTrue()) {
    const Value* code = root.Find("errorCode", KeyCase::kIgnored);
    const absl::string_view text = code != nullptr ? absl::string_view(code->text()) : "";
    if (text == kNothingFound) return Envelope();
    return Unreadable("result",
                      absl::StrCat("is not true: the answer failed with code ", Excerpt(text)));
  }
  const Value* data = root.Find("data", KeyCase::kIgnored);
  if (data == nullptr || data->is_null()) return Envelope();
  if (data->is_list()) return ListOfRecords(*data, "data");
  if (const Value* records = data->Find("records", KeyCase::kIgnored)) {
    return ListOfRecords(*records, "data.records");
  }
  return Unreadable("data", "is neither a list of records nor holds one");
}

absl::StatusOr<Envelope> Open(const Value& root) {
  if (!root.is_object()) return Unreadable("payload", "is no JSON object");
  if (const Value* result = root.Find("result", KeyCase::kIgnored)) {
    return OpenAnswer(root, *result);
  }
  if (const Value* records = root.Find("records", KeyCase::kIgnored)) {
    return ListOfRecords(*records, "records");
  }
  Envelope push;
  push.records.push_back(&root);
  push.is_push = true;
  return push;
}

const RecordMapping* Recognise(const Mapping& mapping, const RecordReader& reader,
                               const Value& record) {
  for (const RecordMapping& rules : mapping.records) {
    if (reader.IsKnownBy(rules, record)) return &rules;
  }
  return nullptr;
}

// Whether handoff fields are filled in. The note alone is none, and a checkbox may say no by
// default.
bool IsHandoff(const v1::Fact& fact) {
  return !fact.signal_type().empty() || !fact.trigger().empty() || !fact.buyer_name().empty() ||
         !fact.timeline().empty() || !fact.urgency().empty();
}

v1::FactKind DecideKind(const v1::Fact& fact, absl::string_view record) {
  if (fact.kind() != v1::FACT_KIND_UNSPECIFIED) return fact.kind();
  if (record == "usage") return v1::FACT_KIND_USAGE_EVENT;
  if (record == "company") return v1::FACT_KIND_ACCOUNT;
  return IsHandoff(fact) ? v1::FACT_KIND_EXPANSION_SIGNAL : v1::FACT_KIND_ACTIVITY;
}

// T-10: a rule raised it from usage and nobody stands behind it.
bool IsAutomatic(const v1::Fact& fact, bool is_push) {
  if (fact.kind() == v1::FACT_KIND_USAGE_EVENT) return true;
  return is_push && fact.kind() == v1::FACT_KIND_EXPANSION_SIGNAL &&
         fact.signal_type() == "product" && fact.csm_external_id().empty() &&
         fact.csm_email().empty();
}

void Finish(absl::string_view record, bool is_push, v1::Fact* fact) {
  fact->set_kind(DecideKind(*fact, record));
  fact->set_automatic(IsAutomatic(*fact, is_push));
  const bool has_health = fact->kind() == v1::FACT_KIND_ACCOUNT ||
                          fact->kind() == v1::FACT_KIND_HEALTH_SCORE ||
                          fact->kind() == v1::FACT_KIND_RISK_SIGNAL;
  if (!has_health) fact->clear_health();
  // A CTA's type is that of an activity only where the CTA is one.
  if (record == "cta" && fact->kind() != v1::FACT_KIND_ACTIVITY) fact->clear_activity_type();
}

}  // namespace

const Mapping& GainsightAdapter::default_mapping() const {
  static const auto* const kMapping = new Mapping(ParseMapping(DefaultGainsightMapping()).value());
  return *kMapping;
}

absl::StatusOr<std::vector<v1::Fact>> GainsightAdapter::Translate(absl::string_view payload,
                                                                  const Mapping& mapping) const {
  const auto root = json::Parse(payload);
  if (!root.ok()) return Unreadable("payload", root.status().message());
  BATON_ASSIGN_OR_RETURN(const Envelope envelope, Open(*root));
  Faults faults;
  const RecordReader reader(mapping, &faults);
  std::vector<v1::Fact> facts;
  for (size_t i = 0; i < envelope.records.size(); ++i) {
    const Value& record = *envelope.records[i];
    const std::string where = envelope.is_push ? "" : absl::StrCat(envelope.where, "[", i, "]");
    const RecordMapping* rules =
        envelope.is_push ? mapping.Find("push") : Recognise(mapping, reader, record);
    if (rules == nullptr) {
      faults.Add(where.empty() ? "payload" : where,
                 "is no record that the mapping knows: none of its known_by paths is there");
      continue;
    }
    v1::Fact& fact = facts.emplace_back();
    reader.Read(*rules, record, where, &fact);
    if (envelope.is_push && fact.account_external_id().empty() && fact.external_id().empty()) {
      faults.Add("payload", "states neither an account nor a record that the mapping knows");
    }
    Finish(rules->record, envelope.is_push, &fact);
  }
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  return facts;
}

}  // namespace baton::adapters
