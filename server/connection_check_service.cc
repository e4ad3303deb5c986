// Connections tried out: IntegrationService's call that asks a system whether it knows Baton.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
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

}  // namespace

void IntegrationService::TestConnection(const Call& call, const v1::TestConnectionRequest& request,
                                        Reply<v1::TestConnectionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "connections");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::TestConnectionResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Connection connection,
                               store::GetConnection(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckCallable(connection));
        return absl::UnimplementedError("this server does not call systems to try them out");
      },
      reply);
}

}  // namespace baton::server
