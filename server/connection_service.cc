// Connections: IntegrationService's calls on how a tenant's systems are reached.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/connection_desk.h"
#include "server/integration_service.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/connections.h"

namespace baton::server {
namespace {

// The secret that a call states, or a new one for a vendor whose webhooks Baton takes.
absl::StatusOr<std::string> WebhookSecretFor(const std::string& stated) {
  return stated.empty() ? NewWebhookSecret() : absl::StatusOr<std::string>(stated);
}

absl::Duration ReadKeepOld(const v1::RotateConnectionSecretRequest& request,
                           RequestReader* reader) {
  if (!request.has_keep_old_seconds()) return kKeepOldSecret;
  const absl::Duration most = kMaxKeepOldSecret;
  if (request.keep_old_seconds() < 0 || request.keep_old_seconds() > absl::ToInt64Seconds(most)) {
    reader->violations().Add(
        "keep_old_seconds",
        absl::StrCat("must be from 0 to ", absl::ToInt64Seconds(most), ", seven days"));
  }
  return absl::Seconds(request.keep_old_seconds());
}

}  // namespace

void IntegrationService::CreateConnection(const Call& call,
                                          const v1::CreateConnectionRequest& request,
                                          Reply<v1::CreateConnectionResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckConnection(request.connection(), &reader);
  CheckCredentials(request.credentials(), &reader);
  CheckWebhookSecret(request.webhook_secret(), &reader);
  if (!reader.status().ok()) return reply(reader.status());

  const std::string id = NewId(call);
  v1::Connection connection;
  connection.set_name(domain::ResourceName(call.tenant(), "connections", id));
  connection.set_vendor(request.connection().vendor());
  connection.set_display_name(request.connection().display_name());
  connection.set_base_url(request.connection().base_url());
  *connection.mutable_settings() = request.connection().settings();
  absl::StatusOr<std::string> secret = WebhookSecretFor(request.webhook_secret());
  if (!secret.ok()) return reply(secret.status());
  absl::StatusOr<SealedSecrets> sealed =
      SealSecrets(secrets_, connection.name(),
                  request.has_credentials() ? &request.credentials() : nullptr, *secret);
  if (!sealed.ok()) return reply(sealed.status());
  Mutate(
      call, id,
      [connection, id, secret = *secret, sealed = *std::move(sealed)](
          store::Transaction& tx) -> absl::StatusOr<v1::CreateConnectionResponse> {
        v1::CreateConnectionResponse response;
        BATON_RETURN_IF_ERROR(
            KeepConnection(tx, connection, sealed, id, response.mutable_connection()));
        response.set_webhook_secret(secret);
        return response;
      },
      reply);
}

void IntegrationService::GetConnection(const Call& call, const v1::GetConnectionRequest& request,
                                       Reply<v1::GetConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetConnectionResponse> {
        v1::GetConnectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_connection(),
                               store::GetConnection(session, call.tenant(), id));
        return response;
      },
      reply);
}

void IntegrationService::ListConnections(const Call& call,
                                         const v1::ListConnectionsRequest& request,
                                         Reply<v1::ListConnectionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::ConnectionListSpec(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListConnectionsResponse> {
        v1::ListConnectionsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::ConnectionListSpec(), query,
                                [&response] { return response.add_connections(); }));
        return response;
      },
      reply);
}

void IntegrationService::UpdateConnection(const Call& call,
                                          const v1::UpdateConnectionRequest& request,
                                          Reply<v1::UpdateConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("connection.name", request.connection().name(), "connections");
  v1::Connection asked = request.connection();
  // The vendor may be left out: it never changes.
  if (asked.vendor().empty()) asked.set_vendor("webhook");
  CheckConnection(asked, &reader);
  CheckCredentials(request.credentials(), &reader);
  if (!reader.status().ok()) return reply(reader.status());
  absl::StatusOr<SealedSecrets> sealed =
      SealSecrets(secrets_, request.connection().name(),
                  request.has_credentials() ? &request.credentials() : nullptr, "");
  if (!sealed.ok()) return reply(sealed.status());
  Mutate(
      call, id,
      [&request, secret_id = NewId(call), sealed = *std::move(sealed)](
          store::Transaction& tx) -> absl::StatusOr<v1::UpdateConnectionResponse> {
        v1::UpdateConnectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_connection(),
                               ChangeConnection(tx, request.connection(), sealed, secret_id));
        return response;
      },
      reply);
}

void IntegrationService::RotateConnectionSecret(const Call& call,
                                                const v1::RotateConnectionSecretRequest& request,
                                                Reply<v1::RotateConnectionSecretResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  CheckWebhookSecret(request.webhook_secret(), &reader);
  const absl::Duration keep_old = ReadKeepOld(request, &reader);
  if (!reader.status().ok()) return reply(reader.status());
  absl::StatusOr<std::string> secret = WebhookSecretFor(request.webhook_secret());
  if (!secret.ok()) return reply(secret.status());
  absl::StatusOr<SealedSecrets> sealed = SealSecrets(secrets_, request.name(), nullptr, *secret);
  if (!sealed.ok()) return reply(sealed.status());
  Mutate(
      call, id,
      [id, keep_old, secret_id = NewId(call), secret = *secret, sealed = *std::move(sealed)](
          store::Transaction& tx) -> absl::StatusOr<v1::RotateConnectionSecretResponse> {
        v1::RotateConnectionSecretResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_connection(),
                               RotateSecret(tx, id, sealed, secret_id, keep_old));
        response.set_webhook_secret(secret);
        return response;
      },
      reply);
}

void IntegrationService::DisableConnection(const Call& call,
                                           const v1::DisableConnectionRequest& request,
                                           Reply<v1::DisableConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  reader.violations().LimitText("reason", request.reason(), kMaxDisableReason);
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [id, &request](store::Transaction& tx) -> absl::StatusOr<v1::DisableConnectionResponse> {
        v1::DisableConnectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_connection(),
                               server::DisableConnection(tx, id, request.reason()));
        return response;
      },
      reply);
}

void IntegrationService::EnableConnection(const Call& call,
                                          const v1::EnableConnectionRequest& request,
                                          Reply<v1::EnableConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [id](store::Transaction& tx) -> absl::StatusOr<v1::EnableConnectionResponse> {
        v1::EnableConnectionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_connection(), server::EnableConnection(tx, id));
        return response;
      },
      reply);
}

}  // namespace baton::server
