// Connections tried out: IntegrationService's call that asks a system whether it knows Baton.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/probe.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/connection_desk.h"
#include "server/connection_settings.h"
#include "server/courier.h"
#include "server/integration_service.h"
#include "server/request_reader.h"
#include "store/connections.h"

namespace baton::server {
namespace {

// Whether a system takes what Baton sends without credentials: a webhook is signed with the
// connection's secret, and a mail server may know Baton by its address.
bool OpensWithoutCredentials(const std::string& vendor) {
  return vendor == "webhook" || vendor == "smtp";
}

// FAILED_PRECONDITION, reason CONNECTION_STATE, names everything that a call to the system lacks.
absl::Status CheckCallable(const v1::Connection& connection) {
  std::vector<std::string> lacking;
  if (connection.base_url().empty()) lacking.push_back("base_url");
  if (!connection.has_credentials() && !OpensWithoutCredentials(connection.vendor())) {
    lacking.push_back("credentials");
  }
  if (lacking.empty()) return absl::OkStatus();
  return domain::RefuseState(
      v1::ERROR_REASON_CONNECTION_STATE, connection.name(),
      absl::StrCat("the connection has no ", absl::StrJoin(lacking, " and no ")),
      {{"lacking", absl::StrJoin(lacking, ",")}});
}

// What a connection is tried out with.
struct Trial {
  v1::Connection connection;
  v1::ConnectionCredentials credentials;
  adapters::HttpRequest probe;
};

absl::StatusOr<Trial> TrialOf(store::Session& session, const SecretBox& secrets, const Call& call,
                              const std::string& id) {
  Trial trial;
  BATON_ASSIGN_OR_RETURN(trial.connection, store::GetConnection(session, call.tenant(), id));
  BATON_RETURN_IF_ERROR(CheckCallable(trial.connection));
  std::optional<adapters::HttpRequest> probe =
      adapters::Probe(trial.connection.vendor(), SettingOf(trial.connection, "api_version"));
  if (!probe.has_value()) {
    return domain::RefuseState(
        v1::ERROR_REASON_CONNECTION_STATE, trial.connection.name(),
        absl::StrCat("there is no request to ", trial.connection.vendor(),
                     " that changes nothing; what leaves first shows whether it works"),
        {{"vendor", trial.connection.vendor()}});
  }
  trial.probe = *std::move(probe);
  BATON_ASSIGN_OR_RETURN(trial.credentials, OpenCredentials(session, secrets, call.tenant(),
                                                            trial.connection.name(), call.now));
  return trial;
}

}  // namespace

void IntegrationService::TestConnection(const Call& call, const v1::TestConnectionRequest& request,
                                        Reply<v1::TestConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  if (!reader.status().ok()) return reply(reader.status());
  store().Read([this, &call, id, reply](absl::Status status, store::Session* session) {
    if (status.ok() && call.cancelled()) status = CallerGone();
    if (!status.ok()) return reply(status);
    const absl::StatusOr<Trial> trial = TrialOf(*session, secrets_, call, id);
    if (!trial.ok()) return reply(trial.status());
    courier_.TryOut(
        trial->connection, trial->credentials, trial->probe,
        [reply, asked = absl::StrCat(trial->probe.method, " ", trial->connection.base_url(),
                                     trial->probe.path)](bool knows_us, const std::string& said) {
          v1::TestConnectionResponse response;
          response.set_ok(knows_us);
          response.add_steps(asked);
          response.add_steps(said);
          reply(response);
        });
  });
}

}  // namespace baton::server
