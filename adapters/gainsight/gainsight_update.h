// A Timeline activity in Gainsight (POST /v1/ant/es/activity).
#pragma once

#include "adapters/cs_update.h"

namespace baton::adapters {

// See CsUpdateWriter. On the company's Timeline, where it names the CTA; its ExternalId is the
// update's key, so that Gainsight keeps it once. Settings: "author" (mail address of a Gainsight
// user, where the update names none), "activity_type" (default Update).
absl::StatusOr<HttpRequests> RenderGainsightUpdate(const CsUpdate& update,
                                                   const CsSettings& settings);

}  // namespace baton::adapters
