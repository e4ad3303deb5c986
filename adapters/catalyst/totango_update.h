// A touchpoint in Totango (POST /api/v3/touchpoints). Catalyst's own API only reads.
#pragma once

#include "adapters/cs_update.h"

namespace baton::adapters {

// Of a touchpoint's content, in characters, by Totango.
inline constexpr size_t kMaxTouchpoint = 12'000;

// See CsUpdateWriter. Totango has no key of ours: the key stands at the end of the content, so that
// people can tell a repeat. Settings: "activity_type_id" and "touchpoint_type", as the tenant's
// Totango names them.
absl::StatusOr<HttpRequests> RenderTotangoUpdate(const CsUpdate& update,
                                                 const CsSettings& settings);

}  // namespace baton::adapters
