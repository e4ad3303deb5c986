// An event in ChurnZero, through its HTTP API (POST /i, trackEvent).
#pragma once

#include "adapters/cs_update.h"

namespace baton::adapters {

// See CsUpdateWriter. ChurnZero drops the repeat of an event (allowDupes is false). Settings:
// "contact_external_id" (the contact on whom accounts' own events lie), "event_name" (default
// "Baton handoff").
absl::StatusOr<HttpRequests> RenderChurnZeroUpdate(const CsUpdate& update,
                                                   const CsSettings& settings);

}  // namespace baton::adapters
