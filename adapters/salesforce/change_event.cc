#include "adapters/salesforce/change_event.h"

#include <map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/salesforce/avro.h"
#include "adapters/salesforce/change_bitmap.h"
#include "adapters/transform.h"
#include "adapters/vendor_time.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr absl::string_view kHeader = "ChangeEventHeader";

std::string TextOf(const Value& object, absl::string_view key) {
  const Value* value = object.Find(key);
  return value != nullptr ? value->text() : "";
}

std::vector<std::string> TextsOf(const Value* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const Value& item : list->items()) texts.push_back(item.text());
  return texts;
}

// Reads the header into `arrival`. False when it lacks something; the faults say what.
bool ReadHeader(const Value& payload, Arrival* arrival, Faults* faults) {
  const Value* header = payload.Find(kHeader);
  const std::string where = absl::StrCat(arrival->where, ".", kHeader);
  if (header == nullptr || !header->is_object()) {
    faults->Add(where, "is missing");
    return false;
  }
  const size_t before = faults->count();
  arrival->entity = TextOf(*header, "entityName");
  if (arrival->entity.empty()) faults->Add(where + ".entityName", "is missing");
  arrival->header.change_type = TextOf(*header, "changeType");
  if (arrival->header.change_type.empty()) faults->Add(where + ".changeType", "is missing");
  arrival->header.record_ids = TextsOf(header->Find("recordIds"));
  if (arrival->header.record_ids.empty()) faults->Add(where + ".recordIds", "is missing");
  arrival->header.nulled_fields = TextsOf(header->Find("nulledFields"));
  arrival->header.has_diffs = !TextsOf(header->Find("diffFields")).empty();
  const auto commit = ParseInstant(TextOf(*header, "commitTimestamp"));
  if (commit.ok()) {
    arrival->header.commit_time = *commit;
  } else {
    faults->Add(where + ".commitTimestamp", commit.status().message());
  }
  return faults->count() == before;
}

// The schemas that a payload carries, parsed once each.
class Schemas {
 public:
  explicit Schemas(const Value* info) {
    if (info == nullptr) return;
    const auto add = [this](const Value& schema) {
      parsed_.emplace(TextOf(schema, "schema_id"),
                      AvroSchema::Parse(TextOf(schema, "schema_json")));
    };
    if (info->is_object()) add(*info);
    for (const Value& schema : info->items()) add(schema);
  }

  absl::StatusOr<const AvroSchema*> Find(const std::string& id) const {
    const auto it = parsed_.find(id);
    if (it == parsed_.end()) {
      return absl::InvalidArgumentError("is not among the schemas of schema_info");
    }
    if (!it->second.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("names a schema that ", it->second.status().message()));
    }
    return &*it->second;
  }

 private:
  std::map<std::string, absl::StatusOr<AvroSchema>> parsed_;
};

class FetchReader {
 public:
  FetchReader(const Value& root, Envelope* envelope, Faults* faults)
      : schemas_(root.Find("schema_info")), envelope_(envelope), faults_(faults) {}

  void ReadEvent(const Value& event, const std::string& where) {
    Arrival arrival;
    arrival.form = Arrival::Form::kEvent;
    arrival.delivery_id = TextOf(event, "id");
    const AvroSchema* schema = nullptr;
    const Value* payload = event.Find("payload");
    if (payload != nullptr && payload->is_null()) payload = nullptr;
    arrival.where = where + (payload != nullptr ? ".payload" : ".payload_base64");
    if (payload == nullptr) payload = DecodePayload(event, where, &schema);
    if (payload == nullptr || !ReadHeader(*payload, &arrival, faults_)) return;
    if (schema != nullptr && !Expand(*payload, *schema, &arrival)) return;
    arrival.fields = payload;
    envelope_->arrivals.push_back(std::move(arrival));
  }

 private:
  const Value* DecodePayload(const Value& event, const std::string& where,
                             const AvroSchema** schema) {
    const Value* base64 = event.Find("payload_base64");
    std::string bytes;
    if (base64 == nullptr) {
      faults_->Add(where, "has neither payload nor payload_base64");
      return nullptr;
    }
    if (!base64->is_text() || !absl::Base64Unescape(base64->text(), &bytes)) {
      faults_->Add(where + ".payload_base64", "is no base64");
      return nullptr;
    }
    const auto found = schemas_.Find(TextOf(event, "schema_id"));
    if (!found.ok()) {
      faults_->Add(where + ".schema_id", found.status().message());
      return nullptr;
    }
    auto decoded = (*found)->Decode(bytes);
    if (!decoded.ok()) {
      faults_->Add(where + ".payload_base64",
                   absl::StrCat("is no Avro of its schema: ", decoded.status().message()));
      return nullptr;
    }
    *schema = *found;
    return &envelope_->owned.emplace_back(*std::move(decoded));
  }

  bool Expand(const Value& payload, const AvroSchema& schema, Arrival* arrival) {
    const Value* nulled = payload.Find(kHeader)->Find("nulledFields");
    if (nulled == nullptr) return true;
    auto names = ExpandBitmaps(*nulled, schema);
    if (names.ok()) {
      arrival->header.nulled_fields = *std::move(names);
    } else {
      faults_->Add(absl::StrCat(arrival->where, ".", kHeader, ".nulledFields"),
                   names.status().message());
    }
    return names.ok();
  }

  const Schemas schemas_;
  Envelope* envelope_;
  Faults* faults_;
};

}  // namespace

void OpenFetchResponse(const Value& root, const std::string& where, Envelope* envelope,
                       Faults* faults) {
  const Value* events = root.Find("fetch_response")->Find("events");
  const std::string at = where + "fetch_response.events";
  if (events == nullptr) return;
  if (!events->is_list()) return faults->Add(at, "is no list");
  FetchReader reader(root, envelope, faults);
  for (size_t i = 0; i < events->items().size(); ++i) {
    const std::string path = absl::StrCat(at, "[", i, "]");
    const Value* event = events->items()[i].Find("event");
    if (event == nullptr || !event->is_object()) {
      faults->Add(path, "has no event");
    } else {
      reader.ReadEvent(*event, path + ".event");
    }
  }
}

void OpenCometdMessage(const Value& message, const std::string& where, Envelope* envelope,
                       Faults* faults) {
  if (absl::StartsWith(TextOf(message, "channel"), "/meta/")) return;
  const Value* payload = message.Lookup("data.payload");
  if (payload == nullptr || !payload->is_object()) {
    return faults->Add(where + "data.payload", "is missing");
  }
  Arrival arrival;
  arrival.form = Arrival::Form::kEvent;
  arrival.where = where + "data.payload";
  if (!ReadHeader(*payload, &arrival, faults)) return;
  const Value* replay = message.Lookup("data.event.replayId");
  if (replay != nullptr && !replay->text().empty()) {
    arrival.delivery_id = absl::StrCat(TextOf(message, "channel"), "#", replay->text());
  }
  if (arrival.header.change_type == "UPDATE") {
    for (const auto& [field, value] : payload->members()) {
      if (value.is_null()) arrival.header.nulled_fields.push_back(field);
    }
  }
  arrival.fields = payload;
  envelope->arrivals.push_back(std::move(arrival));
}

}  // namespace baton::adapters
