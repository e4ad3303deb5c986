#include "adapters/salesforce/fact_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "adapters/crm_facts.h"
#include "adapters/transform.h"
#include "adapters/vendor_time.h"
#include "domain/instant.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kOpportunity = "Opportunity";
constexpr absl::string_view kAccount = "Account";
constexpr absl::string_view kOpportunityParts[] = {"OpportunityLineItem", "OpportunitySplit",
                                                   "OpportunityContactRole"};
// The id of an event that lost track of its records.
constexpr absl::string_view kNoRecord = "000000000000000";

std::optional<v1::FactKind> KindOf(absl::string_view entity) {
  if (entity == kOpportunity) return v1::FACT_KIND_OPPORTUNITY_UPDATED;
  if (entity == kAccount) return v1::FACT_KIND_ACCOUNT;
  if (entity == "Task" || entity == "Event") return v1::FACT_KIND_ACTIVITY;
  if (entity == "User") return v1::FACT_KIND_USER;
  return std::nullopt;
}

bool IsPartOfOpportunity(absl::string_view entity) {
  return std::count(std::begin(kOpportunityParts), std::end(kOpportunityParts), entity) > 0;
}

// Whether the event says only that something changed: a gap, a deletion.
bool SaysNothing(absl::string_view change_type) {
  return absl::StartsWith(change_type, "GAP_") || change_type == "DELETE" ||
         change_type == "UNDELETE";
}

bool IsKnownChange(absl::string_view change_type) {
  return SaysNothing(change_type) || change_type == "CREATE" || change_type == "UPDATE" ||
         change_type == "SNAPSHOT";
}

std::string At(const Arrival& arrival, absl::string_view field) {
  return absl::StrCat(arrival.where, arrival.where.empty() ? "" : ".", field);
}

}  // namespace

void SalesforceFactReader::Read(const Arrival& arrival, std::vector<v1::Fact>* facts) {
  if (facts->size() >= kMaxFacts) return AddTooManyFacts(faults_);
  if (IsPartOfOpportunity(arrival.entity)) return ReadPart(arrival, facts);
  const auto kind = KindOf(arrival.entity);
  if (!kind.has_value() || mapping_.Find(arrival.entity) == nullptr) {
    return faults_->Add(
        arrival.where.empty() ? "payload" : arrival.where,
        absl::StrCat("is of an object that is not translated: ", Excerpt(arrival.entity)));
  }
  if (arrival.form == Arrival::Form::kEvent) return ReadEvent(arrival, *kind, facts);
  ReadRecord(arrival, *kind, facts);
}

void SalesforceFactReader::ReadEvent(const Arrival& arrival, v1::FactKind kind,
                                     std::vector<v1::Fact>* facts) {
  const std::string& change = arrival.header.change_type;
  if (!IsKnownChange(change)) {
    return faults_->Add(At(arrival, "ChangeEventHeader.changeType"),
                        absl::StrCat("is no kind of change: ", Excerpt(change)));
  }
  const RecordMapping& rules = *mapping_.Find(arrival.entity);
  v1::Fact read;
  read.set_kind(kind);
  if (SaysNothing(change)) {
    read.set_refetch_required(true);
  } else {
    reader_.Read(rules, *arrival.fields, arrival.where, &read);
    if (arrival.entity == kOpportunity) ReadOpportunity(arrival, &read);
    reader_.AddCleared(rules, arrival.header.nulled_fields, &read);
    if (arrival.header.has_diffs) read.set_refetch_required(true);
  }
  if (arrival.entity == kOpportunity && absl::EndsWith(change, "CREATE")) {
    read.set_kind(v1::FACT_KIND_OPPORTUNITY_CREATED);
  }
  *read.mutable_occur_time() = domain::ToTimestamp(arrival.header.commit_time);
  *read.mutable_change_time() = read.occur_time();
  for (const std::string& id : arrival.header.record_ids) {
    if (facts->size() >= kMaxFacts) return AddTooManyFacts(faults_);
    SetId(arrival, id, &facts->emplace_back(read));
  }
}

void SalesforceFactReader::ReadRecord(const Arrival& arrival, v1::FactKind kind,
                                      std::vector<v1::Fact>* facts) {
  CheckComplete(arrival);
  v1::Fact& fact = facts->emplace_back();
  fact.set_kind(kind);
  reader_.Read(*mapping_.Find(arrival.entity), *arrival.fields, arrival.where, &fact);
  if (arrival.entity == kOpportunity) ReadOpportunity(arrival, &fact);
  SetId(arrival, RecordId(arrival), &fact);
}

void SalesforceFactReader::ReadPart(const Arrival& arrival, std::vector<v1::Fact>* facts) {
  v1::Fact& fact = facts->emplace_back();
  fact.set_kind(v1::FACT_KIND_OPPORTUNITY_UPDATED);
  fact.set_refetch_required(true);
  if (arrival.form == Arrival::Form::kEvent) {
    *fact.mutable_occur_time() = domain::ToTimestamp(arrival.header.commit_time);
  }
  const Value* opportunity = arrival.fields->Find("OpportunityId");
  if (opportunity == nullptr || opportunity->is_null()) return;
  const auto id = ToId18(opportunity->text());
  if (!id.ok()) return faults_->Add(At(arrival, "OpportunityId"), id.status().message());
  fact.set_external_id(*id);
}

void SalesforceFactReader::ReadOpportunity(const Arrival& arrival, v1::Fact* fact) {
  FillArrDeltas(At(arrival, "OpportunityLineItems"), fact, faults_);
  const auto won = Flag(arrival, "IsWon");
  SetOutcome(arrival, won, fact);
  if (arrival.form == Arrival::Form::kEvent) return;
  if (won.value_or(fact->outcome() == "won") && !fact->lines().empty()) {
    fact->set_kind(v1::FACT_KIND_BOOKING);
    const RecordMapping* booking = mapping_.Find("Booking");
    if (booking != nullptr) reader_.Read(*booking, *arrival.fields, arrival.where, fact);
  } else if (WasJustCreated(arrival)) {
    fact->set_kind(v1::FACT_KIND_OPPORTUNITY_CREATED);
  }
}

void SalesforceFactReader::SetOutcome(const Arrival& arrival, std::optional<bool> won,
                                      v1::Fact* fact) {
  const auto closed = Flag(arrival, "IsClosed");
  if (!fact->outcome().empty()) return;
  if (won.value_or(false)) return fact->set_outcome("won");
  // An event leaves out what did not change, and what is open is not won: closed alone means lost.
  const bool known = won.has_value() || arrival.form == Arrival::Form::kEvent;
  if (closed.value_or(false) && known) fact->set_outcome("lost");
}

void SalesforceFactReader::CheckComplete(const Arrival& arrival) {
  for (const auto& [field, value] : arrival.fields->members()) {
    const Value* done = value.Find("done");
    if (done != nullptr && done->is_bool() && !done->IsTrue()) {
      faults_->Add(At(arrival, absl::StrCat(field, ".done")),
                   "is false: the payload lacks some of these records");
    }
  }
}

std::optional<bool> SalesforceFactReader::Flag(const Arrival& arrival, const char* field) {
  const Value* value = arrival.fields->Find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  FieldRule rule;
  rule.transform = Transform::kBool;
  const auto flag = ApplyTransform(rule, *value, 0);
  if (flag.ok()) return std::get<bool>(*flag);
  faults_->Add(At(arrival, field), flag.status().message());
  return std::nullopt;
}

bool SalesforceFactReader::WasJustCreated(const Arrival& arrival) {
  const Value* created = arrival.fields->Find("CreatedDate");
  const Value* changed = arrival.fields->Find("LastModifiedDate");
  if (created == nullptr || changed == nullptr) return false;
  const auto created_time = ParseInstant(created->text());
  const auto changed_time = ParseInstant(changed->text());
  return created_time.ok() && changed_time.ok() && *created_time == *changed_time;
}

std::string SalesforceFactReader::RecordId(const Arrival& arrival) {
  if (const Value* id = arrival.fields->Find("Id")) return id->text();
  const Value* url = arrival.fields->Lookup("attributes.url");
  if (url == nullptr) return "";
  return url->text().substr(url->text().rfind('/') + 1);
}

void SalesforceFactReader::SetId(const Arrival& arrival, const std::string& id, v1::Fact* fact) {
  const bool event = arrival.form == Arrival::Form::kEvent;
  // Such an event names no record, and whatever it concerns must be read again.
  if (event && (absl::EndsWith(id, "*") || absl::StartsWith(id, kNoRecord))) {
    return fact->set_refetch_required(true);
  }
  const auto full = ToId18(id);
  if (!full.ok()) {
    return faults_->Add(At(arrival, event ? "ChangeEventHeader.recordIds" : "Id"),
                        full.status().message());
  }
  fact->set_external_id(*full);
  if (arrival.entity == kAccount) fact->set_account_external_id(*full);
}

}  // namespace baton::adapters
