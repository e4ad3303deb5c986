// ReportService: the measures of the handoff, and of what was booked by whose work. Handlers parse
// and answer; the report desk does the rest.
#pragma once

#include "baton/v1/report_service.pb.h"
#include "server/service.h"

namespace baton::server {

class ReportService final : public Service {
 public:
  explicit ReportService(const Parts& parts);

 private:
  void SlaCompliance(const Call& call, const v1::SlaComplianceRequest& request,
                     Reply<v1::SlaComplianceResponse> reply);
  void SignalQuality(const Call& call, const v1::SignalQualityRequest& request,
                     Reply<v1::SignalQualityResponse> reply);
  void OpenLoops(const Call& call, const v1::OpenLoopsRequest& request,
                 Reply<v1::OpenLoopsResponse> reply);
  void HandoffImpact(const Call& call, const v1::HandoffImpactRequest& request,
                     Reply<v1::HandoffImpactResponse> reply);
  void ArrByCategory(const Call& call, const v1::ArrByCategoryRequest& request,
                     Reply<v1::ArrByCategoryResponse> reply);
  void TeamCredit(const Call& call, const v1::TeamCreditRequest& request,
                  Reply<v1::TeamCreditResponse> reply);
  void CsLedGrowth(const Call& call, const v1::CsLedGrowthRequest& request,
                   Reply<v1::CsLedGrowthResponse> reply);
  void EngagementCohorts(const Call& call, const v1::EngagementCohortsRequest& request,
                         Reply<v1::EngagementCohortsResponse> reply);
  void RetentionRates(const Call& call, const v1::RetentionRatesRequest& request,
                      Reply<v1::RetentionRatesResponse> reply);
  void Forecast(const Call& call, const v1::ForecastRequest& request,
                Reply<v1::ForecastResponse> reply);
  void RecommendationAgreement(const Call& call, const v1::RecommendationAgreementRequest& request,
                               Reply<v1::RecommendationAgreementResponse> reply);
  void CompAccrual(const Call& call, const v1::CompAccrualRequest& request,
                   Reply<v1::CompAccrualResponse> reply);
  void CompAmortisation(const Call& call, const v1::CompAmortisationRequest& request,
                        Reply<v1::CompAmortisationResponse> reply);
  void ExportReport(const Call& call, const v1::ExportReportRequest& request,
                    Stream<v1::ExportReportResponse> stream);

  // Checks the request and answers its report.
  template <class Req, class Res>
  void Answer(const Call& call, const Req& request, Reply<Res> reply);
};

}  // namespace baton::server
