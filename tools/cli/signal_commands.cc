// signal file | list | show | history. The moves of a signal are in signal_move_commands.cc.
#include "absl/strings/str_cat.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "tools/cli/clock_view.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/signal_content_flags.h"
#include "tools/cli/signal_move_commands.h"
#include "tools/cli/signal_report_commands.h"
#include "tools/cli/signal_view.h"

namespace baton::cli {
namespace {

using Handoff = v1::SignalHandoffService::Stub;

absl::Status RunFile(const SignalContentFlags& flags, Session& session) {
  v1::FileSignalRequest request;
  request.set_parent(session.tenant());
  *request.mutable_signal() = ToSignal(flags, session);
  request.set_watch_item(flags.watch_item);
  return session.Show(
      session.Call(&Handoff::FileSignal, request), [&](const v1::FileSignalResponse& response) {
        return absl::StrCat(
            response.already_filed() ? "filed before; nothing changed: " : "filed: ",
            SignalSummary(response.signal(), session.view()));
      });
}

struct SignalListFlags {
  ListFlags list;
  std::string account;
  std::string csm;
  std::string ae;
  std::string holder;
  v1::SignalState state = v1::SIGNAL_STATE_UNSPECIFIED;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
  std::string order = "newest";
  bool clocks = false;
  bool overdue = false;
};

void DeclareList(Options& options, SignalListFlags& flags) {
  options.Add("--account", flags.account, "Only of this account");
  options.Add("--csm", flags.csm, "Only filed by this CSM");
  options.Add("--ae", flags.ae, "Only routed to this AE");
  options.Add("--holder", flags.holder, "Only what this person must act on; me: the caller");
  AddEnum(options, "--state", flags.state, "Only in this state");
  AddEnum(options, "--urgency", flags.urgency, "Only of this urgency");
  options.AddFlag("--overdue", flags.overdue, "Only what should have been done by now");
  options.Add("--order", flags.order, "newest, oldest, or due: the least time left first")
      .OneOf({"newest", "oldest", "due"})
      .ShowDefault();
  options.AddFlag("--clocks", flags.clocks,
                  "Show each SLA clock: by when, done when, within or late");
  DeclareListFlags(options, flags.list);
}

std::string OrderBy(const std::string& order) {
  if (order == "due") return "next_due_time";
  return order == "oldest" ? "file_time" : "file_time desc";
}

absl::Status RunList(const SignalListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("account", session.Name("accounts", flags.account));
  filter.Name("csm", session.Name("people", flags.csm));
  filter.Name("ae", session.Name("people", flags.ae));
  filter.Name("holder", session.Name("people", flags.holder));
  filter.Word("state", EnumText(flags.state));
  filter.Word("urgency", EnumText(flags.urgency));
  if (flags.overdue) filter.BeforeNow("next_due_time");
  v1::ListSignalsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  request.set_order_by(OrderBy(flags.order));
  return PrintList(session,
                   ReadList(session, &Handoff::ListSignals, request,
                            &v1::ListSignalsResponse::signals, flags.list),
                   [&](const auto& signals) {
                     return flags.clocks ? ClockTable(signals, session.view())
                                         : SignalTable(signals, session.view());
                   });
}

struct ShowFlags {
  std::string signal;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("SIGNAL", flags.signal, "The signal").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetSignalRequest request;
  request.set_name(session.Name("signals", flags.signal));
  return session.Show(session.Call(&Handoff::GetSignal, request), [&](const auto& response) {
    return SignalDetail(response.signal(), session.view());
  });
}

absl::Status RunExplain(const ShowFlags& flags, Session& session) {
  v1::ExplainSignalRequest request;
  request.set_name(session.Name("signals", flags.signal));
  return session.Show(session.Call(&Handoff::ExplainSignal, request), [&](const auto& response) {
    return ClockExplanation(response, session.view());
  });
}

struct HistoryFlags {
  std::string signal;
  ListFlags list;
};

void DeclareHistory(Options& options, HistoryFlags& flags) {
  options.Add("SIGNAL", flags.signal, "The signal").Required();
  DeclareListFlags(options, flags.list);
}

absl::Status RunHistory(const HistoryFlags& flags, Session& session) {
  v1::ListSignalHistoryRequest request;
  request.set_parent(session.Name("signals", flags.signal));
  return PrintList(
      session,
      ReadList(session, &Handoff::ListSignalHistory, request,
               &v1::ListSignalHistoryResponse::changes, flags.list),
      [&](const auto& changes) { return SignalHistoryTable(changes, session.view()); });
}

}  // namespace

void AddSignalCommands(const CommandGroup& root) {
  const CommandGroup signal = root.AddGroup("signal", "File signals and bring them to an outcome");
  signal.Add("file", "File a customer signal and hand it off",
             "baton signal file --account helios --trigger seat_utilization \\\n"
             "    --evidence \"Seat utilization at 89%\" --buyer \"Dana Cole\" "
             "--buyer-title \"VP Operations\" \\\n"
             "    --timeline \"this quarter\" --note \"She asked for 40 more seats. Budget is "
             "there.\" \\\n"
             "    --budget yes --timeline-holds yes --buyer-decides yes --fit yes "
             "--estimate \"48,000 USD\"",
             DeclareSignalContentFlags, RunFile);
  signal.Add("list", "List signals", "baton signal list --holder tom --state routed --order due",
             DeclareList, RunList);
  signal.Add("show", "Show one signal: fields, route, clock, and why", "baton signal show 01JB2Q",
             DeclareShow, RunShow);
  signal.Add("explain", "Say how each deadline came about, and compute it again",
             "baton signal explain 01JB2Q", DeclareShow, RunExplain);
  signal.Add("history", "List what happened to a signal, oldest first",
             "baton signal history 01JB2Q", DeclareHistory, RunHistory);
  AddSignalMoves(signal);
  AddSignalFollowUps(signal);
  AddSignalReports(signal);
}

}  // namespace baton::cli
