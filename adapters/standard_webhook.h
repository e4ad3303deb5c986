// Webhooks that are signed as https://www.standardwebhooks.com says, and those that carry a secret
// as it is. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/webhook.h"

namespace baton::adapters {

// A webhook older or newer than this when it is received is refused; exactly so old it is taken.
inline constexpr absl::Duration kWebhookWindow = absl::Minutes(5);

// Whether it has the headers webhook-id, webhook-timestamp or webhook-signature.
bool IsStandardWebhook(const Webhook& webhook);

// OK if one of its v1 signatures was made with one of the secrets ("whsec_" and base64, or plain
// text). INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, names what is wrong.
absl::Status CheckStandardWebhook(const Webhook& webhook, const std::vector<std::string>& secrets);

// "v1," and the signature of a message with this id at that second.
std::string SignStandardWebhook(absl::string_view id, absl::Time time, absl::string_view body,
                                absl::string_view secret);

// OK if the header holds one of the secrets: as it is, behind "Bearer ", or as the password of
// "Basic ". INVALID_ARGUMENT as above.
absl::Status CheckSecretHeader(const Webhook& webhook, absl::string_view header,
                               const std::vector<std::string>& secrets);

}  // namespace baton::adapters
