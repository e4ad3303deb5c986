// HubSpot's signature of a webhook, version 3. Pure.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/webhook.h"

namespace baton::adapters {

// The furthest that a webhook's own time may be from when it was received, either way. Exactly that
// far is within.
inline constexpr absl::Duration kHubSpotSignatureWindow = absl::Minutes(5);

// OK if whoever sent the webhook has the app's client secret and sent it just now:
// X-HubSpot-Signature-v3 is the base64 of HMAC-SHA256(secret, method + uri + body +
// X-HubSpot-Request-Timestamp), with the uri's escapes decoded that HubSpot decodes. The older
// X-HubSpot-Signature does not count: it covers no time, so that it could be sent again for ever.
//
// INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, names every header that is missing or wrong.
absl::Status CheckHubSpotSignature(const Webhook& webhook, absl::string_view secret);

}  // namespace baton::adapters
