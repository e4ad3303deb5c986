#include "server/account_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/account_visibility.h"
#include "server/credit_share_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/health.h"
#include "store/people.h"
#include "store/reconciliation.h"

namespace baton::server {
AccountService::AccountService(const Parts& parts) : Service("baton.v1.AccountService", parts) {
  Unary("UpsertAccount", &AccountService::UpsertAccount);
  Unary("GetAccount", &AccountService::GetAccount);
  Unary("ListAccounts", &AccountService::ListAccounts);
  Unary("SetAccountTeam", &AccountService::SetAccountTeam);
  Unary("UpsertPerson", &AccountService::UpsertPerson);
  Unary("GetPerson", &AccountService::GetPerson);
  Unary("ListPeople", &AccountService::ListPeople);
  Unary("SetAbsence", &AccountService::SetAbsence);
  Unary("EndPerson", &AccountService::EndPerson);
  Unary("MergePeople", &AccountService::MergePeople);
  Unary("MergeAccounts", &AccountService::MergeAccounts);
  Unary("RecordUsage", &AccountService::RecordUsage);
  Unary("ListUsage", &AccountService::ListUsage);
  Unary("ListReconciliationItems", &AccountService::ListReconciliationItems);
  Unary("UpdateOpportunity", &AccountService::UpdateOpportunity);
  Unary("BackfillOpportunities", &AccountService::BackfillOpportunities);
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
      ParseList(call, request, store::AccountList(), VisibleAccounts(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [&call,
       parsed = *query](store::Session& session) -> absl::StatusOr<v1::ListAccountsResponse> {
        BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                               ActsAs(call, session, Deputies::kTakeOver));
        store::ListQuery narrowed = parsed;
        narrowed.scope = VisibleAccounts(call, people);
        v1::ListAccountsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListAccounts(session, narrowed, response.mutable_accounts()));
        return response;
      },
      reply);
}

void AccountService::SetAccountTeam(const Call& call, const v1::SetAccountTeamRequest& request,
                                    Reply<v1::SetAccountTeamResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("account", request.account(), "accounts");
  reader.OptionalId("member.person", request.member().person(), "people");
  ReadShares("member.shares", request.member().shares(), &reader);
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
                               store::LoadPersonView(session, call.tenant(), id));
        return response;
      },
      reply);
}

void AccountService::ListPeople(const Call& call, const v1::ListPeopleRequest& request,
                                Reply<v1::ListPeopleResponse> reply) {
  const absl::StatusOr<store::ListQuery> query = ParseList(call, request, store::PersonList(), {});
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

void AccountService::ListReconciliationItems(const Call& call,
                                             const v1::ListReconciliationItemsRequest& request,
                                             Reply<v1::ListReconciliationItemsResponse> reply) {
  // What a payout comes to is read by those who read everybody's pay (C-17).
  const bool reads_pay =
      FindAccess("CompStatementService.GetCompStatement")->For(call.caller().role) == Reach::kAll;
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::ReconciliationList(),
                reads_pay ? store::Scope() : store::AccountItemsAlone());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query =
           *query](store::Session& session) -> absl::StatusOr<v1::ListReconciliationItemsResponse> {
        v1::ListReconciliationItemsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListReconciliationItems(session, query, response.mutable_items()));
        return response;
      },
      reply);
}

void AccountService::RecordHealth(const Call& call, const v1::RecordHealthRequest& request,
                                  Reply<v1::RecordHealthResponse> reply) {
  RequestReader reader(call);
  const std::string account = reader.Id("parent", request.parent(), "accounts");
  reader.OptionalId("observation.person", request.observation().person(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = request.parent() + "/healthObservations/" + NewId(call);
  Mutate(
      call, account,
      [&call, &request, account,
       name](store::Transaction& tx) -> absl::StatusOr<v1::RecordHealthResponse> {
        BATON_RETURN_IF_ERROR(CheckAccountVisible(call, tx.session(), account));
        v1::HealthObservation observation = request.observation();
        observation.set_name(name);
        if (observation.manual() && observation.person().empty()) {
          observation.set_person(call.caller().person);
        }
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
  ListBelowAccount(call, request, reply, store::ListHealthObservations,
                   &v1::ListHealthObservationsResponse::mutable_observations);
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
  ListBelowAccount(call, request, reply, store::ListActivities,
                   &v1::ListActivitiesResponse::mutable_activities);
}

}  // namespace baton::server
