#include "server/report_service.h"

#include "server/access.h"
#include "server/accrual_desk.h"
#include "server/amortisation_desk.h"
#include "server/report_desk.h"
#include "server/report_run.h"
#include "server/request_reader.h"
#include "server/revenue_desk.h"

namespace baton::server {
namespace {

// Notes the faults of the report that is asked for.
void CheckExport(const v1::ExportReportRequest& request, RequestReader* reader) {
  switch (request.report_case()) {
    case v1::ExportReportRequest::kSlaCompliance:
      return CheckReport(request.sla_compliance(), reader);
    case v1::ExportReportRequest::kSignalQuality:
      return CheckReport(request.signal_quality(), reader);
    case v1::ExportReportRequest::kOpenLoops:
      return CheckReport(request.open_loops(), reader);
    case v1::ExportReportRequest::kHandoffImpact:
      return CheckReport(request.handoff_impact(), reader);
    case v1::ExportReportRequest::kArrByCategory:
      return CheckReport(request.arr_by_category(), reader);
    case v1::ExportReportRequest::kTeamCredit:
      return CheckReport(request.team_credit(), reader);
    case v1::ExportReportRequest::kCsLedGrowth:
      return CheckReport(request.cs_led_growth(), reader);
    case v1::ExportReportRequest::kEngagementCohorts:
      return CheckReport(request.engagement_cohorts(), reader);
    case v1::ExportReportRequest::kRetentionRates:
      return CheckReport(request.retention_rates(), reader);
    case v1::ExportReportRequest::kForecast:
      return CheckReport(request.forecast(), reader);
    case v1::ExportReportRequest::kRecommendationAgreement:
      return CheckReport(request.recommendation_agreement(), reader);
    case v1::ExportReportRequest::kCompAccrual:
      return CheckReport(request.comp_accrual(), reader);
    case v1::ExportReportRequest::kCompAmortisation:
      return CheckReport(request.comp_amortisation(), reader);
    case v1::ExportReportRequest::REPORT_NOT_SET:
      reader->violations().Add("report", "is missing: which report");
  }
}

// The method that answers the same report: who may not call it may not export it either.
std::string_view MethodOf(const v1::ExportReportRequest& request) {
  switch (request.report_case()) {
    case v1::ExportReportRequest::kArrByCategory:
      return "ReportService.ArrByCategory";
    case v1::ExportReportRequest::kTeamCredit:
      return "ReportService.TeamCredit";
    case v1::ExportReportRequest::kCsLedGrowth:
      return "ReportService.CsLedGrowth";
    case v1::ExportReportRequest::kEngagementCohorts:
      return "ReportService.EngagementCohorts";
    case v1::ExportReportRequest::kRetentionRates:
      return "ReportService.RetentionRates";
    case v1::ExportReportRequest::kForecast:
      return "ReportService.Forecast";
    case v1::ExportReportRequest::kRecommendationAgreement:
      return "ReportService.RecommendationAgreement";
    case v1::ExportReportRequest::kCompAccrual:
      return "ReportService.CompAccrual";
    case v1::ExportReportRequest::kCompAmortisation:
      return "ReportService.CompAmortisation";
    case v1::ExportReportRequest::kSlaCompliance:
      return "ReportService.SlaCompliance";
    case v1::ExportReportRequest::kSignalQuality:
      return "ReportService.SignalQuality";
    case v1::ExportReportRequest::kOpenLoops:
      return "ReportService.OpenLoops";
    default:
      return "ReportService.HandoffImpact";
  }
}

absl::Status CheckMayExport(const Call& call, const v1::ExportReportRequest& request) {
  const AccessRow* row = FindAccess(MethodOf(request));
  const v1::Role role = call.caller().role;
  if (row != nullptr && row->For(role) != Reach::kNone) return absl::OkStatus();
  return RefuseRole(MethodOf(request), role);
}

// The parent of the report itself, where one is given.
const std::string& InnerParent(const v1::ExportReportRequest& request) {
  switch (request.report_case()) {
    case v1::ExportReportRequest::kSlaCompliance:
      return request.sla_compliance().parent();
    case v1::ExportReportRequest::kSignalQuality:
      return request.signal_quality().parent();
    case v1::ExportReportRequest::kOpenLoops:
      return request.open_loops().parent();
    case v1::ExportReportRequest::kArrByCategory:
      return request.arr_by_category().parent();
    case v1::ExportReportRequest::kTeamCredit:
      return request.team_credit().parent();
    case v1::ExportReportRequest::kCsLedGrowth:
      return request.cs_led_growth().parent();
    case v1::ExportReportRequest::kEngagementCohorts:
      return request.engagement_cohorts().parent();
    case v1::ExportReportRequest::kRetentionRates:
      return request.retention_rates().parent();
    case v1::ExportReportRequest::kForecast:
      return request.forecast().parent();
    case v1::ExportReportRequest::kRecommendationAgreement:
      return request.recommendation_agreement().parent();
    case v1::ExportReportRequest::kCompAccrual:
      return request.comp_accrual().parent();
    case v1::ExportReportRequest::kCompAmortisation:
      return request.comp_amortisation().parent();
    default:
      return request.handoff_impact().parent();
  }
}

}  // namespace

ReportService::ReportService(const Parts& parts) : Service("baton.v1.ReportService", parts) {
  Unary("SlaCompliance", &ReportService::SlaCompliance);
  Unary("SignalQuality", &ReportService::SignalQuality);
  Unary("OpenLoops", &ReportService::OpenLoops);
  Unary("HandoffImpact", &ReportService::HandoffImpact);
  Unary("ArrByCategory", &ReportService::ArrByCategory);
  Unary("TeamCredit", &ReportService::TeamCredit);
  Unary("CsLedGrowth", &ReportService::CsLedGrowth);
  Unary("EngagementCohorts", &ReportService::EngagementCohorts);
  Unary("RetentionRates", &ReportService::RetentionRates);
  Unary("Forecast", &ReportService::Forecast);
  Unary("RecommendationAgreement", &ReportService::RecommendationAgreement);
  Unary("CompAccrual", &ReportService::CompAccrual);
  Unary("CompAmortisation", &ReportService::CompAmortisation);
  ServerStream("ExportReport", &ReportService::ExportReport);
}

template <class Req, class Res>
void ReportService::Answer(const Call& call, const Req& request, Reply<Res> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  CheckReport(request, &reader);
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call, [&call, &request](store::Session& session) { return Report(call, session, request); },
      reply);
}

void ReportService::SlaCompliance(const Call& call, const v1::SlaComplianceRequest& request,
                                  Reply<v1::SlaComplianceResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::SignalQuality(const Call& call, const v1::SignalQualityRequest& request,
                                  Reply<v1::SignalQualityResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::OpenLoops(const Call& call, const v1::OpenLoopsRequest& request,
                              Reply<v1::OpenLoopsResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::HandoffImpact(const Call& call, const v1::HandoffImpactRequest& request,
                                  Reply<v1::HandoffImpactResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::ArrByCategory(const Call& call, const v1::ArrByCategoryRequest& request,
                                  Reply<v1::ArrByCategoryResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::TeamCredit(const Call& call, const v1::TeamCreditRequest& request,
                               Reply<v1::TeamCreditResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::CsLedGrowth(const Call& call, const v1::CsLedGrowthRequest& request,
                                Reply<v1::CsLedGrowthResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::EngagementCohorts(const Call& call, const v1::EngagementCohortsRequest& request,
                                      Reply<v1::EngagementCohortsResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::RetentionRates(const Call& call, const v1::RetentionRatesRequest& request,
                                   Reply<v1::RetentionRatesResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::Forecast(const Call& call, const v1::ForecastRequest& request,
                             Reply<v1::ForecastResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::RecommendationAgreement(const Call& call,
                                            const v1::RecommendationAgreementRequest& request,
                                            Reply<v1::RecommendationAgreementResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::CompAccrual(const Call& call, const v1::CompAccrualRequest& request,
                                Reply<v1::CompAccrualResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::CompAmortisation(const Call& call, const v1::CompAmortisationRequest& request,
                                     Reply<v1::CompAmortisationResponse> reply) {
  Answer(call, request, reply);
}

void ReportService::ExportReport(const Call& call, const v1::ExportReportRequest& request,
                                 Stream<v1::ExportReportResponse> stream) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string& inner = InnerParent(request);
  if (!inner.empty() && inner != request.parent()) {
    reader.violations().Add("report.parent", "must be the export's parent or empty");
  }
  CheckExport(request, &reader);
  if (!reader.status().ok()) return stream.Finish(reader.status());
  const absl::Status may = CheckMayExport(call, request);
  if (!may.ok()) return stream.Finish(may);
  ReportRun::Start(call, store(), request, stream);
}

}  // namespace baton::server
