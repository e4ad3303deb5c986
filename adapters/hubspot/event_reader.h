// Reads the facts out of HubSpot's webhook events.
//
// An event states that a record came or went, or one property's new value: a hint, after which the
// record must be read. Events of objects that Baton keeps nothing of (contacts, tickets, products)
// state nothing: refusing them would only make HubSpot send them ten times more.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/faults.h"
#include "adapters/hubspot/payload.h"
#include "adapters/mapping.h"
#include "adapters/record_reader.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// One for each payload; not thread-safe.
class HubSpotEventReader {
 public:
  HubSpotEventReader(const Mapping& mapping, Faults* faults)
      : mapping_(mapping), faults_(faults), reader_(mapping, faults) {}

  // Adds the fact of one event; of one that states nothing, none.
  void Read(const HubSpotItem& event, std::vector<v1::Fact>* facts);

 private:
  // What an event is about, without what changed.
  struct Subject {
    // The object's name; empty for one that Baton keeps nothing of.
    std::string object;
    // "creation", "propertychange", ... in small letters.
    std::string change;
    std::string id;
  };

  // Adds faults for what is missing or unknown.
  Subject ReadSubject(const HubSpotItem& event);
  // The side of an association that is a deal or, where none is, a company.
  void ReadAssociation(const HubSpotItem& event, Subject* subject);
  void ReadProperty(const HubSpotItem& event, const Subject& subject, v1::Fact* fact);
  void SetTime(const HubSpotItem& event, v1::Fact* fact);
  void AddFault(const HubSpotItem& event, absl::string_view key, absl::string_view what) {
    faults_->Add(event.At(key), what);
  }

  const Mapping& mapping_;
  Faults* faults_;
  RecordReader reader_;
};

}  // namespace baton::adapters
