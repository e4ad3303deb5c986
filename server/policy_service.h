// PolicyService: makes, signs and shows policy versions and business calendars.
#pragma once

#include "baton/v1/policy_service.pb.h"
#include "server/service.h"

namespace baton::server {

class PolicyService final : public Service {
 public:
  explicit PolicyService(const Parts& parts);

 private:
  void GetPolicy(const Call& call, const v1::GetPolicyRequest& request,
                 Reply<v1::GetPolicyResponse> reply);
  void ListPolicyVersions(const Call& call, const v1::ListPolicyVersionsRequest& request,
                          Reply<v1::ListPolicyVersionsResponse> reply);
  void ValidatePolicy(const Call& call, const v1::ValidatePolicyRequest& request,
                      Reply<v1::ValidatePolicyResponse> reply);
  void CreatePolicyVersion(const Call& call, const v1::CreatePolicyVersionRequest& request,
                           Reply<v1::CreatePolicyVersionResponse> reply);
  void SignPolicyVersion(const Call& call, const v1::SignPolicyVersionRequest& request,
                         Reply<v1::SignPolicyVersionResponse> reply);
  void CreateCalendar(const Call& call, const v1::CreateCalendarRequest& request,
                      Reply<v1::CreateCalendarResponse> reply);
  void GetCalendar(const Call& call, const v1::GetCalendarRequest& request,
                   Reply<v1::GetCalendarResponse> reply);
  void ListCalendars(const Call& call, const v1::ListCalendarsRequest& request,
                     Reply<v1::ListCalendarsResponse> reply);
  void PutExchangeRates(const Call& call, const v1::PutExchangeRatesRequest& request,
                        Reply<v1::PutExchangeRatesResponse> reply);
  void ApproveExchangeRates(const Call& call, const v1::ApproveExchangeRatesRequest& request,
                            Reply<v1::ApproveExchangeRatesResponse> reply);
  void ListExchangeRateSheets(const Call& call, const v1::ListExchangeRateSheetsRequest& request,
                              Reply<v1::ListExchangeRateSheetsResponse> reply);
};

}  // namespace baton::server
