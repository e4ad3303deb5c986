// The connection desk: connections and what opens them, made and changed. Inside a store's body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/connection.pb.h"
#include "server/request_reader.h"
#include "server/secret_box.h"
#include "store/connection_secrets.h"
#include "store/store.h"

namespace baton::server {

// Of a connection.
inline constexpr int kMaxConnectionName = 100;
inline constexpr int kMaxBaseUrl = 1'000;
inline constexpr int kMaxSettings = 100;
inline constexpr int kMaxSettingName = 100;
inline constexpr int kMaxSettingValue = 1'000;
inline constexpr int kMaxCredential = 10'000;
inline constexpr int kMaxDisableReason = 200;
// How long an old secret works on beside the new one, unless the call says otherwise; and at most.
inline constexpr absl::Duration kKeepOldSecret = absl::Hours(24);
inline constexpr absl::Duration kMaxKeepOldSecret = absl::Hours(24 * 7);

// Names every fault of what a caller may state: vendor, display_name, base_url, settings.
void CheckConnection(const v1::Connection& asked, RequestReader* reader);
void CheckCredentials(const v1::ConnectionCredentials& credentials, RequestReader* reader);
// A webhook's secret that a vendor gave: 16 to 500 visible characters; empty is none.
void CheckWebhookSecret(const std::string& secret, RequestReader* reader);

// "whsec_" and 24 random bytes in base64, as Standard Webhooks has it.
absl::StatusOr<std::string> NewWebhookSecret();

// Sealed secrets of one call, so that a body that runs twice keeps the same.
struct SealedSecrets {
  std::string credentials;  // empty: none stated
  std::string webhook;      // empty: none stated
};

// Seals for the connection of that full name. FAILED_PRECONDITION without a key.
absl::StatusOr<SealedSecrets> SealSecrets(const SecretBox& box, const std::string& connection,
                                          const v1::ConnectionCredentials* credentials,
                                          const std::string& webhook_secret);

// Keeps a new connection, named, with what opens it under `secret_id`.
absl::Status KeepConnection(store::Transaction& tx, v1::Connection connection,
                            const SealedSecrets& sealed, const std::string& secret_id,
                            v1::Connection* kept);

// Takes display_name, base_url and settings from `asked`; credentials where some are stated.
absl::StatusOr<v1::Connection> ChangeConnection(store::Transaction& tx, const v1::Connection& asked,
                                                const SealedSecrets& sealed,
                                                const std::string& secret_id);

// A new webhook secret; the old one works on for `keep_old`.
absl::StatusOr<v1::Connection> RotateSecret(store::Transaction& tx, const std::string& id,
                                            const SealedSecrets& sealed,
                                            const std::string& secret_id, absl::Duration keep_old);

// Changes nothing where the connection stands so already.
absl::StatusOr<v1::Connection> DisableConnection(store::Transaction& tx, const std::string& id,
                                                 const std::string& reason);
absl::StatusOr<v1::Connection> EnableConnection(store::Transaction& tx, const std::string& id);

// What opens a connection (full name, of that tenant's bare id) at `now`. Credentials: empty
// message where there are none.
absl::StatusOr<v1::ConnectionCredentials> OpenCredentials(store::Session& session,
                                                          const SecretBox& box,
                                                          const std::string& tenant,
                                                          const std::string& connection,
                                                          absl::Time now);
// Newest first.
absl::StatusOr<std::vector<std::string>> OpenWebhookSecrets(store::Session& session,
                                                            const SecretBox& box,
                                                            const std::string& tenant,
                                                            const std::string& connection,
                                                            absl::Time now);

}  // namespace baton::server
