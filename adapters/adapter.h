// The contract of a vendor's adapter: a payload in, the facts in it out.
//
// Translating is pure: no network, no store, no clock; the same bytes and mapping give the same
// facts. Adapters have no state and serve any number of threads.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/mapping.h"
#include "adapters/webhook.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// The longest payload that any adapter reads, in bytes.
inline constexpr size_t kMaxPayloadBytes = json::kMaxBytes;
// The most facts that one payload may hold: a full page of a CRM's query.
inline constexpr size_t kMaxFacts = 2'000;

class Adapter {
 public:
  virtual ~Adapter() = default;

  // The vendor's name in lower case, as callers write it: "gainsight".
  virtual absl::string_view vendor() const = 0;

  // What a tenant without a mapping of its own uses.
  virtual const Mapping& default_mapping() const = 0;

  // Takes the facts out of `payload`, an HTTP body as received. A payload that states none (an
  // empty page, a keep-alive) gives none. A fact holds only what the payload states; an amount
  // whose payload states no currency is in hundredths, with Fact.currency empty, and whoever
  // applies it must mend the currencies that have no hundredths.
  //
  // INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE: the payload is refused whole; a BadRequest names
  // every fault with its path in the payload. The message is for people and quotes at most a few
  // words of the payload.
  virtual absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                          const Mapping& mapping) const = 0;

  // OK if the vendor itself sent the webhook, by the secret that it shares with whoever receives
  // it. Its body then is what Translate takes.
  //
  // INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, says what is wrong with the signature.
  // UNIMPLEMENTED for a vendor that signs nothing.
  virtual absl::Status CheckSignature(const Webhook& webhook, absl::string_view secret) const;
};

}  // namespace baton::adapters
