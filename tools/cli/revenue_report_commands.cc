#include "tools/cli/revenue_report_commands.h"

#include <string>
#include <utility>

#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/accrual_report_command.h"
#include "tools/cli/amortisation_report_command.h"
#include "tools/cli/board_page.h"
#include "tools/cli/file_io.h"
#include "tools/cli/option.h"
#include "tools/cli/report_output.h"
#include "tools/cli/revenue_view.h"

namespace baton::cli {
namespace {

using Reports = v1::ReportService::Stub;

struct QuarterFlags {
  std::string quarter;
  OutputForm output;
};

void DeclareOne(Options& options, QuarterFlags& flags) {
  DeclareQuarter(options, flags.quarter);
  DeclareOutput(options, flags.output);
}

struct QuartersFlags {
  QuarterFlags one;
  int count = 0;
};

void DeclareMany(Options& options, QuartersFlags& flags) {
  DeclareOne(options, flags.one);
  options.Add("--quarters", flags.count, "How many quarters, up to that one").AtLeastOne();
}

absl::Status RunArr(const QuartersFlags& flags, Session& session) {
  v1::ArrByCategoryRequest request;
  request.set_period(flags.one.quarter);
  request.set_quarter_count(flags.count);
  return PrintReport(&Reports::ArrByCategory,
                     &v1::ExportReportRequest::set_allocated_arr_by_category, request,
                     flags.one.output, session, [&](const v1::ArrByCategoryResponse& report) {
                       return CategoryReport(report, session.view());
                     });
}

absl::Status RunTeams(const QuartersFlags& flags, Session& session) {
  v1::TeamCreditRequest request;
  request.set_period(flags.one.quarter);
  request.set_quarter_count(flags.count);
  return PrintReport(&Reports::TeamCredit, &v1::ExportReportRequest::set_allocated_team_credit,
                     request, flags.one.output, session, [&](const v1::TeamCreditResponse& report) {
                       return TeamReport(report, session.view());
                     });
}

absl::Status RunGrowth(const QuarterFlags& flags, Session& session) {
  v1::CsLedGrowthRequest request;
  request.set_period(flags.quarter);
  return PrintReport(&Reports::CsLedGrowth, &v1::ExportReportRequest::set_allocated_cs_led_growth,
                     request, flags.output, session, [&](const v1::CsLedGrowthResponse& report) {
                       return GrowthReport(report, session.view());
                     });
}

absl::Status RunCohorts(const QuarterFlags& flags, Session& session) {
  v1::EngagementCohortsRequest request;
  request.set_period(flags.quarter);
  return PrintReport(&Reports::EngagementCohorts,
                     &v1::ExportReportRequest::set_allocated_engagement_cohorts, request,
                     flags.output, session, [&](const v1::EngagementCohortsResponse& report) {
                       return CohortReport(report, session.view());
                     });
}

absl::Status RunAgreement(const QuarterFlags& flags, Session& session) {
  v1::RecommendationAgreementRequest request;
  request.set_period(flags.quarter);
  return PrintReport(&Reports::RecommendationAgreement,
                     &v1::ExportReportRequest::set_allocated_recommendation_agreement, request,
                     flags.output, session, [&](const v1::RecommendationAgreementResponse& report) {
                       return AgreementText(report, session.view());
                     });
}

absl::Status RunRetention(const QuartersFlags& flags, Session& session) {
  v1::RetentionRatesRequest request;
  request.set_period(flags.one.quarter);
  request.set_quarter_count(flags.count);
  return PrintReport(&Reports::RetentionRates,
                     &v1::ExportReportRequest::set_allocated_retention_rates, request,
                     flags.one.output, session, [&](const v1::RetentionRatesResponse& report) {
                       return RetentionReport(report, session.view());
                     });
}

absl::Status RunForecast(const QuarterFlags& flags, Session& session) {
  v1::ForecastRequest request;
  request.set_period(flags.quarter);
  return PrintReport(&Reports::Forecast, &v1::ExportReportRequest::set_allocated_forecast, request,
                     flags.output, session, [&](const v1::ForecastResponse& report) {
                       return ForecastReport(report, session.view());
                     });
}

struct BoardFlags {
  std::string quarter;
  std::string html;
};

void DeclareBoard(Options& options, BoardFlags& flags) {
  DeclareQuarter(options, flags.quarter);
  options.Add("--html", flags.html, "Write the page to this new file, for a board pack");
}

// Writes the page for the board pack: growth beside retention of the same quarter.
absl::Status WritePage(const v1::CsLedGrowthResponse& growth, const std::string& path,
                       Session& session) {
  constexpr int kPageMode = 0644;
  v1::RetentionRatesRequest request;
  request.set_parent(session.tenant());
  request.set_period(growth.frame().period());
  request.set_quarter_count(4);
  BATON_ASSIGN_OR_RETURN(const v1::RetentionRatesResponse retention,
                         session.Call(&Reports::RetentionRates, request));
  BATON_ASSIGN_OR_RETURN(NewFile file, NewFile::Create(path, kPageMode));
  BATON_RETURN_IF_ERROR(file.Write(BoardHtml(growth, retention)));
  BATON_RETURN_IF_ERROR(file.Commit());
  session.notes() << "wrote " << path << "\n";
  return absl::OkStatus();
}

absl::Status RunBoard(const BoardFlags& flags, Session& session) {
  v1::CsLedGrowthRequest request;
  request.set_parent(session.tenant());
  request.set_period(flags.quarter);
  BATON_ASSIGN_OR_RETURN(const v1::CsLedGrowthResponse growth,
                         session.Call(&Reports::CsLedGrowth, request));
  if (!flags.html.empty()) return WritePage(growth, flags.html, session);
  return session.Show(absl::StatusOr<v1::CsLedGrowthResponse>(growth),
                      [&](const auto& report) { return BoardPage(report, session.view()); });
}

}  // namespace

void AddRevenueReports(const CommandGroup& report) {
  report.Add("arr", "Show ARR by category, segment and quarter",
             "baton report arr --quarter 2027-Q1 --quarters 8", DeclareMany, RunArr);
  report.Add("teams", "Show which team sourced, assisted and closed the expansion",
             "baton report teams --quarter 2027-Q1", DeclareMany, RunTeams);
  report.Add("growth", "Show what customer success led to",
             "baton report growth --quarter 2027-Q1 --output csv", DeclareOne, RunGrowth);
  report.Add("cohorts", "Show how accounts fare by how much their CSM engages with them",
             "baton report cohorts --quarter 2027-Q1", DeclareOne, RunCohorts);
  report.Add("retention", "Show gross and net revenue retention",
             "baton report retention --quarter 2027-Q1 --quarters 4", DeclareMany, RunRetention);
  report.Add("forecast", "Show what is booked and what is to be expected",
             "baton report forecast --quarter 2027-Q1", DeclareOne, RunForecast);
  report.Add("recommendations", "Show how often recommendations were what was decided",
             "baton report recommendations --quarter 2027-Q1", DeclareOne, RunAgreement);
  AddAccrualReport(report);
  AddAmortisationReport(report);
  report.Add("board", "Show the quarter's page for the board",
             "baton report board --quarter 2027-Q1 --html board.html", DeclareBoard, RunBoard);
}

}  // namespace baton::cli
