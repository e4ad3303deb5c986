// Disputes and tickets: AttributionService's calls about what people don't agree on (A-8, C-12).
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/attribution_service.h"
#include "server/attribution_visibility.h"
#include "server/credit_share_desk.h"
#include "server/dispute_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "server/ticket_desk.h"
#include "store/attributions.h"
#include "store/deal_desk_tickets.h"
#include "store/disputes.h"

namespace baton::server {

void AttributionService::OpenDispute(const Call& call, const v1::OpenDisputeRequest& request,
                                     Reply<v1::OpenDisputeResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("attribution", request.attribution(), "attributions");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "disputes", NewId(call));
  Mutate(
      call, id,
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::OpenDisputeResponse> {
        v1::OpenDisputeResponse response;
        BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                               VisibleAttribution(call, tx.session(), id));
        v1::Dispute stated;
        stated.set_name(name);
        stated.set_reason(request.reason());
        *stated.mutable_asked() = request.asked();
        BATON_ASSIGN_OR_RETURN(*response.mutable_dispute(),
                               server::OpenDispute(tx, call, std::move(stated), attribution));
        return response;
      },
      reply);
}

void AttributionService::ReviewDispute(const Call& call, const v1::ReviewDisputeRequest& request,
                                       Reply<v1::ReviewDisputeResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "disputes");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string result = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, id,
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::ReviewDisputeResponse> {
        v1::ReviewDisputeResponse response;
        v1::DisputeReview review;
        review.set_side(request.side());
        review.set_ruling(request.ruling());
        *review.mutable_categories() = request.categories();
        review.set_reason(request.reason());
        BATON_ASSIGN_OR_RETURN(response,
                               server::ReviewDispute(tx, call, id, std::move(review), result));
        return response;
      },
      reply);
}

void AttributionService::GetDispute(const Call& call, const v1::GetDisputeRequest& request,
                                    Reply<v1::GetDisputeResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "disputes");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [=, &call, &request](store::Session& session) -> absl::StatusOr<v1::GetDisputeResponse> {
        v1::GetDisputeResponse response;
        BATON_ASSIGN_OR_RETURN(v1::Dispute dispute, store::GetDispute(session, call.tenant(), id));
        BATON_ASSIGN_OR_RETURN(
            const v1::Attribution attribution,
            store::GetAttribution(session, call.tenant(), dispute.attribution()));
        BATON_RETURN_IF_ERROR(
            CheckAttributionVisible(call, session, "dispute", request.name(), attribution));
        BATON_ASSIGN_OR_RETURN(*response.mutable_dispute(),
                               AsOfNow(session, call.tenant(), std::move(dispute), call.now));
        return response;
      },
      reply);
}

void AttributionService::ListDisputes(const Call& call, const v1::ListDisputesRequest& request,
                                      Reply<v1::ListDisputesResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::DisputeList(), VisibleAccounts(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDisputesResponse> {
        v1::ListDisputesResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListDisputes(session, query, response.mutable_disputes()));
        return response;
      },
      reply);
}

void AttributionService::OpenDealDeskTicket(const Call& call,
                                            const v1::OpenDealDeskTicketRequest& request,
                                            Reply<v1::OpenDealDeskTicketResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("attribution", request.attribution(), "attributions");
  ReadShares("asked_shares", request.asked_shares(), &reader);
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "tickets", NewId(call));
  Mutate(
      call, id,
      [=, &call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::OpenDealDeskTicketResponse> {
        v1::OpenDealDeskTicketResponse response;
        BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                               VisibleAttribution(call, tx.session(), id));
        v1::DealDeskTicket stated;
        stated.set_name(name);
        stated.set_reason(request.reason());
        *stated.mutable_asked_shares() = request.asked_shares();
        BATON_ASSIGN_OR_RETURN(*response.mutable_ticket(),
                               OpenTicket(tx, call, std::move(stated), attribution));
        return response;
      },
      reply);
}

void AttributionService::RuleDealDeskTicket(const Call& call,
                                            const v1::RuleDealDeskTicketRequest& request,
                                            Reply<v1::RuleDealDeskTicketResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "tickets");
  ReadShares("shares", request.shares(), &reader);
  if (!reader.status().ok()) return reply(reader.status());
  const std::string result = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, id,
      [=, &call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::RuleDealDeskTicketResponse> {
        v1::RuleDealDeskTicketResponse response;
        v1::DealDeskTicket ruling;
        ruling.set_ruling_reason(request.reason());
        *ruling.mutable_ruled_shares() = request.shares();
        ruling.set_corrected_source(request.corrected_source());
        BATON_ASSIGN_OR_RETURN(*response.mutable_ticket(),
                               server::RuleTicket(tx, call, id, std::move(ruling), result));
        return response;
      },
      reply);
}

void AttributionService::ListDealDeskTickets(const Call& call,
                                             const v1::ListDealDeskTicketsRequest& request,
                                             Reply<v1::ListDealDeskTicketsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::TicketList(), VisibleAccounts(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDealDeskTicketsResponse> {
        v1::ListDealDeskTicketsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListTickets(session, query, response.mutable_tickets()));
        return response;
      },
      reply);
}

}  // namespace baton::server
