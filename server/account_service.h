// AccountService: accounts, people and the facts about them. Handlers parse and answer; the account
// desk checks and keeps.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "domain/status_macros.h"
#include "server/account_visibility.h"
#include "server/list_request.h"
#include "server/service.h"

namespace baton::server {

class AccountService final : public Service {
 public:
  explicit AccountService(const Parts& parts);

 private:
  void UpsertAccount(const Call& call, const v1::UpsertAccountRequest& request,
                     Reply<v1::UpsertAccountResponse> reply);
  void GetAccount(const Call& call, const v1::GetAccountRequest& request,
                  Reply<v1::GetAccountResponse> reply);
  void ListAccounts(const Call& call, const v1::ListAccountsRequest& request,
                    Reply<v1::ListAccountsResponse> reply);
  void SetAccountTeam(const Call& call, const v1::SetAccountTeamRequest& request,
                      Reply<v1::SetAccountTeamResponse> reply);
  void UpsertPerson(const Call& call, const v1::UpsertPersonRequest& request,
                    Reply<v1::UpsertPersonResponse> reply);
  void GetPerson(const Call& call, const v1::GetPersonRequest& request,
                 Reply<v1::GetPersonResponse> reply);
  void ListPeople(const Call& call, const v1::ListPeopleRequest& request,
                  Reply<v1::ListPeopleResponse> reply);
  void SetAbsence(const Call& call, const v1::SetAbsenceRequest& request,
                  Reply<v1::SetAbsenceResponse> reply);
  void EndPerson(const Call& call, const v1::EndPersonRequest& request,
                 Reply<v1::EndPersonResponse> reply);
  void MergePeople(const Call& call, const v1::MergePeopleRequest& request,
                   Reply<v1::MergePeopleResponse> reply);
  void MergeAccounts(const Call& call, const v1::MergeAccountsRequest& request,
                     Reply<v1::MergeAccountsResponse> reply);
  void RecordHealth(const Call& call, const v1::RecordHealthRequest& request,
                    Reply<v1::RecordHealthResponse> reply);
  void ListHealthObservations(const Call& call, const v1::ListHealthObservationsRequest& request,
                              Reply<v1::ListHealthObservationsResponse> reply);
  void RecordActivity(const Call& call, const v1::RecordActivityRequest& request,
                      Reply<v1::RecordActivityResponse> reply);
  void ListActivities(const Call& call, const v1::ListActivitiesRequest& request,
                      Reply<v1::ListActivitiesResponse> reply);
  void RecordUsage(const Call& call, const v1::RecordUsageRequest& request,
                   Reply<v1::RecordUsageResponse> reply);
  void ListReconciliationItems(const Call& call, const v1::ListReconciliationItemsRequest& request,
                               Reply<v1::ListReconciliationItemsResponse> reply);
  void ListUsage(const Call& call, const v1::ListUsageRequest& request,
                 Reply<v1::ListUsageResponse> reply);
  void UpdateOpportunity(const Call& call, const v1::UpdateOpportunityRequest& request,
                         Reply<v1::UpdateOpportunityResponse> reply);
  void BackfillOpportunities(const Call& call, const v1::BackfillOpportunitiesRequest& request,
                             Reply<v1::BackfillOpportunitiesResponse> reply);
  void CreateOpportunity(const Call& call, const v1::CreateOpportunityRequest& request,
                         Reply<v1::CreateOpportunityResponse> reply);
  void GetOpportunity(const Call& call, const v1::GetOpportunityRequest& request,
                      Reply<v1::GetOpportunityResponse> reply);
  void ListOpportunities(const Call& call, const v1::ListOpportunitiesRequest& request,
                         Reply<v1::ListOpportunitiesResponse> reply);

  // Answers a page of what stands below the account that the request names as its parent: `list`
  // reads it from the store into the response's `records`.
  template <class Req, class Res, class List, class Record>
  void ListBelowAccount(const Call& call, const Req& request, Reply<Res> reply, List list,
                        google::protobuf::RepeatedPtrField<Record>* (Res::*records)()) {
    RequestReader reader(call);
    const std::string account = reader.Id("parent", request.parent(), "accounts");
    if (!reader.status().ok()) return reply(reader.status());
    Query(
        call,
        [&call, account, list, records,
         query = ReadPage(call, request)](store::Session& session) -> absl::StatusOr<Res> {
          BATON_RETURN_IF_ERROR(CheckAccountVisible(call, session, account));
          Res response;
          BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                                 list(session, account, query, (response.*records)()));
          return response;
        },
        reply);
  }

  // Answers once the table of callers knows of the change: tokens may have ended or moved.
  template <class Res>
  void AnswerAfterReload(const absl::StatusOr<Res>& result, Reply<Res> reply);
};

}  // namespace baton::server
