// sla report and report impact. What reports on signals is in signal_report_commands.cc.
#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/option.h"
#include "tools/cli/report_output.h"
#include "tools/cli/report_view.h"
#include "tools/cli/revenue_report_commands.h"

namespace baton::cli {
namespace {

using Reports = v1::ReportService::Stub;

struct SlaFlags {
  std::string quarter;
  std::string ae;
  std::string manager;
  OutputForm output;
};

void DeclareSla(Options& options, SlaFlags& flags) {
  DeclareQuarter(options, flags.quarter);
  options.Add("--ae", flags.ae, "Only this AE; me: the caller");
  options.Add("--manager", flags.manager, "Only this manager's people");
  DeclareOutput(options, flags.output);
}

absl::Status RunSla(const SlaFlags& flags, Session& session) {
  v1::SlaComplianceRequest request;
  request.set_period(flags.quarter);
  request.set_ae(session.Name("people", flags.ae));
  request.set_manager(session.Name("people", flags.manager));
  return PrintReport(&Reports::SlaCompliance,
                     &v1::ExportReportRequest::set_allocated_sla_compliance, request, flags.output,
                     session, [&](const v1::SlaComplianceResponse& report) {
                       return ComplianceReport(report, session.view());
                     });
}

struct ImpactFlags {
  std::string quarter;
  OutputForm output;
};

void DeclareImpact(Options& options, ImpactFlags& flags) {
  DeclareQuarter(options, flags.quarter);
  DeclareOutput(options, flags.output);
}

absl::Status RunImpact(const ImpactFlags& flags, Session& session) {
  v1::HandoffImpactRequest request;
  request.set_period(flags.quarter);
  return PrintReport(&Reports::HandoffImpact,
                     &v1::ExportReportRequest::set_allocated_handoff_impact, request, flags.output,
                     session, [&](const v1::HandoffImpactResponse& report) {
                       return ImpactReport(report, session.view());
                     });
}

}  // namespace

void AddReportCommands(const CommandGroup& root) {
  root.AddGroup("sla", "How signals are answered")
      .Add("report", "Show how each AE answers: acknowledged, contacted, conversations, closed",
           "baton sla report --quarter 2027-Q1 --ae rosa", DeclareSla, RunSla);
  const CommandGroup report =
      root.AddGroup("report", "What the handoff achieves, and what was booked by whose work");
  report.Add("impact", "Show signals, reached in time, won, and what the expansion is worth",
             "baton report impact --quarter 2027-Q1", DeclareImpact, RunImpact);
  AddRevenueReports(report);
}

}  // namespace baton::cli
