// Change events (Change Data Capture), from either of their wires.
#pragma once

#include <string>

#include "adapters/faults.h"
#include "adapters/json.h"
#include "adapters/salesforce/arrival.h"

namespace baton::adapters {

// Opens {"fetch_response": {"events": [...]}, "schema_info": ...}: a FetchResponse of the Pub/Sub
// API. There a null says nothing; header.nulledFields names what was cleared.
void OpenFetchResponse(const json::Value& root, const std::string& where, Envelope* envelope,
                       Faults* faults);

// Opens {"channel", "data"}: one message over CometD. There unchanged fields are absent, and a null
// in an update is what was cleared. Messages of CometD's own channels (/meta/) bring nothing.
void OpenCometdMessage(const json::Value& message, const std::string& where, Envelope* envelope,
                       Faults* faults);

}  // namespace baton::adapters
