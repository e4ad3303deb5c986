// The envelopes that HubSpot's events and records come in.
//
//   [{"subscriptionType", "objectId", ...}]       a webhook: at most 100 events, or one alone
//   {"id", "properties", ...}                     a record, or a list of records
//   {"id", "email", "userId", ...}                an owner
//   {"results": [...]}                            a page, the answer to a search or a batch read
//   {"responses": [{"request", "status", "body"}]}  several answers; the request's path says of
//   what
#pragma once

#include "adapters/faults.h"
#include "adapters/hubspot/payload.h"
#include "adapters/json.h"

namespace baton::adapters {

// What a JSON payload brings, in its order. Faults are added; what they concern is left out.
HubSpotPayload OpenHubSpot(const json::Value& root, Faults* faults);

}  // namespace baton::adapters
