#include "adapters/cs_records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "adapters/faults.h"
#include "adapters/record_reader.h"
#include "adapters/text.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kPush = "push";

bool StatesMoreThanTrigger(const v1::Fact& fact) {
  return !fact.signal_type().empty() || !fact.buyer_name().empty() || !fact.timeline().empty() ||
         !fact.urgency().empty();
}

v1::FactKind DecideKind(const v1::Fact& fact, bool is_push) {
  const bool is_handoff = StatesMoreThanTrigger(fact);
  const bool is_risk = fact.kind() == v1::FACT_KIND_RISK_SIGNAL;
  const bool is_usage = fact.kind() == v1::FACT_KIND_USAGE_EVENT;
  if (is_handoff && !is_risk && (is_push || is_usage)) return v1::FACT_KIND_EXPANSION_SIGNAL;
  if (fact.kind() != v1::FACT_KIND_UNSPECIFIED) return fact.kind();
  return is_handoff || !fact.trigger().empty() ? v1::FACT_KIND_EXPANSION_SIGNAL
                                               : v1::FACT_KIND_ACTIVITY;
}

// T-10: a rule raised it from usage and nobody stands behind it.
bool IsAutomatic(const v1::Fact& fact, bool is_push) {
  if (fact.kind() == v1::FACT_KIND_USAGE_EVENT) return true;
  return is_push && fact.kind() == v1::FACT_KIND_EXPANSION_SIGNAL &&
         fact.signal_type() == "product" && fact.csm_external_id().empty() &&
         fact.csm_email().empty();
}

// What a usage event says in words is its evidence, not what a CSM heard.
void MoveNoteToEvidence(v1::Fact* fact) {
  if (fact->evidence().empty()) fact->set_evidence(fact->context_note());
  fact->clear_context_note();
}

// Takes away what a fact of its kind does not state.
void KeepWhatBelongs(const RecordMapping& rules, bool is_push, v1::Fact* fact) {
  const v1::FactKind kind = fact->kind();
  const bool is_account = kind == v1::FACT_KIND_ACCOUNT;
  const bool is_score = kind == v1::FACT_KIND_HEALTH_SCORE;
  const bool is_usage = kind == v1::FACT_KIND_USAGE_EVENT;
  const bool is_activity = kind == v1::FACT_KIND_ACTIVITY;
  if (!is_account && !is_score && kind != v1::FACT_KIND_RISK_SIGNAL) fact->clear_health();
  if (is_account || is_score || is_usage || (rules.to_do && !is_activity)) {
    fact->clear_activity_type();
  }
  if (is_activity) fact->clear_trigger();
  if (is_usage && !is_push) MoveNoteToEvidence(fact);
}

class CsReader {
 public:
  CsReader(const Mapping& mapping, const CsRecords& records)
      : mapping_(mapping), records_(records), reader_(mapping, &faults_) {}

  void Read(const Value& record, const std::string& where) {
    bool is_known = false;
    const RecordMapping* rules = FindRules(record, &is_known);
    if (rules != nullptr) return AddFact(*rules, /*is_push=*/false, record, where);
    const RecordMapping* push = mapping_.Find(kPush);
    if (records_.form != CsForm::kPolled && push != nullptr) {
      return AddFact(*push, /*is_push=*/true, record, where);
    }
    if (!is_known) faults_.Add(where.empty() ? "payload" : where, WhyUnknown());
  }

  absl::StatusOr<std::vector<v1::Fact>> Take() {
    const absl::Status status = faults_.ToStatus();
    if (!status.ok()) return status;
    return std::move(facts_);
  }

 private:
  const RecordMapping* FindRules(const Value& record, bool* is_known) const {
    if (records_.form == CsForm::kPushed) return nullptr;
    for (const RecordMapping& rules : mapping_.records) {
      if (!IsKnown(rules, record)) continue;
      *is_known = true;
      if (reader_.GivesFact(rules, record)) return &rules;
    }
    return nullptr;
  }

  bool IsKnown(const RecordMapping& rules, const Value& record) const {
    if (records_.entity.empty()) return reader_.IsKnownBy(rules, record);
    return record.is_object() && SameWord(rules.record, records_.entity);
  }

  std::string WhyUnknown() const {
    if (records_.entity.empty()) {
      return "is no record that the mapping knows: none of its known_by paths is there";
    }
    return absl::StrCat("is no record that the mapping knows, but one of ",
                        Excerpt(records_.entity));
  }

  void AddFact(const RecordMapping& rules, bool is_push, const Value& record,
               const std::string& where) {
    v1::Fact& fact = facts_.emplace_back();
    reader_.Read(rules, record, where, &fact);
    if (is_push && fact.account_external_id().empty() && fact.external_id().empty()) {
      faults_.Add(where.empty() ? "payload" : where,
                  "states neither an account nor a record that the mapping knows");
    }
    fact.set_kind(DecideKind(fact, is_push));
    KeepWhatBelongs(rules, is_push, &fact);
    fact.set_automatic(IsAutomatic(fact, is_push));
  }

  const Mapping& mapping_;
  const CsRecords& records_;
  Faults faults_;
  const RecordReader reader_;
  std::vector<v1::Fact> facts_;
};

}  // namespace

CsRecords LoneRecord(const Value& record, std::string where, CsForm form) {
  CsRecords records;
  records.values.push_back(&record);
  records.where = std::move(where);
  records.alone = true;
  records.form = form;
  return records;
}

absl::StatusOr<CsRecords> RecordList(const Value& list, std::string where, CsForm form) {
  const absl::string_view place = where.empty() ? "payload" : absl::string_view(where);
  if (!list.is_list()) return Unreadable(place, "is no list of records");
  if (list.items().size() > kMaxFacts) {
    return Unreadable(place, absl::StrCat("has more than ", kMaxFacts, " records"));
  }
  CsRecords records;
  for (const Value& record : list.items()) records.values.push_back(&record);
  records.where = std::move(where);
  records.form = form;
  return records;
}

absl::StatusOr<std::vector<v1::Fact>> TranslateCs(absl::string_view payload, const Mapping& mapping,
                                                  CsOpener open) {
  const auto root = json::Parse(payload);
  if (!root.ok()) return Unreadable("payload", root.status().message());
  return TranslateCsValue(*root, mapping, open);
}

absl::StatusOr<std::vector<v1::Fact>> TranslateCsValue(const Value& root, const Mapping& mapping,
                                                       CsOpener open) {
  BATON_ASSIGN_OR_RETURN(const CsRecords records, open(root));
  CsReader reader(mapping, records);
  for (size_t i = 0; i < records.values.size(); ++i) {
    reader.Read(*records.values[i],
                records.alone ? records.where : absl::StrCat(records.where, "[", i, "]"));
  }
  return reader.Take();
}

}  // namespace baton::adapters
