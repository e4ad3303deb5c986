#include "server/report_service.h"

#include "server/report_desk.h"
#include "server/report_run.h"
#include "server/request_reader.h"

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
    default:
      reader->violations().Add("report", "is missing: which report");
  }
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
  ReportRun::Start(call, store(), request, stream);
}

}  // namespace baton::server
