#include "adapters/hubspot/payload.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace baton::adapters {
namespace {

using json::Value;

// An id of an association's list: v3 calls it "id", v4 "toObjectId".
std::string TargetOf(const Value& target) {
  std::string id = HubSpotText(target, "toObjectId");
  return id.empty() ? HubSpotText(target, "id") : id;
}

void AddOnce(std::string id, std::vector<std::string>* ids) {
  if (!id.empty() && std::count(ids->begin(), ids->end(), id) == 0) ids->push_back(std::move(id));
}

}  // namespace

std::string HubSpotItem::At(absl::string_view path) const {
  return absl::StrCat(where, where.empty() ? "" : ".", path);
}

std::string HubSpotItem::Id() const {
  std::string id = HubSpotText(*value, "id");
  return id.empty() ? Property("hs_object_id") : id;
}

std::string HubSpotItem::Property(absl::string_view name) const {
  const Value* properties = value->Find("properties");
  return properties == nullptr ? "" : HubSpotText(*properties, name);
}

bool HubSpotItem::IsArchived() const {
  const Value* archived = value->Find("archived");
  return archived != nullptr && archived->IsTrue();
}

std::vector<HubSpotItem> HubSpotPayload::RecordsOf(absl::string_view object) const {
  std::vector<HubSpotItem> found;
  for (const HubSpotRecord& record : records) {
    if (record.object == object) found.push_back(record.item);
  }
  return found;
}

std::vector<std::string> HubSpotPayload::Associated(const HubSpotRecord& record,
                                                    absl::string_view to) const {
  std::vector<std::string> ids;
  const std::string primary = absl::StrCat(record.object, "_to_", to);
  const Value* list = HubSpotAssociations(record.item, to);
  const Value* results = list == nullptr ? nullptr : list->Find("results");
  for (const bool primaries : {true, false}) {
    if (results == nullptr) break;
    for (const Value& target : results->items()) {
      if ((HubSpotText(target, "type") == primary) == primaries) AddOnce(TargetOf(target), &ids);
    }
  }
  const std::string id = record.item.Id();
  for (const HubSpotLink& link : links) {
    if (link.from_object == record.object && link.from_id == id && link.to_object == to) {
      AddOnce(link.to_id, &ids);
    }
  }
  return ids;
}

std::string HubSpotObject(absl::string_view spelling) {
  static const auto* const kNames = new std::map<std::string, std::string>{
      {"deals", "deal"},           {"0-3", "deal"},         {"companies", "company"},
      {"0-2", "company"},          {"tasks", "task"},       {"0-27", "task"},
      {"calls", "call"},           {"0-48", "call"},        {"emails", "email"},
      {"0-49", "email"},           {"meetings", "meeting"}, {"0-47", "meeting"},
      {"line_items", "line_item"}, {"0-8", "line_item"},    {"users", "user"},
      {"0-115", "user"},           {"owners", "owner"},     {"contacts", "contact"},
      {"0-1", "contact"},
  };
  const std::string plain =
      absl::StrReplaceAll(absl::AsciiStrToLower(spelling), {{" ", "_"}, {"%20", "_"}});
  const auto found = kNames->find(plain);
  return found == kNames->end() ? plain : found->second;
}

std::string HubSpotText(const Value& object, absl::string_view key) {
  const Value* value = object.Find(key);
  return value == nullptr ? "" : value->text();
}

const Value* HubSpotAssociations(const HubSpotItem& record, absl::string_view to) {
  const Value* all = record.value->Find("associations");
  if (all == nullptr) return nullptr;
  for (const auto& [name, list] : all->members()) {
    if (HubSpotObject(name) == to) return &list;
  }
  return nullptr;
}

}  // namespace baton::adapters
