// Reads the facts out of what a Salesforce payload brings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/faults.h"
#include "adapters/mapping.h"
#include "adapters/record_reader.h"
#include "adapters/salesforce/arrival.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// One for each payload; not thread-safe.
class SalesforceFactReader {
 public:
  SalesforceFactReader(const Mapping& mapping, Faults* faults)
      : mapping_(mapping), faults_(faults), reader_(mapping, faults) {}

  // Adds the facts of one arrival: one for each record that an event names. Those of more than
  // kMaxFacts are a fault.
  void Read(const Arrival& arrival, std::vector<v1::Fact>* facts);

 private:
  void ReadEvent(const Arrival& arrival, v1::FactKind kind, std::vector<v1::Fact>* facts);
  void ReadRecord(const Arrival& arrival, v1::FactKind kind, std::vector<v1::Fact>* facts);
  // A change of an opportunity's line or split: the opportunity must be read again.
  void ReadPart(const Arrival& arrival, std::vector<v1::Fact>* facts);
  void ReadOpportunity(const Arrival& arrival, v1::Fact* fact);
  // The org's own outcome field wins; else the closed and won flags, never the stage.
  void SetOutcome(const Arrival& arrival, std::optional<bool> won, v1::Fact* fact);
  void CheckComplete(const Arrival& arrival);

  // A flag of Salesforce's own; nothing where it is not stated.
  std::optional<bool> Flag(const Arrival& arrival, const char* field);
  std::string RecordId(const Arrival& arrival);
  void SetId(const Arrival& arrival, const std::string& id, v1::Fact* fact);
  bool WasJustCreated(const Arrival& arrival);

  const Mapping& mapping_;
  Faults* faults_;
  RecordReader reader_;
};

}  // namespace baton::adapters
