#include "server/integration_service.h"

#include "domain/status_macros.h"
#include "server/list_request.h"
#include "store/dead_letters.h"
#include "store/outbox.h"

namespace baton::server {

IntegrationService::IntegrationService(const Parts& parts)
    : Service("baton.v1.IntegrationService", parts),
      secrets_(parts.secrets),
      courier_(parts.courier) {
  Unary("IngestPayload", &IntegrationService::IngestPayload);
  ClientStream("StreamPayloads", &IntegrationService::StreamPayloads,
               v1::StreamPayloadsRequest::default_instance());
  Unary("ListDeadLetters", &IntegrationService::ListDeadLetters);
  Unary("CreateConnection", &IntegrationService::CreateConnection);
  Unary("GetConnection", &IntegrationService::GetConnection);
  Unary("ListConnections", &IntegrationService::ListConnections);
  Unary("UpdateConnection", &IntegrationService::UpdateConnection);
  Unary("RotateConnectionSecret", &IntegrationService::RotateConnectionSecret);
  Unary("DisableConnection", &IntegrationService::DisableConnection);
  Unary("EnableConnection", &IntegrationService::EnableConnection);
  Unary("TestConnection", &IntegrationService::TestConnection);
  Unary("GetMapping", &IntegrationService::GetMapping);
  Unary("SetMapping", &IntegrationService::SetMapping);
  Unary("TestMapping", &IntegrationService::TestMapping);
  Unary("RetryDeadLetter", &IntegrationService::RetryDeadLetter);
  Unary("ListDeliveries", &IntegrationService::ListDeliveries);
  Unary("RetryDelivery", &IntegrationService::RetryDelivery);
}

void IntegrationService::ListDeadLetters(const Call& call,
                                         const v1::ListDeadLettersRequest& request,
                                         Reply<v1::ListDeadLettersResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::DeadLetterList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDeadLettersResponse> {
        v1::ListDeadLettersResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListDeadLetters(session, query, response.mutable_dead_letters()));
        return response;
      },
      reply);
}

void IntegrationService::ListDeliveries(const Call& call, const v1::ListDeliveriesRequest& request,
                                        Reply<v1::ListDeliveriesResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::DeliveryListSpec(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDeliveriesResponse> {
        v1::ListDeliveriesResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::DeliveryListSpec(), query,
                                [&response] { return response.add_deliveries(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
