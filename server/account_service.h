// AccountService: accounts, people and the facts about them. Handlers parse and answer; the account
// desk checks and keeps.
#pragma once

#include "baton/v1/account_service.pb.h"
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
  void RecordHealth(const Call& call, const v1::RecordHealthRequest& request,
                    Reply<v1::RecordHealthResponse> reply);
  void ListHealthObservations(const Call& call, const v1::ListHealthObservationsRequest& request,
                              Reply<v1::ListHealthObservationsResponse> reply);
  void RecordActivity(const Call& call, const v1::RecordActivityRequest& request,
                      Reply<v1::RecordActivityResponse> reply);
  void ListActivities(const Call& call, const v1::ListActivitiesRequest& request,
                      Reply<v1::ListActivitiesResponse> reply);
  void CreateOpportunity(const Call& call, const v1::CreateOpportunityRequest& request,
                         Reply<v1::CreateOpportunityResponse> reply);
  void GetOpportunity(const Call& call, const v1::GetOpportunityRequest& request,
                      Reply<v1::GetOpportunityResponse> reply);
  void ListOpportunities(const Call& call, const v1::ListOpportunitiesRequest& request,
                         Reply<v1::ListOpportunitiesResponse> reply);
};

}  // namespace baton::server
