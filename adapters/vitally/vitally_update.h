// A note in Vitally (POST /resources/notes).
#pragma once

#include "adapters/cs_update.h"

namespace baton::adapters {

// See CsUpdateWriter. On the account; its externalId is the update's key.
absl::StatusOr<HttpRequests> RenderVitallyUpdate(const CsUpdate& update,
                                                 const CsSettings& settings);

}  // namespace baton::adapters
