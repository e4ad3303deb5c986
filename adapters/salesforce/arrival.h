// What a Salesforce payload brings, freed from the envelope that it came in.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "adapters/json.h"

namespace baton::adapters {

// The header of a change event, as far as facts need it.
struct ChangeHeader {
  // CREATE, UPDATE, DELETE, GAP_UPDATE, ...
  std::string change_type;
  // As sent; several where one change hit several records, "" or a wildcard where unknown.
  std::vector<std::string> record_ids;
  absl::Time commit_time;
  // Fields that the event says were cleared, by their names.
  std::vector<std::string> nulled_fields;
  // Whether a large text came as a difference, which says nothing by itself.
  bool has_diffs = false;
};

struct Arrival {
  enum class Form {
    kEvent,    // a change event, of Pub/Sub or CometD: only what changed
    kRecord,   // a record read back by REST or SOQL
    kMessage,  // a SOAP outbound message
  };
  Form form = Form::kRecord;
  // The record's path in the payload.
  std::string where;
  // The object's name: "Opportunity".
  std::string entity;
  // The record's fields; owned by the Envelope or by the payload that it was opened from.
  const json::Value* fields = nullptr;
  // What repeats of one delivery have in common; empty where the envelope has no such id.
  std::string delivery_id;
  // Of an event alone.
  ChangeHeader header;
};

struct Envelope {
  std::vector<Arrival> arrivals;
  // What the payload holds only in another form. A deque, so that pointers into it stay.
  std::deque<json::Value> owned;
};

}  // namespace baton::adapters
