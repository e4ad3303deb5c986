#include "adapters/hubspot/event_reader.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/adapter.h"
#include "adapters/crm_facts.h"
#include "adapters/hubspot/kind.h"
#include "adapters/vendor_time.h"
#include "domain/instant.h"

namespace baton::adapters {
namespace {

using json::Value;

// Whether a property event sets this flag.
bool SetsFlag(absl::string_view property, const Value& value, absl::string_view flag) {
  return property == flag && (value.IsTrue() || absl::EqualsIgnoreCase(value.text(), "true"));
}

// The new record of a merge, the one that it was merged into, else the record itself.
std::string IdOf(const Value& event, absl::string_view change) {
  if (change == "merge") {
    for (const absl::string_view key : {"newObjectId", "primaryObjectId"}) {
      std::string id = HubSpotText(event, key);
      if (!id.empty()) return id;
    }
  }
  return HubSpotText(event, "objectId");
}

}  // namespace

void HubSpotEventReader::Read(const HubSpotItem& event, std::vector<v1::Fact>* facts) {
  if (facts->size() >= kMaxFacts) return AddTooManyFacts(faults_);
  const size_t before = faults_->count();
  const Subject subject = ReadSubject(event);
  const auto kind = HubSpotKind(subject.object);
  if (!kind.has_value() && faults_->count() == before) return;
  v1::Fact fact;
  SetTime(event, &fact);
  if (faults_->count() > before) return;
  fact.set_kind(*kind);
  if (subject.object == "deal" && subject.change == "creation") {
    fact.set_kind(v1::FACT_KIND_OPPORTUNITY_CREATED);
  }
  // The events of a line tell nothing of its deal, those of a user nothing of the owner.
  if (subject.object != "line_item" && subject.object != "user") {
    fact.set_external_id(subject.id);
  }
  if (subject.object == "company") fact.set_account_external_id(subject.id);
  const bool has_value = event.value->Find("propertyValue") != nullptr;
  if (subject.change == "propertychange" && has_value && !fact.external_id().empty()) {
    ReadProperty(event, subject, &fact);
  } else {
    fact.set_refetch_required(true);
  }
  facts->push_back(std::move(fact));
}

HubSpotEventReader::Subject HubSpotEventReader::ReadSubject(const HubSpotItem& event) {
  Subject subject;
  std::string type = HubSpotText(*event.value, "subscriptionType");
  if (type.empty()) type = HubSpotText(*event.value, "eventType");
  const std::pair<std::string, std::string> parts = absl::StrSplit(type, absl::MaxSplits('.', 1));
  subject.change = absl::AsciiStrToLower(parts.second);
  if (parts.first.empty() || parts.second.empty()) {
    AddFault(event, "subscriptionType", absl::StrCat("is no kind of event: ", Excerpt(type)));
    return subject;
  }
  const bool generic = parts.first == "object";
  const std::string object =
      HubSpotObject(generic ? HubSpotText(*event.value, "objectTypeId") : parts.first);
  if (object.empty()) AddFault(event, "objectTypeId", "is missing");
  subject.object = object;
  if (subject.change == "associationchange") {
    ReadAssociation(event, &subject);
  } else {
    subject.id = IdOf(*event.value, subject.change);
  }
  if (HubSpotKind(subject.object).has_value() && !IsHubSpotId(subject.id)) {
    AddFault(event, "objectId", absl::StrCat("is no id of HubSpot: ", Excerpt(subject.id)));
  }
  return subject;
}

void HubSpotEventReader::ReadAssociation(const HubSpotItem& event, Subject* subject) {
  const std::string type = absl::AsciiStrToLower(HubSpotText(*event.value, "associationType"));
  const std::string from_id = HubSpotText(*event.value, "fromObjectId");
  const std::pair<std::string, std::string> sides =
      absl::StrSplit(type, absl::MaxSplits("_to_", 1));
  if (sides.second.empty()) {
    subject->id = from_id.empty() ? HubSpotText(*event.value, "objectId") : from_id;
    return;
  }
  const std::string to_id = HubSpotText(*event.value, "toObjectId");
  const std::string from = HubSpotObject(sides.first);
  const std::string to = HubSpotObject(sides.second);
  const bool takes_to = to == "deal" || (to == "company" && from != "deal");
  subject->object = takes_to ? to : from;
  subject->id = takes_to ? to_id : from_id;
}

void HubSpotEventReader::ReadProperty(const HubSpotItem& event, const Subject& subject,
                                      v1::Fact* fact) {
  const std::string property = HubSpotText(*event.value, "propertyName");
  if (property.empty()) return AddFault(event, "propertyName", "is missing");
  const std::string path = absl::StrCat("properties.", property);
  const Value* value = event.value->Find("propertyValue");
  const RecordMapping* rules = mapping_.Find(subject.object);
  if (rules == nullptr) return;
  const google::protobuf::Timestamp time = fact->occur_time();
  reader_.Read(*rules, Value::ObjectOf({{path, *value}}), event.where, fact);
  *fact->mutable_occur_time() = time;
  *fact->mutable_change_time() = time;
  const bool empty = value->is_null() || (value->is_text() && value->text().empty());
  if (empty) reader_.AddCleared(*rules, {path}, fact);
  if (subject.object != "deal") return;
  if (SetsFlag(property, *value, "hs_is_closed_won")) fact->set_outcome("won");
  if (SetsFlag(property, *value, "hs_is_closed_lost")) fact->set_outcome("lost");
}

void HubSpotEventReader::SetTime(const HubSpotItem& event, v1::Fact* fact) {
  const auto time = ParseInstant(HubSpotText(*event.value, "occurredAt"));
  if (!time.ok()) return AddFault(event, "occurredAt", time.status().message());
  *fact->mutable_occur_time() = domain::ToTimestamp(*time);
  *fact->mutable_change_time() = fact->occur_time();
}

}  // namespace baton::adapters
