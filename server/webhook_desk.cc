#include "server/webhook_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/registry.h"
#include "adapters/standard_webhook.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "server/connection_desk.h"
#include "server/connection_settings.h"
#include "server/courier_routes.h"
#include "store/connections.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

constexpr absl::string_view kSecretHeader = "X-Baton-Secret";
constexpr absl::string_view kWebhookId = "webhook-id";
// Of a request id made of a webhook's.
constexpr size_t kIdDigits = 40;

struct Held {
  v1::Connection connection;
  std::string tenant;
  std::vector<std::string> secrets;
};

absl::Status NoSuchConnection(const std::string& id) {
  return domain::NotFound("connection", absl::StrCat("connections/", id));
}

absl::StatusOr<Held> Load(store::Session& session, const SecretBox& box, const std::string& id,
                          absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Connection> found,
                         store::FindConnection(session, id));
  if (!found.has_value() || found->state() != v1::CONNECTION_STATE_ACTIVE ||
      adapters::FindAdapter(found->vendor()) == nullptr) {
    return NoSuchConnection(id);
  }
  Held held;
  held.connection = *found;
  held.tenant = TenantOf(*found);
  BATON_ASSIGN_OR_RETURN(held.secrets,
                         OpenWebhookSecrets(session, box, held.tenant, found->name(), now));
  return held;
}

// By the vendor's own scheme; UNIMPLEMENTED where it has none.
absl::Status CheckOwn(const Held& held, adapters::Webhook webhook) {
  const adapters::Adapter& adapter = *adapters::FindAdapter(held.connection.vendor());
  // What the vendor was told, which a proxy in between may have changed.
  const std::string told = SettingOf(held.connection, "webhook_url");
  if (!told.empty()) webhook.uri = told;
  absl::Status status = absl::UnauthenticatedError("no secret");
  for (const std::string& secret : held.secrets) {
    status = adapter.CheckSignature(webhook, secret);
    if (status.ok() || absl::IsUnimplemented(status)) return status;
  }
  return status;
}

absl::Status Check(const Held& held, const adapters::Webhook& webhook) {
  const absl::Status own = CheckOwn(held, webhook);
  if (!absl::IsUnimplemented(own)) return own;
  if (adapters::IsStandardWebhook(webhook)) {
    return adapters::CheckStandardWebhook(webhook, held.secrets);
  }
  const std::string named = SettingOf(held.connection, "secret_header");
  return adapters::CheckSecretHeader(webhook, named.empty() ? kSecretHeader : named, held.secrets);
}

absl::Status Unsigned(const absl::Status& why) {
  std::vector<std::string> faults;
  google::rpc::BadRequest bad;
  if (domain::FindDetail(why, &bad)) {
    for (const auto& violation : bad.field_violations()) {
      faults.push_back(absl::StrCat(violation.field(), " ", violation.description()));
    }
  }
  return domain::Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_WEBHOOK_SIGNATURE,
                        absl::StrCat("the webhook is not signed as its connection asks: ",
                                     absl::StrJoin(faults, "; ")));
}

std::shared_ptr<const Caller> CallerOf(const Held& held) {
  return std::make_shared<Caller>(Caller{.tenant = held.tenant,
                                         .person = "",
                                         .role = v1::ROLE_INTEGRATION,
                                         .token = held.connection.name()});
}

}  // namespace

absl::StatusOr<WebhookCall> ReadWebhook(store::Store& store, const SecretBox& secrets,
                                        const std::string& connection_id,
                                        const adapters::Webhook& webhook) {
  if (!domain::IsValidId(connection_id)) return NoSuchConnection(connection_id);
  Held held;
  BATON_RETURN_IF_ERROR(store.ReadAndWait([&](store::Session& session) -> absl::Status {
    BATON_ASSIGN_OR_RETURN(held, Load(session, secrets, connection_id, webhook.receive_time));
    return absl::OkStatus();
  }));
  const absl::Status status = Check(held, webhook);
  if (!status.ok()) return Unsigned(status);
  WebhookCall call;
  call.caller = CallerOf(held);
  call.request.set_parent(domain::TenantName(held.tenant));
  call.request.set_connection(held.connection.name());
  call.request.set_payload(webhook.body);
  // The same message again is the same request, whatever the length of its id.
  const absl::string_view id = webhook.Header(kWebhookId);
  if (!id.empty()) {
    const std::string digest = store::Sha256(absl::StrCat(connection_id, "\n", id));
    call.request.set_request_id(
        absl::StrCat("webhook-", absl::BytesToHexString(digest).substr(0, kIdDigits)));
  }
  return call;
}

}  // namespace baton::server
