// The generic way out: a signed webhook, its envelope by Standard Webhooks, its body a CloudEvent.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/crm_writer.h"
#include "baton/v1/delivery.pb.h"

namespace baton::adapters {

// The header webhook-signature: "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body", one
// for each secret, a blank between. A secret is "whsec_" and base64, or taken as it is.
// INVALID_ARGUMENT without a secret, or for one whose base64 is broken.
absl::StatusOr<std::string> WebhookSignature(const std::vector<std::string>& secrets,
                                             absl::string_view id, absl::Time now,
                                             absl::string_view body);

// The delivery as a CloudEvent 1.0 in JSON: its id is the delivery's name, its type
// "com.baton." and the kind, its data the delivery's body: JSON where it is some, else
// {"subject", "text"}.
std::string CloudEvent(const v1::Delivery& delivery);

// The request for one try: the same webhook-id and body each time, a fresh timestamp and signature.
absl::StatusOr<HttpRequest> RenderWebhook(const v1::Delivery& delivery,
                                          const std::vector<std::string>& secrets, absl::Time now);

}  // namespace baton::adapters
