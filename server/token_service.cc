#include "server/token_service.h"

#include <utility>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/caller_loader.h"
#include "server/request_reader.h"
#include "store/people.h"
#include "store/tokens.h"

namespace baton::server {
namespace {

// The token that a request asks for, without what the server gives it.
v1::Token ReadToken(const Call& call, const v1::Token& asked, RequestReader* reader) {
  v1::Token token;
  reader->OptionalId("token.person", asked.person(), "people");
  token.set_person(asked.person());
  if (!v1::Role_IsValid(asked.role()) || asked.role() == v1::ROLE_UNSPECIFIED) {
    reader->violations().Add("token.role", "is missing or unknown");
  } else if (asked.person().empty() && asked.role() != v1::ROLE_INTEGRATION) {
    reader->violations().Add("token.person", "is missing; only an integration has none");
  }
  token.set_role(asked.role());
  reader->violations().LimitText("token.note", asked.note(), kMaxTokenNote);
  token.set_note(asked.note());
  const absl::Time expire_time = reader->Time("token.expire_time", asked.has_expire_time(),
                                              asked.expire_time(), call.now + kTokenLife);
  if (expire_time <= call.now) {
    reader->violations().Add("token.expire_time", "must lie in the future");
  }
  *token.mutable_expire_time() = domain::ToTimestamp(expire_time);
  *token.mutable_create_time() = domain::ToTimestamp(call.now);
  return token;
}

absl::StatusOr<v1::CreateTokenResponse> KeepToken(store::Transaction& transaction, v1::Token token,
                                                  const std::string& secret) {
  if (!token.person().empty()) {
    BATON_ASSIGN_OR_RETURN(
        const v1::Person person,
        store::GetPerson(transaction.session(), transaction.tenant(), token.person()));
    BATON_RETURN_IF_ERROR(CheckStillHere(person, transaction.now()));
    token.set_person(person.name());
  }
  BATON_RETURN_IF_ERROR(store::InsertToken(transaction, token, HashSecret(secret)));
  v1::CreateTokenResponse response;
  *response.mutable_token() = token;
  response.set_secret(secret);
  return response;
}

absl::StatusOr<v1::RevokeTokenResponse> Revoke(store::Transaction& transaction,
                                               const std::string& id) {
  BATON_ASSIGN_OR_RETURN(const v1::Token before,
                         store::GetToken(transaction.session(), transaction.tenant(), id));
  v1::RevokeTokenResponse response;
  *response.mutable_token() = before;
  if (before.has_revoke_time()) return response;
  *response.mutable_token()->mutable_revoke_time() = domain::ToTimestamp(transaction.now());
  BATON_RETURN_IF_ERROR(store::UpdateToken(transaction, before, response.token()));
  return response;
}

}  // namespace

TokenService::TokenService(const Parts& parts) : Service("baton.v1.TokenService", parts) {
  Unary("CreateToken", &TokenService::CreateToken);
  Unary("ListTokens", &TokenService::ListTokens);
  Unary("RevokeToken", &TokenService::RevokeToken);
  Unary("WhoAmI", &TokenService::WhoAmI);
}

void TokenService::CreateToken(const Call& call, const v1::CreateTokenRequest& request,
                               Reply<v1::CreateTokenResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  v1::Token token = ReadToken(call, request.token(), &reader);
  if (!reader.status().ok()) return reply(reader.status());
  absl::StatusOr<std::string> secret = NewSecret();
  if (!secret.ok()) return reply(secret.status());

  const std::string id = NewId(call);
  token.set_name(domain::ResourceName(call.tenant(), "tokens", id));
  MutateThen(
      call, id,
      [token, secret = *std::move(secret)](store::Transaction& transaction) {
        return KeepToken(transaction, token, secret);
      },
      reply,
      [this, reply](const absl::StatusOr<v1::CreateTokenResponse>& result) {
        AnswerAfterReload(result, reply);
      });
}

void TokenService::ListTokens(const Call& call, const v1::ListTokensRequest& request,
                              Reply<v1::ListTokensResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  store::ListQuery query;
  query.tenant = call.tenant();
  query.page_size = reader.PageSize(request.page_size());
  query.page_token = request.page_token();
  if (!reader.status().ok()) return reply(reader.status());

  Query(
      call,
      [query](store::Session& session) -> absl::StatusOr<v1::ListTokensResponse> {
        v1::ListTokensResponse response;
        BATON_ASSIGN_OR_RETURN(std::string next,
                               store::RunListQuery(session, store::TokenList(), query,
                                                   [&] { return response.add_tokens(); }));
        response.set_next_page_token(std::move(next));
        return response;
      },
      reply);
}

void TokenService::RevokeToken(const Call& call, const v1::RevokeTokenRequest& request,
                               Reply<v1::RevokeTokenResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "tokens");
  if (!reader.status().ok()) return reply(reader.status());

  MutateThen(
      call, id, [id](store::Transaction& transaction) { return Revoke(transaction, id); }, reply,
      [this, reply](const absl::StatusOr<v1::RevokeTokenResponse>& result) {
        AnswerAfterReload(result, reply);
      });
}

void TokenService::WhoAmI(const Call& call, const v1::WhoAmIRequest&,
                          Reply<v1::WhoAmIResponse> reply) {
  v1::WhoAmIResponse response;
  response.set_tenant(domain::TenantName(call.tenant()));
  response.set_person(call.caller().person);
  response.set_role(call.caller().role);
  *response.mutable_server_time() = domain::ToTimestamp(call.now);
  reply(response);
}

template <class Res>
void TokenService::AnswerAfterReload(const absl::StatusOr<Res>& result, Reply<Res> reply) {
  if (!result.ok()) return reply(result);
  LoadCallers(store(), callers(), [this, result, reply](const absl::Status& loaded) {
    if (!loaded.ok()) return reply(loaded);
    edge().EndStaleStreams();
    reply(result);
  });
}

}  // namespace baton::server
