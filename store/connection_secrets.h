// What opens a connection: sealed before it comes here, never in an audit event.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/store.h"

namespace baton::store {

// Of each kind but the webhook's a connection has one at most.
enum class SecretKind {
  kWebhook,      // what the other side signs with
  kCredentials,  // v1::ConnectionCredentials, serialized
  kAccessToken,  // what OAuth gave for them, in the courier's own form
};

struct StoredSecret {
  std::string secret_id;  // of the newest the greatest
  std::string sealed;
  absl::Time expire_time = absl::InfiniteFuture();  // from then on it opens nothing
};

// The connection's secrets of that kind that work at `now`, newest first. `connection` is a full
// name or a bare id.
absl::StatusOr<std::vector<StoredSecret>> ListSecrets(Session& session, std::string_view tenant,
                                                      std::string_view connection, SecretKind kind,
                                                      absl::Time now);

// Puts `secret` in the place of the connection's secrets of that kind: what is held already works
// on until `keep_old_until` at most, and what worked until `tx.now()` only is removed.
absl::Status ReplaceSecret(Transaction& tx, std::string_view connection, SecretKind kind,
                           const StoredSecret& secret, absl::Time keep_old_until);

}  // namespace baton::store
