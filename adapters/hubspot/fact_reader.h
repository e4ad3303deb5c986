// Reads the facts out of the records of HubSpot that one payload brings.
#pragma once

#include <vector>

#include "adapters/faults.h"
#include "adapters/hubspot/deal_reader.h"
#include "adapters/hubspot/payload.h"
#include "adapters/mapping.h"
#include "adapters/record_reader.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// Gives each record of the payload its object's name by its shape, and takes out those of objects
// that Baton keeps nothing of. A record of no known shape is a fault.
void RecogniseHubSpotRecords(const Mapping& mapping, HubSpotPayload* payload, Faults* faults);

// One for each payload, whose records are recognised; not thread-safe.
class HubSpotFactReader {
 public:
  HubSpotFactReader(const Mapping& mapping, const HubSpotPayload& payload, Faults* faults)
      : mapping_(mapping),
        payload_(payload),
        faults_(faults),
        reader_(mapping, faults),
        deals_(mapping, payload, faults) {}

  // Adds the facts of all records.
  void Read(std::vector<v1::Fact>* facts);

 private:
  void ReadRecord(const HubSpotRecord& record, v1::Fact* fact);
  // What was deleted states nothing any more.
  void ReadArchived(const HubSpotRecord& record, v1::Fact* fact);
  // Ids of the account, the deal and the contact that it is associated with.
  void SetAssociations(const HubSpotRecord& record, v1::Fact* fact);
  // A line whose deal the payload does not hold: the deal must be read again.
  void ReadLine(const HubSpotRecord& line, v1::Fact* fact);
  // A person: the owner's record and, where it is there, the user's.
  void ReadOwner(const HubSpotItem& owner, v1::Fact* fact);
  // A user whose owner's record is not there.
  void ReadUser(const HubSpotItem& user, v1::Fact* fact);
  void AddUser(const HubSpotItem& user, v1::Fact* fact);
  // Whether another record's fact tells what this one says.
  bool IsToldElsewhere(const HubSpotRecord& record) const;
  void SetId(const HubSpotItem& item, const std::string& id, v1::Fact* fact);

  const Mapping& mapping_;
  const HubSpotPayload& payload_;
  Faults* faults_;
  RecordReader reader_;
  HubSpotDealReader deals_;
};

}  // namespace baton::adapters
