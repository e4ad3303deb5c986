// The envelopes that Salesforce's records come in.
//
//   {"fetch_response": {"events": [...]}, "schema_info": ...}  change events of the Pub/Sub API,
//                       decoded ("payload") or as raw Avro ("payload_base64" and the schema)
//   {"channel", "data"}                                        a change event over CometD, or a
//   list
//   {"attributes": {"type": ...}, ...}                         a record of the REST API, or a list
//   {"totalSize", "done", "records": [...]}                    the answer to a SOQL query
//   {"responses": [{"status", "body"}]}                        several answers
//   <Envelope> with notifications                              a SOAP outbound message
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/faults.h"
#include "adapters/salesforce/arrival.h"

namespace baton::adapters {

// What a JSON payload brings, in its order. Faults are added; what they concern is left out.
void OpenJson(const json::Value& root, Envelope* envelope, Faults* faults);

// What a SOAP outbound message brings. A document type is refused: it could name other files.
void OpenOutboundMessage(absl::string_view xml, Envelope* envelope, Faults* faults);

}  // namespace baton::adapters
