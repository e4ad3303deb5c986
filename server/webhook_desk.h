// The webhook desk: whose a webhook is, whether its system sent it, and the call that it stands
// for.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/webhook.h"
#include "baton/v1/integration_service.pb.h"
#include "server/callers.h"
#include "server/secret_box.h"
#include "store/store.h"

namespace baton::server {

// The call that a webhook stands for: IngestPayload by the connection itself.
struct WebhookCall {
  std::shared_ptr<const Caller> caller;
  v1::IngestPayloadRequest request;
};

// Finds the connection of that bare id and checks the webhook with its secrets: by its vendor's own
// scheme, by Standard Webhooks, or by a secret in the header that the connection's setting
// "secret_header" names (X-Baton-Secret). Blocks on the store: never on a gRPC thread.
//
// NOT_FOUND, in the same words, for an unknown connection, a disabled one and one of a system that
// sends no payloads. UNAUTHENTICATED, reason WEBHOOK_SIGNATURE, names what is wrong.
absl::StatusOr<WebhookCall> ReadWebhook(store::Store& store, const SecretBox& secrets,
                                        const std::string& connection_id,
                                        const adapters::Webhook& webhook);

}  // namespace baton::server
