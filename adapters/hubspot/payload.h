// What a HubSpot payload brings, freed from the envelopes that it came in.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/json.h"

namespace baton::adapters {

// A value and its path in the payload.
struct HubSpotItem {
  const json::Value* value = nullptr;
  std::string where;

  // The path of something inside it.
  std::string At(absl::string_view path) const;
  // A record's id and properties; empty where they are not stated.
  std::string Id() const;
  std::string Property(absl::string_view name) const;
  // Whether it was deleted.
  bool IsArchived() const;
};

struct HubSpotRecord {
  // The object's name: "deal", "line_item", "owner"; empty where only its shape tells.
  std::string object;
  HubSpotItem item;
};

// An association that an answer of its own states.
struct HubSpotLink {
  std::string from_object;
  std::string from_id;
  std::string to_object;
  std::string to_id;
};

// Points into the payload that it was opened from.
struct HubSpotPayload {
  // Webhook events.
  std::vector<HubSpotItem> events;
  std::vector<HubSpotRecord> records;
  // {"id": the deal's id, "splits": [...]}.
  std::vector<HubSpotItem> splits;
  // Deal pipelines with their stages.
  std::vector<HubSpotItem> pipelines;
  std::vector<HubSpotLink> links;

  // The records of an object.
  std::vector<HubSpotItem> RecordsOf(absl::string_view object) const;
  // The ids that a record of `object` is associated with, by its own list and by answers of
  // associations, each once; the primary one first.
  std::vector<std::string> Associated(const HubSpotRecord& record, absl::string_view to) const;
};

// The name of an object from any of HubSpot's spellings: "deals", "Line Items", "0-3"; unknown ones
// in lower case as they are.
std::string HubSpotObject(absl::string_view spelling);

// The text of a member; empty where it is missing or no text or number.
std::string HubSpotText(const json::Value& object, absl::string_view key);

// A record's own list of associations with an object, or nullptr.
const json::Value* HubSpotAssociations(const HubSpotItem& record, absl::string_view to);

}  // namespace baton::adapters
