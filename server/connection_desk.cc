#include "server/connection_desk.h"

#include <openssl/rand.h>

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/registry.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/connections.h"

namespace baton::server {
namespace {

using store::SecretKind;

constexpr size_t kMinWebhookSecret = 16;
constexpr size_t kMaxWebhookSecret = 500;
constexpr size_t kWebhookSecretBytes = 24;

bool IsVisible(char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); }

// "https://acme.example" and what may stand behind; no blanks, no user before the host.
bool IsBaseUrl(const std::string& url) {
  for (const absl::string_view scheme : {"https://", "http://", "smtps://", "smtp://"}) {
    if (!absl::StartsWith(url, scheme)) continue;
    const absl::string_view rest = absl::string_view(url).substr(scheme.size());
    return !rest.empty() && rest.front() != '/' && rest.front() != ':' &&
           rest.find('@') == absl::string_view::npos &&
           std::all_of(rest.begin(), rest.end(), IsVisible);
  }
  return false;
}

void CheckSettings(const v1::Connection& asked, RequestReader* reader) {
  if (asked.settings_size() > kMaxSettings) {
    reader->violations().Add("connection.settings",
                             absl::StrCat("has more than ", kMaxSettings, " settings"));
    return;
  }
  std::set<std::string> names;
  for (int i = 0; i < asked.settings_size(); ++i) {
    const std::string at = absl::StrCat("connection.settings[", i, "]");
    reader->violations().RequireText(at + ".name", asked.settings(i).name(), kMaxSettingName);
    reader->violations().LimitText(at + ".value", asked.settings(i).value(), kMaxSettingValue);
    if (!names.insert(asked.settings(i).name()).second) {
      reader->violations().Add(at + ".name", "is stated twice");
    }
  }
}

std::string ContextOf(const std::string& connection, SecretKind kind) {
  return absl::StrCat(connection, kind == SecretKind::kWebhook ? " webhook" : " credentials");
}

// Puts sealed secrets in the place of what is held.
absl::Status KeepSecrets(store::Transaction& tx, const v1::Connection& connection,
                         const SealedSecrets& sealed, const std::string& secret_id,
                         absl::Time keep_old_until) {
  if (!sealed.credentials.empty()) {
    BATON_RETURN_IF_ERROR(store::ReplaceSecret(tx, connection.name(), SecretKind::kCredentials,
                                               {secret_id, sealed.credentials}, tx.now()));
  }
  if (sealed.webhook.empty()) return absl::OkStatus();
  return store::ReplaceSecret(tx, connection.name(), SecretKind::kWebhook,
                              {secret_id, sealed.webhook}, keep_old_until);
}

absl::StatusOr<v1::Connection> KeepChange(store::Transaction& tx, const v1::Connection& before,
                                          v1::Connection after) {
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateConnection(tx, before, after));
  return after;
}

}  // namespace

void CheckConnection(const v1::Connection& asked, RequestReader* reader) {
  const std::vector<absl::string_view> vendors = adapters::ConnectionVendors();
  if (std::find(vendors.begin(), vendors.end(), asked.vendor()) == vendors.end()) {
    reader->violations().Add("connection.vendor",
                             absl::StrCat("is none of ", absl::StrJoin(vendors, ", ")));
  }
  reader->violations().RequireText("connection.display_name", asked.display_name(),
                                   kMaxConnectionName);
  reader->violations().LimitText("connection.base_url", asked.base_url(), kMaxBaseUrl);
  if (!asked.base_url().empty() && !IsBaseUrl(asked.base_url())) {
    reader->violations().Add("connection.base_url",
                             "is no address that begins with https://, http://, smtps:// or "
                             "smtp:// and a host");
  }
  CheckSettings(asked, reader);
}

void CheckCredentials(const v1::ConnectionCredentials& credentials, RequestReader* reader) {
  const auto check = [reader](absl::string_view field, const std::string& text) {
    reader->violations().LimitText(absl::StrCat("credentials.", field), text, kMaxCredential);
    if (std::any_of(text.begin(), text.end(),
                    [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
      reader->violations().Add(absl::StrCat("credentials.", field), "has control characters");
    }
  };
  check("api_key", credentials.api_key());
  check("user", credentials.user());
  check("password", credentials.password());
  check("token_url", credentials.token_url());
  check("client_id", credentials.client_id());
  check("client_secret", credentials.client_secret());
  check("refresh_token", credentials.refresh_token());
  check("scope", credentials.scope());
  if (!credentials.token_url().empty() && !IsBaseUrl(credentials.token_url())) {
    reader->violations().Add("credentials.token_url", "is no address");
  }
}

void CheckWebhookSecret(const std::string& secret, RequestReader* reader) {
  if (secret.empty()) return;
  if (secret.size() < kMinWebhookSecret || secret.size() > kMaxWebhookSecret ||
      !std::all_of(secret.begin(), secret.end(), IsVisible)) {
    reader->violations().Add(
        "webhook_secret", absl::StrCat("must have ", kMinWebhookSecret, " to ", kMaxWebhookSecret,
                                       " visible characters"));
  }
}

absl::StatusOr<std::string> NewWebhookSecret() {
  unsigned char bytes[kWebhookSecretBytes];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) {
    return absl::InternalError("the operating system has no random bytes");
  }
  return absl::StrCat("whsec_", absl::Base64Escape(absl::string_view(
                                    reinterpret_cast<const char*>(bytes), sizeof(bytes))));
}

absl::StatusOr<SealedSecrets> SealSecrets(const SecretBox& box, const std::string& connection,
                                          const v1::ConnectionCredentials* credentials,
                                          const std::string& webhook_secret) {
  SealedSecrets sealed;
  if (credentials != nullptr) {
    BATON_ASSIGN_OR_RETURN(sealed.credentials,
                           box.Seal(credentials->SerializeAsString(),
                                    ContextOf(connection, SecretKind::kCredentials)));
  }
  if (!webhook_secret.empty()) {
    BATON_ASSIGN_OR_RETURN(sealed.webhook,
                           box.Seal(webhook_secret, ContextOf(connection, SecretKind::kWebhook)));
  }
  return sealed;
}

absl::Status KeepConnection(store::Transaction& tx, v1::Connection connection,
                            const SealedSecrets& sealed, const std::string& secret_id,
                            v1::Connection* kept) {
  connection.set_state(v1::CONNECTION_STATE_ACTIVE);
  connection.set_has_credentials(!sealed.credentials.empty());
  *connection.mutable_create_time() = domain::ToTimestamp(tx.now());
  *connection.mutable_update_time() = connection.create_time();
  BATON_RETURN_IF_ERROR(store::InsertConnection(tx, connection));
  BATON_RETURN_IF_ERROR(KeepSecrets(tx, connection, sealed, secret_id, tx.now()));
  *kept = std::move(connection);
  return absl::OkStatus();
}

absl::StatusOr<v1::Connection> ChangeConnection(store::Transaction& tx, const v1::Connection& asked,
                                                const SealedSecrets& sealed,
                                                const std::string& secret_id) {
  BATON_ASSIGN_OR_RETURN(const v1::Connection before,
                         store::GetConnection(tx.session(), tx.tenant(), asked.name()));
  if (!asked.vendor().empty() && asked.vendor() != before.vendor()) {
    domain::Violations violations;
    violations.Add("connection.vendor", absl::StrCat("is ", before.vendor(), " for good"));
    return violations.ToStatus();
  }
  v1::Connection after = before;
  after.set_display_name(asked.display_name());
  after.set_base_url(asked.base_url());
  *after.mutable_settings() = asked.settings();
  if (!sealed.credentials.empty()) after.set_has_credentials(true);
  BATON_RETURN_IF_ERROR(KeepSecrets(tx, before, sealed, secret_id, tx.now()));
  return KeepChange(tx, before, std::move(after));
}

absl::StatusOr<v1::Connection> RotateSecret(store::Transaction& tx, const std::string& id,
                                            const SealedSecrets& sealed,
                                            const std::string& secret_id, absl::Duration keep_old) {
  BATON_ASSIGN_OR_RETURN(const v1::Connection before,
                         store::GetConnection(tx.session(), tx.tenant(), id));
  v1::Connection after = before;
  BATON_RETURN_IF_ERROR(KeepSecrets(tx, before, sealed, secret_id, tx.now() + keep_old));
  after.clear_old_secret_expire_time();
  if (keep_old > absl::ZeroDuration()) {
    *after.mutable_old_secret_expire_time() = domain::ToTimestamp(tx.now() + keep_old);
  }
  return KeepChange(tx, before, std::move(after));
}

absl::StatusOr<v1::Connection> DisableConnection(store::Transaction& tx, const std::string& id,
                                                 const std::string& reason) {
  BATON_ASSIGN_OR_RETURN(const v1::Connection before,
                         store::GetConnection(tx.session(), tx.tenant(), id));
  if (before.state() == v1::CONNECTION_STATE_DISABLED) return before;
  v1::Connection after = before;
  after.set_state(v1::CONNECTION_STATE_DISABLED);
  after.set_disable_reason(reason);
  return KeepChange(tx, before, std::move(after));
}

absl::StatusOr<v1::Connection> EnableConnection(store::Transaction& tx, const std::string& id) {
  BATON_ASSIGN_OR_RETURN(const v1::Connection before,
                         store::GetConnection(tx.session(), tx.tenant(), id));
  if (before.state() == v1::CONNECTION_STATE_ACTIVE) return before;
  v1::Connection after = before;
  after.set_state(v1::CONNECTION_STATE_ACTIVE);
  after.clear_disable_reason();
  return KeepChange(tx, before, std::move(after));
}

absl::StatusOr<v1::ConnectionCredentials> OpenCredentials(store::Session& session,
                                                          const SecretBox& box,
                                                          const std::string& tenant,
                                                          const std::string& connection,
                                                          absl::Time now) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<store::StoredSecret> held,
      store::ListSecrets(session, tenant, connection, SecretKind::kCredentials, now));
  v1::ConnectionCredentials credentials;
  if (held.empty()) return credentials;
  BATON_ASSIGN_OR_RETURN(
      const std::string plain,
      box.Open(held.front().sealed, ContextOf(connection, SecretKind::kCredentials)));
  if (!credentials.ParseFromString(plain)) {
    return absl::InternalError("sealed credentials can't be read");
  }
  return credentials;
}

absl::StatusOr<std::vector<std::string>> OpenWebhookSecrets(store::Session& session,
                                                            const SecretBox& box,
                                                            const std::string& tenant,
                                                            const std::string& connection,
                                                            absl::Time now) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<store::StoredSecret> held,
      store::ListSecrets(session, tenant, connection, SecretKind::kWebhook, now));
  std::vector<std::string> secrets;
  for (const store::StoredSecret& secret : held) {
    BATON_ASSIGN_OR_RETURN(secrets.emplace_back(),
                           box.Open(secret.sealed, ContextOf(connection, SecretKind::kWebhook)));
  }
  return secrets;
}

}  // namespace baton::server
