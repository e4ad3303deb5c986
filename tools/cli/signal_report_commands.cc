// signal quality | loops.
#include "tools/cli/signal_report_commands.h"

#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/report_output.h"
#include "tools/cli/report_view.h"

namespace baton::cli {
namespace {

using Reports = v1::ReportService::Stub;

struct QualityFlags {
  std::string quarter;
  std::string csm;
  std::string manager;
  OutputForm output;
};

void DeclareQuality(Options& options, QualityFlags& flags) {
  DeclareQuarter(options, flags.quarter);
  options.Add("--csm", flags.csm, "Only this CSM; me: the caller");
  options.Add("--manager", flags.manager, "Only this manager's people");
  DeclareOutput(options, flags.output);
}

absl::Status RunQuality(const QualityFlags& flags, Session& session) {
  v1::SignalQualityRequest request;
  request.set_period(flags.quarter);
  request.set_csm(session.Name("people", flags.csm));
  request.set_manager(session.Name("people", flags.manager));
  return PrintReport(&Reports::SignalQuality,
                     &v1::ExportReportRequest::set_allocated_signal_quality, request, flags.output,
                     session, [&](const v1::SignalQualityResponse& report) {
                       return QualityReport(report, session.view());
                     });
}

struct LoopFlags {
  std::string account;
  std::string holder;
  std::string csm;
  std::string ae;
  std::string manager;
  v1::SignalState state = v1::SIGNAL_STATE_UNSPECIFIED;
  OutputForm output;
  ListFlags list;
};

void DeclareLoops(Options& options, LoopFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--holder", flags.holder, "Only what this person must act on; me: the caller");
  options.Add("--csm", flags.csm, "Only filed by this CSM");
  options.Add("--ae", flags.ae, "Only routed to this AE");
  options.Add("--manager", flags.manager, "Only what this manager's people hold");
  AddEnum(options, "--state", flags.state, "Only in this state: contacted, deferred or not_ready");
  DeclareOutput(options, flags.output);
  DeclareListFlags(options, flags.list);
}

v1::OpenLoopsRequest LoopsRequest(const LoopFlags& flags, const Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("holder", session.Name("people", flags.holder));
  filter.Name("csm", session.Name("people", flags.csm));
  filter.Name("ae", session.Name("people", flags.ae));
  filter.Word("state", EnumText(flags.state));
  v1::OpenLoopsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  request.set_manager(session.Name("people", flags.manager));
  return request;
}

absl::Status RunLoops(const LoopFlags& flags, Session& session) {
  const v1::OpenLoopsRequest request = LoopsRequest(flags, session);
  if (flags.output == "csv") {
    v1::ExportReportRequest csv;
    csv.set_parent(session.tenant());
    *csv.mutable_open_loops() = request;
    return PrintCsv(csv, session);
  }
  const absl::StatusOr<Listing<v1::OpenLoop>> loops =
      ReadList(session, &Reports::OpenLoops, request, &v1::OpenLoopsResponse::loops, flags.list);
  if (loops.ok() && flags.output == "json" && !session.json()) {
    for (const v1::OpenLoop& loop : loops->items) session.out() << JsonLine(loop);
    return absl::OkStatus();
  }
  return PrintList(session, loops,
                   [&](const auto& items) { return LoopTable(items, session.view()); });
}

}  // namespace

void AddSignalReports(const CommandGroup& signal) {
  signal.Add("quality", "Show what becomes of the signals that each CSM routes",
             "baton signal quality --quarter 2027-Q1 --csm imogen", DeclareQuality, RunQuality);
  signal.Add("loops", "List the signals without an outcome after contact, oldest first",
             "baton signal loops --manager priya", DeclareLoops, RunLoops);
}

}  // namespace baton::cli
