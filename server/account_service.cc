#include "server/account_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/people.h"

namespace baton::server {
namespace {

// Whose an account is: everybody's who has ever held a role on it.
store::Scope AccountScope(const Call& call) {
  return VisibleScopeBy(call, "account_id", "account_team", "person_id");
}

absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 const v1::Account& view) {
  std::vector<std::string> team;
  for (const v1::TeamMember& member : view.team()) team.push_back(member.person());
  return CheckVisible(call, session, "account", view.name(), team);
}

absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 std::string_view account) {
  if (call.reach == Reach::kAll) {
    return store::GetAccount(session, call.tenant(), account).status();
  }
  BATON_ASSIGN_OR_RETURN(const v1::Account view,
                         store::LoadAccountView(session, call.tenant(), account, call.now));
  return CheckAccountVisible(call, session, view);
}

}  // namespace

AccountService::AccountService(const Parts& parts) : Service("baton.v1.AccountService", parts) {
  Unary("UpsertAccount", &AccountService::UpsertAccount);
  Unary("GetAccount", &AccountService::GetAccount);
  Unary("ListAccounts", &AccountService::ListAccounts);
  Unary("SetAccountTeam", &AccountService::SetAccountTeam);
  Unary("UpsertPerson", &AccountService::UpsertPerson);
  Unary("GetPerson", &AccountService::GetPerson);
  Unary("ListPeople", &AccountService::ListPeople);
  Unary("RecordHealth", &AccountService::RecordHealth);
  Unary("ListHealthObservations", &AccountService::ListHealthObservations);
  Unary("RecordActivity", &AccountService::RecordActivity);
  Unary("ListActivities", &AccountService::ListActivities);
  Unary("CreateOpportunity", &AccountService::CreateOpportunity);
  Unary("GetOpportunity", &AccountService::GetOpportunity);
  Unary("ListOpportunities", &AccountService::ListOpportunities);
}

void AccountService::UpsertAccount(const Call& call, const v1::UpsertAccountRequest& request,
                                   Reply<v1::UpsertAccountResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("account.name", request.account().name(), "accounts");
  CheckAccount(request.account(), &reader.violations());
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::UpsertAccountResponse> {
        v1::UpsertAccountResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_account(),
                               server::UpsertAccount(tx, request.account()));
        return response;
      },
      reply);
}

void AccountService::GetAccount(const Call& call, const v1::GetAccountRequest& request,
                                Reply<v1::GetAccountResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetAccountResponse> {
        v1::GetAccountResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_account(),
                               store::LoadAccountView(session, call.tenant(), id, call.now));
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, session, response.account()));
        return response;
      },
      reply);
}

void AccountService::ListAccounts(const Call& call, const v1::ListAccountsRequest& request,
                                  Reply<v1::ListAccountsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::AccountList(), AccountScope(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListAccountsResponse> {
        v1::ListAccountsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListAccounts(session, query, response.mutable_accounts()));
        return response;
      },
      reply);
}

void AccountService::SetAccountTeam(const Call& call, const v1::SetAccountTeamRequest& request,
                                    Reply<v1::SetAccountTeamResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("account", request.account(), "accounts");
  reader.OptionalId("member.person", request.member().person(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::SetAccountTeamResponse> {
        v1::SetAccountTeamResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_account(),
                               server::SetAccountTeam(tx, request.account(), request.member()));
        return response;
      },
      reply);
}

void AccountService::UpsertPerson(const Call& call, const v1::UpsertPersonRequest& request,
                                  Reply<v1::UpsertPersonResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("person.name", request.person().name(), "people");
  reader.OptionalId("person.manager", request.person().manager(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&request](store::Transaction& tx) -> absl::StatusOr<v1::UpsertPersonResponse> {
        v1::UpsertPersonResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                               server::UpsertPerson(tx, request.person()));
        return response;
      },
      reply);
}

void AccountService::GetPerson(const Call& call, const v1::GetPersonRequest& request,
                               Reply<v1::GetPersonResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetPersonResponse> {
        v1::GetPersonResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                               store::GetPerson(session, call.tenant(), id));
        return response;
      },
      reply);
}

void AccountService::ListPeople(const Call& call, const v1::ListPeopleRequest& request,
                                Reply<v1::ListPeopleResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::PersonList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListPeopleResponse> {
        v1::ListPeopleResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListPeople(session, query, response.mutable_people()));
        return response;
      },
      reply);
}

void AccountService::RecordHealth(const Call& call, const v1::RecordHealthRequest& request,
                                  Reply<v1::RecordHealthResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = request.parent() + "/healthObservations/" + NewId(call);
  Mutate(
      call, account,
      [&call, &request, account,
       name](store::Transaction& tx) -> absl::StatusOr<v1::RecordHealthResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        v1::HealthObservation observation = request.observation();
        observation.set_name(name);
        v1::RecordHealthResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_observation(),
                               server::RecordHealth(tx, std::move(observation)));
        return response;
      },
      reply);
}

void AccountService::ListHealthObservations(const Call& call,
                                            const v1::ListHealthObservationsRequest& request,
                                            Reply<v1::ListHealthObservationsResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, account, query = ReadPage(call, request)](
          store::Session& session) -> absl::StatusOr<v1::ListHealthObservationsResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, session, account));
        v1::ListHealthObservationsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListHealthObservations(session, account, query,
                                                             response.mutable_observations()));
        return response;
      },
      reply);
}

void AccountService::RecordActivity(const Call& call, const v1::RecordActivityRequest& request,
                                    Reply<v1::RecordActivityResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  reader.OptionalId("activity.person", request.activity().person(), "people");
  reader.OptionalId("activity.opportunity", request.activity().opportunity(), "opportunities");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = request.parent() + "/activities/" + NewId(call);
  Mutate(
      call, account,
      [&call, &request, account,
       name](store::Transaction& tx) -> absl::StatusOr<v1::RecordActivityResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        v1::Activity activity = request.activity();
        activity.set_name(name);
        v1::RecordActivityResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_activity(),
                               server::RecordActivity(tx, std::move(activity)));
        return response;
      },
      reply);
}

void AccountService::ListActivities(const Call& call, const v1::ListActivitiesRequest& request,
                                    Reply<v1::ListActivitiesResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, account, query = ReadPage(call, request)](
          store::Session& session) -> absl::StatusOr<v1::ListActivitiesResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, session, account));
        v1::ListActivitiesResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListActivities(session, account, query, response.mutable_activities()));
        return response;
      },
      reply);
}

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
      ParseList(call, request, store::OpportunityList(), AccountScope(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListOpportunitiesResponse> {
        v1::ListOpportunitiesResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::OpportunityList(), query,
                                [&response] { return response.add_opportunities(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
