#include "tools/cli/accrual_report_command.h"

#include <string>

#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/accrual_view.h"
#include "tools/cli/option.h"
#include "tools/cli/report_output.h"

namespace baton::cli {
namespace {

struct AccrualFlags {
  std::string from;
  std::string to;
  OutputForm output;
};

void DeclareAccrual(Options& options, AccrualFlags& flags) {
  options.Add("--from", flags.from, "The first quarter, as 2027-Q1; default the first there is");
  options.Add("--to", flags.to, "The last; default the last there is");
  DeclareOutput(options, flags.output);
}

absl::Status RunAccrual(const AccrualFlags& flags, Session& session) {
  v1::CompAccrualRequest request;
  request.set_from_period(flags.from);
  request.set_to_period(flags.to);
  return PrintReport(
      &v1::ReportService::Stub::CompAccrual, &v1::ExportReportRequest::set_allocated_comp_accrual,
      request, flags.output, session,
      [&](const v1::CompAccrualResponse& report) { return AccrualReport(report, session.view()); });
}

}  // namespace

void AddAccrualReport(const CommandGroup& report) {
  report.Add("accrual", "Show what was earned, held, paid and carried, by quarter and currency",
             "baton report accrual --from 2027-Q1 --output csv", DeclareAccrual, RunAccrual);
}

}  // namespace baton::cli
