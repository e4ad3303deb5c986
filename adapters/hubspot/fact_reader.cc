#include "adapters/hubspot/fact_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"
#include "adapters/crm_facts.h"
#include "adapters/hubspot/kind.h"
#include "domain/instant.h"

namespace baton::adapters {
namespace {

std::string FullName(absl::string_view first, absl::string_view last) {
  return absl::StrCat(first, first.empty() || last.empty() ? "" : " ", last);
}

// The owner that a user is; a user's own id is another.
std::string OwnerOf(const HubSpotItem& user) { return user.Property("hubspot_owner_id"); }

}  // namespace

void RecogniseHubSpotRecords(const Mapping& mapping, HubSpotPayload* payload, Faults* faults) {
  const RecordReader reader(mapping, faults);
  std::vector<HubSpotRecord> known;
  for (HubSpotRecord& record : payload->records) {
    for (const RecordMapping& rules : mapping.records) {
      if (!record.object.empty()) break;
      if (reader.IsKnownBy(rules, *record.item.value)) record.object = rules.record;
    }
    if (record.object.empty()) {
      faults->Add(record.item.where.empty() ? "payload" : record.item.where,
                  "is no record that the mapping knows: none of its known_by paths is there");
    } else if (HubSpotKind(record.object).has_value() && mapping.Find(record.object) != nullptr) {
      known.push_back(std::move(record));
    }
  }
  payload->records = std::move(known);
}

void HubSpotFactReader::Read(std::vector<v1::Fact>* facts) {
  // Deals go first: they tell what their lines say.
  for (const bool lines : {false, true}) {
    for (const HubSpotRecord& record : payload_.records) {
      if ((record.object == "line_item") != lines || IsToldElsewhere(record)) continue;
      if (facts->size() >= kMaxFacts) return AddTooManyFacts(faults_);
      v1::Fact& fact = facts->emplace_back();
      fact.set_kind(*HubSpotKind(record.object));
      ReadRecord(record, &fact);
    }
  }
}

bool HubSpotFactReader::IsToldElsewhere(const HubSpotRecord& record) const {
  if (record.object == "line_item") return deals_.HasTold(record.item);
  // A queue is no person.
  if (record.object == "owner") {
    return absl::EqualsIgnoreCase(HubSpotText(*record.item.value, "type"), "QUEUE");
  }
  if (record.object != "user") return false;
  const std::vector<HubSpotItem> owners = payload_.RecordsOf("owner");
  return std::any_of(owners.begin(), owners.end(),
                     [&](const HubSpotItem& owner) { return owner.Id() == OwnerOf(record.item); });
}

void HubSpotFactReader::ReadRecord(const HubSpotRecord& record, v1::Fact* fact) {
  if (record.object == "line_item") return ReadLine(record, fact);
  if (record.object == "owner") return ReadOwner(record.item, fact);
  if (record.object == "user") return ReadUser(record.item, fact);
  SetId(record.item, record.item.Id(), fact);
  if (record.object == "company") fact->set_account_external_id(fact->external_id());
  if (record.item.IsArchived()) return ReadArchived(record, fact);
  if (record.object == "deal") {
    deals_.Read(record, fact);
  } else {
    reader_.Read(*mapping_.Find(record.object), *record.item.value, record.item.where, fact);
  }
  SetAssociations(record, fact);
}

void HubSpotFactReader::ReadArchived(const HubSpotRecord& record, v1::Fact* fact) {
  v1::Fact stated;
  reader_.Read(*mapping_.Find(record.object), *record.item.value, record.item.where, &stated);
  if (stated.has_change_time()) *fact->mutable_occur_time() = stated.change_time();
  fact->set_refetch_required(true);
}

void HubSpotFactReader::SetAssociations(const HubSpotRecord& record, v1::Fact* fact) {
  if (record.object == "company") return;
  const auto first = [&](absl::string_view object) {
    const std::vector<std::string> ids = payload_.Associated(record, object);
    return ids.empty() ? std::string() : ids.front();
  };
  fact->set_account_external_id(first("company"));
  fact->set_contact_external_id(first("contact"));
  if (record.object != "deal") fact->set_opportunity_external_id(first("deal"));
}

void HubSpotFactReader::ReadLine(const HubSpotRecord& line, v1::Fact* fact) {
  v1::Fact stated;
  reader_.Read(*mapping_.Find("line_item"), *line.item.value, line.item.where, &stated);
  if (stated.has_occur_time()) *fact->mutable_occur_time() = stated.occur_time();
  const std::vector<std::string> deals = payload_.Associated(line, "deal");
  if (!deals.empty()) fact->set_external_id(deals.front());
  fact->set_refetch_required(true);
}

void HubSpotFactReader::ReadOwner(const HubSpotItem& owner, v1::Fact* fact) {
  SetId(owner, owner.Id(), fact);
  reader_.Read(*mapping_.Find("owner"), *owner.value, owner.where, fact);
  fact->set_display_name(
      FullName(HubSpotText(*owner.value, "firstName"), HubSpotText(*owner.value, "lastName")));
  if (owner.value->Find("archived") != nullptr) fact->set_active(!owner.IsArchived());
  for (const HubSpotItem& user : payload_.RecordsOf("user")) {
    if (OwnerOf(user) == fact->external_id()) AddUser(user, fact);
  }
}

void HubSpotFactReader::ReadUser(const HubSpotItem& user, v1::Fact* fact) {
  if (OwnerOf(user).empty()) {
    return faults_->Add(user.At("properties.hubspot_owner_id"),
                        "is missing: a user is known by the id as an owner");
  }
  SetId(user, OwnerOf(user), fact);
  fact->set_display_name(FullName(user.Property("hs_given_name"), user.Property("hs_family_name")));
  AddUser(user, fact);
}

void HubSpotFactReader::AddUser(const HubSpotItem& user, v1::Fact* fact) {
  v1::Fact stated;
  reader_.Read(*mapping_.Find("user"), *user.value, user.where, &stated);
  if (user.IsArchived()) stated.set_active(false);
  const auto micros = [](const google::protobuf::Timestamp& time) {
    return domain::ToMicros(time);
  };
  // The owner's record goes first, but the change that came last is the person's.
  if (fact->has_active() && !fact->active()) stated.set_active(false);
  if (!fact->email().empty()) stated.clear_email();
  if (micros(fact->occur_time()) > micros(stated.occur_time())) {
    stated.clear_occur_time();
    stated.clear_change_time();
  }
  fact->MergeFrom(stated);
}

void HubSpotFactReader::SetId(const HubSpotItem& item, const std::string& id, v1::Fact* fact) {
  if (IsHubSpotId(id)) return fact->set_external_id(id);
  faults_->Add(item.At("id"), absl::StrCat("is no id of HubSpot: ", Excerpt(id)));
}

}  // namespace baton::adapters
