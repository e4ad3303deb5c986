// AccountService's methods about opportunities and what sets them off.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/account_service.h"
#include "server/account_visibility.h"
#include "server/error_details.h"
#include "server/list_request.h"
#include "server/opportunity_desk.h"
#include "server/request_reader.h"
#include "server/signal_handoff_service.h"
#include "server/usage_desk.h"
#include "store/accounts.h"
#include "store/opportunities.h"
#include "store/signals.h"
#include "store/usage.h"

namespace baton::server {
namespace {

// An opportunity is its owner's, and everybody's who is on its account's team.
absl::Status CheckOpportunityVisible(const Call& call, store::Session& session,
                                     const v1::Opportunity& opportunity) {
  if (call.reach == Reach::kAll) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(
      const v1::Account view,
      store::LoadAccountView(session, call.tenant(), opportunity.account(), call.now));
  std::vector<std::string> people = {opportunity.owner()};
  for (const v1::TeamMember& member : view.team()) people.push_back(member.person());
  return CheckVisible(call, session, "opportunity", opportunity.name(), people);
}

// One opportunity of a batch, whose names are read like those of a request of its own.
absl::StatusOr<v1::Opportunity> Backfill(const Call& call, store::Transaction& tx,
                                         v1::Opportunity stated, const std::string& name) {
  RequestReader reader(call);
  reader.OptionalId("opportunity.account", stated.account(), "accounts");
  reader.OptionalId("opportunity.owner", stated.owner(), "people");
  BATON_RETURN_IF_ERROR(reader.status());
  stated.set_name(name);
  return BackfillOpportunity(tx, std::move(stated));
}

v1::BackfillResult ToResult(const absl::StatusOr<v1::Opportunity>& kept, std::string_view log_id) {
  v1::BackfillResult result;
  if (kept.ok()) {
    *result.mutable_opportunity() = *kept;
  } else {
    *result.mutable_error() = ItemErrorOf(kept.status(), log_id);
  }
  return result;
}

}  // namespace

void AccountService::CreateOpportunity(const Call& call,
                                       const v1::CreateOpportunityRequest& request,
                                       Reply<v1::CreateOpportunityResponse> reply) {
  const v1::Opportunity& stated = request.opportunity();
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string account =
      reader.OptionalId("opportunity.account", stated.account(), "accounts");
  const std::string signal = reader.OptionalId("opportunity.signal", stated.signal(), "signals");
  reader.OptionalId("opportunity.owner", stated.owner(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "opportunities", NewId(call));
  Mutate(
      call, account,
      [&call, &stated, account, signal,
       name](store::Transaction& tx) -> absl::StatusOr<v1::CreateOpportunityResponse> {
        if (!account.empty()) {
          BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        } else if (!signal.empty()) {  // the account is the signal's
          BATON_ASSIGN_OR_RETURN(const v1::Signal origin,
                                 store::GetSignal(tx.session(), call.tenant(), signal));
          BATON_RETURN_IF_ERROR(CheckSignalVisible(call, tx.session(), origin));
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
        BATON_RETURN_IF_ERROR(CheckOpportunityVisible(call, session, response.opportunity()));
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

void AccountService::UpdateOpportunity(const Call& call,
                                       const v1::UpdateOpportunityRequest& request,
                                       Reply<v1::UpdateOpportunityResponse> reply) {
  RequestReader reader(call);
  const std::string id =
      reader.Id("opportunity.name", request.opportunity().name(), "opportunities");
  reader.OptionalId("opportunity.owner", request.opportunity().owner(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, &request,
       id](store::Transaction& tx) -> absl::StatusOr<v1::UpdateOpportunityResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Opportunity held,
                               store::GetOpportunity(tx.session(), call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckOpportunityVisible(call, tx.session(), held));
        v1::UpdateOpportunityResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_opportunity(),
                               server::UpdateOpportunity(tx, request.opportunity()));
        return response;
      },
      reply);
}

void AccountService::BackfillOpportunities(const Call& call,
                                           const v1::BackfillOpportunitiesRequest& request,
                                           Reply<v1::BackfillOpportunitiesResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (request.opportunities_size() > kMaxBackfilled) {
    reader.violations().Add("opportunities", absl::StrCat("has more than ", kMaxBackfilled));
  }
  if (!reader.status().ok()) return reply(reader.status());
  std::vector<std::string> names;
  for (int i = 0; i < request.opportunities_size(); ++i) {
    names.push_back(domain::ResourceName(call.tenant(), "opportunities", NewId(call)));
  }
  Mutate(
      call, "",
      [&call, &request,
       names](store::Transaction& tx) -> absl::StatusOr<v1::BackfillOpportunitiesResponse> {
        v1::BackfillOpportunitiesResponse response;
        for (int i = 0; i < request.opportunities_size(); ++i) {
          const auto kept = Backfill(call, tx, request.opportunities(i), names[i]);
          if (!kept.ok() && IsFault(kept.status())) return kept.status();
          *response.add_results() = ToResult(kept, call.log_id);
        }
        return response;
      },
      reply);
}

void AccountService::RecordUsage(const Call& call, const v1::RecordUsageRequest& request,
                                 Reply<v1::RecordUsageResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = request.parent() + "/usage/" + NewId(call);
  const std::string opportunity = domain::ResourceName(call.tenant(), "opportunities", NewId(call));
  Mutate(
      call, account,
      [&call, &request, account, name,
       opportunity](store::Transaction& tx) -> absl::StatusOr<v1::RecordUsageResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        v1::UsageObservation observation = request.observation();
        observation.set_name(name);
        v1::RecordUsageResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_observation(),
                               server::RecordUsage(tx, std::move(observation), opportunity));
        return response;
      },
      reply);
}

void AccountService::ListUsage(const Call& call, const v1::ListUsageRequest& request,
                               Reply<v1::ListUsageResponse> reply) {
  ListBelowAccount(call, request, reply, store::ListUsage,
                   &v1::ListUsageResponse::mutable_observations);
}

}  // namespace baton::server
