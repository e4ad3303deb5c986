#include "server/report_run.h"

#include <utility>

#include "adapters/accrual_csv.h"
#include "adapters/amortisation_csv.h"
#include "adapters/report_csv.h"
#include "adapters/revenue_csv.h"
#include "domain/status_macros.h"
#include "server/accrual_desk.h"
#include "server/amortisation_desk.h"
#include "server/report_desk.h"
#include "server/revenue_desk.h"
#include "store/list.h"

namespace baton::server {
namespace {

template <class Req>
absl::StatusOr<std::vector<adapters::ExportChunk>> Render(const Call& call, store::Session& session,
                                                          const Req& request) {
  BATON_ASSIGN_OR_RETURN(const auto report, Report(call, session, request));
  return adapters::RenderCsv(report);
}

absl::StatusOr<std::vector<adapters::ExportChunk>> RenderAmortisation(
    const Call& call, store::Session& session, const v1::CompAmortisationRequest& request) {
  BATON_ASSIGN_OR_RETURN(const auto report, WholeReport(call, session, request));
  return adapters::RenderCsv(report, request.table());
}

absl::StatusOr<std::vector<adapters::ExportChunk>> RenderReport(
    const Call& call, store::Session& session, const v1::ExportReportRequest& request) {
  switch (request.report_case()) {
    case v1::ExportReportRequest::kSlaCompliance:
      return Render(call, session, request.sla_compliance());
    case v1::ExportReportRequest::kSignalQuality:
      return Render(call, session, request.signal_quality());
    case v1::ExportReportRequest::kArrByCategory:
      return Render(call, session, request.arr_by_category());
    case v1::ExportReportRequest::kTeamCredit:
      return Render(call, session, request.team_credit());
    case v1::ExportReportRequest::kCsLedGrowth:
      return Render(call, session, request.cs_led_growth());
    case v1::ExportReportRequest::kEngagementCohorts:
      return Render(call, session, request.engagement_cohorts());
    case v1::ExportReportRequest::kRetentionRates:
      return Render(call, session, request.retention_rates());
    case v1::ExportReportRequest::kForecast:
      return Render(call, session, request.forecast());
    case v1::ExportReportRequest::kRecommendationAgreement:
      return Render(call, session, request.recommendation_agreement());
    case v1::ExportReportRequest::kCompAccrual:
      return Render(call, session, request.comp_accrual());
    case v1::ExportReportRequest::kCompAmortisation:
      return RenderAmortisation(call, session, request.comp_amortisation());
    default:
      return Render(call, session, request.handoff_impact());
  }
}

}  // namespace

void ReportRun::Start(const Call& call, store::Store& store, const v1::ExportReportRequest& request,
                      Stream<v1::ExportReportResponse> stream) {
  const std::shared_ptr<ReportRun> run(new ReportRun(call, store, request, std::move(stream)));
  run->ReadNext();
}

ReportRun::ReportRun(const Call& call, store::Store& store, const v1::ExportReportRequest& request,
                     Stream<v1::ExportReportResponse> stream)
    : call_(call), store_(store), request_(request), stream_(std::move(stream)) {}

void ReportRun::ReadNext() {
  store_.Read([self = shared_from_this()](absl::Status status, store::Session* session) {
    if (status.ok()) status = self->AddChunks(*session);
    if (!status.ok()) return self->stream_.Finish(status);
    self->Send();
  });
}

absl::Status ReportRun::AddChunks(store::Session& session) {
  if (request_.has_open_loops()) return AddLoops(session);
  BATON_ASSIGN_OR_RETURN(std::vector<adapters::ExportChunk> chunks,
                         RenderReport(call_, session, request_));
  for (adapters::ExportChunk& chunk : chunks) Queue(std::move(chunk));
  finished_ = true;
  return absl::OkStatus();
}

absl::Status ReportRun::AddLoops(store::Session& session) {
  v1::OpenLoopsRequest page = request_.open_loops();
  page.set_page_size(store::kMaxPageSize);
  page.set_page_token(page_token_);
  BATON_ASSIGN_OR_RETURN(const v1::OpenLoopsResponse loops, Report(call_, session, page));
  Queue(adapters::RenderCsv(loops, std::exchange(first_, false)));
  page_token_ = loops.next_page_token();
  finished_ = page_token_.empty();
  return absl::OkStatus();
}

void ReportRun::Queue(adapters::ExportChunk chunk) {
  v1::ExportReportResponse& message = queue_.emplace_back();
  message.set_chunk(std::move(chunk.bytes));
  message.set_row_count(chunk.row_count);
}

void ReportRun::Send() {
  while (!queue_.empty()) {
    if (!stream_.Write(queue_.front())) {
      if (!stream_.over()) stream_.WhenReady([self = shared_from_this()] { self->Send(); });
      return;
    }
    queue_.pop_front();
  }
  if (finished_) return stream_.Finish(absl::OkStatus());
  ReadNext();
}

}  // namespace baton::server
