#include "tools/cli/session.h"

#include <ostream>

#include "baton/v1/token_service.grpc.pb.h"
#include "tools/cli/json.h"
#include "tools/cli/names.h"
#include "tools/cli/time_text.h"

namespace baton::cli {

absl::StatusOr<Session> Session::Open(const GlobalFlags& flags, std::ostream& out,
                                      std::ostream& notes, const Terminal& terminal) {
  BATON_ASSIGN_OR_RETURN(ClientOptions options, ResolveClientOptions(flags));
  if (options.token.empty()) return absl::UnauthenticatedError("no token was given");
  BATON_ASSIGN_OR_RETURN(Client client, Client::Create(std::move(options)));
  Session session(std::move(client), out, notes, terminal, flags.json);
  BATON_RETURN_IF_ERROR(session.RefreshNow());
  session.tenant_ = flags.tenant.empty() ? session.caller_.tenant() : TenantName(flags.tenant);
  return session;
}

absl::Status Session::RefreshNow() {
  BATON_ASSIGN_OR_RETURN(caller_, Call(&v1::TokenService::Stub::WhoAmI, v1::WhoAmIRequest()));
  view_.now = FromProto(caller_.server_time());
  return absl::OkStatus();
}

std::string Session::Name(absl::string_view collection, absl::string_view id) const {
  if (collection == "people" && id == "me") return caller_.person();
  return FullName(tenant_, collection, id);
}

void Session::PrintOne(const google::protobuf::Message& response, const std::string& text) {
  *out_ << (json_ ? JsonDocument(response) : text);
}

}  // namespace baton::cli
