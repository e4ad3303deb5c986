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

// The header webhook-signature: one signature for each secret (SignStandardWebhook), a blank
// between. INVALID_ARGUMENT without a secret.
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
