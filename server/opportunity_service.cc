// AccountService's methods about opportunities and what sets them off.
#include <string>
#include <utility>
#include <vector>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/account_service.h"
#include "server/account_visibility.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/accounts.h"
#include "store/opportunities.h"

namespace baton::server {

void AccountService::CreateOpportunity(const Call& call,
                                       const v1::CreateOpportunityRequest& request,
                                       Reply<v1::CreateOpportunityResponse> reply) {
  const v1::Opportunity& stated = request.opportunity();
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string account =
      reader.OptionalId("opportunity.account", stated.account(), "accounts");
  reader.OptionalId("opportunity.signal", stated.signal(), "signals");
  reader.OptionalId("opportunity.owner", stated.owner(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "opportunities", NewId(call));
  Mutate(
      call, account,
      [&call, &stated, account,
       name](store::Transaction& tx) -> absl::StatusOr<v1::CreateOpportunityResponse> {
        if (!account.empty()) {
          BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        }
        v1::Opportunity opportunity = stated;
        opportunity.set_name(name);
        v1::CreateOpportunityResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_opportunity(),
                               server::CreateOpportunity(tx, std::move(opportunity)));
        return response;
      },
      reply);
}

void AccountService::GetOpportunity(const Call& call, const v1::GetOpportunityRequest& request,
                                    Reply<v1::GetOpportunityResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "opportunities");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetOpportunityResponse> {
        v1::GetOpportunityResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_opportunity(),
                               store::GetOpportunity(session, call.tenant(), id));
        if (call.reach == Reach::kAll) return response;
        BATON_ASSIGN_OR_RETURN(const v1::Account view,
                               store::LoadAccountView(session, call.tenant(),
                                                      response.opportunity().account(), call.now));
        std::vector<std::string> people = {response.opportunity().owner()};
        for (const v1::TeamMember& member : view.team()) people.push_back(member.person());
        BATON_RETURN_IF_ERROR(
            CheckVisible(call, session, "opportunity", response.opportunity().name(), people));
        return response;
      },
      reply);
}

void AccountService::ListOpportunities(const Call& call,
                                       const v1::ListOpportunitiesRequest& request,
                                       Reply<v1::ListOpportunitiesResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::OpportunityList(), VisibleAccounts(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [&call,
       parsed = *query](store::Session& session) -> absl::StatusOr<v1::ListOpportunitiesResponse> {
        BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                               ActsAs(call, session, Deputies::kTakeOver));
        store::ListQuery narrowed = parsed;
        narrowed.scope = VisibleAccounts(call, people);
        v1::ListOpportunitiesResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::OpportunityList(), narrowed,
                                [&response] { return response.add_opportunities(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
