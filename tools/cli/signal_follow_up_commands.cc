// What may happen to a signal beside its way to an outcome: other holders, another urgency, notes,
// risks, and ends that are no outcome.
#include <string>

#include "tools/cli/signal_move.h"
#include "tools/cli/signal_move_commands.h"

namespace baton::cli {
namespace {

struct ReasonFlags {
  std::string signal;
  std::string reason;
};

void DeclareReason(Options& options, ReasonFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunRestart(const ReasonFlags& flags, Session& session) {
  v1::RestartClockRequest request;
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::RestartClock, request);
}

absl::Status RunReopen(const ReasonFlags& flags, Session& session) {
  v1::ReopenSignalRequest request;
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::ReopenSignal, request);
}

absl::Status RunResolve(const ReasonFlags& flags, Session& session) {
  v1::ResolveInterventionRequest request;
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::ResolveIntervention, request);
}

struct ReassignFlags {
  std::string signal;
  std::string ae;
  std::string reason;
};

void DeclareReassign(Options& options, ReassignFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("--ae", flags.ae, "Who takes it over").Required();
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunReassign(const ReassignFlags& flags, Session& session) {
  v1::ReassignSignalRequest request;
  request.set_ae(session.Name("people", flags.ae));
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::ReassignSignal, request);
}

struct UrgencyFlags {
  std::string signal;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
  std::string reason;
};

void DeclareUrgency(Options& options, UrgencyFlags& flags) {
  DeclareSignal(options, flags.signal);
  AddEnum(options, "URGENCY", flags.urgency, "How hot it is now").Required();
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunUrgency(const UrgencyFlags& flags, Session& session) {
  v1::ChangeUrgencyRequest request;
  request.set_urgency(flags.urgency);
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::ChangeUrgency, request);
}

struct TextFlags {
  std::string signal;
  std::string text;
};

void DeclareNote(Options& options, TextFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("TEXT", flags.text, "The note").Required();
}

absl::Status RunNote(const TextFlags& flags, Session& session) {
  v1::AddNoteRequest request;
  request.set_text(flags.text);
  return Move(session, flags.signal, &Handoff::AddNote, request);
}

void DeclarePlan(Options& options, TextFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("TEXT", flags.text, "What will be done, by whom and when").Required();
}

absl::Status RunPlan(const TextFlags& flags, Session& session) {
  v1::LogInterventionPlanRequest request;
  request.set_text(flags.text);
  return Move(session, flags.signal, &Handoff::LogInterventionPlan, request);
}

struct WithdrawFlags {
  std::string signal;
  v1::WithdrawalKind kind = v1::WITHDRAWAL_KIND_UNSPECIFIED;
  std::string reason;
  std::string duplicate_of;
};

void DeclareWithdraw(Options& options, WithdrawFlags& flags) {
  DeclareSignal(options, flags.signal);
  AddEnum(options, "KIND", flags.kind, "Why it goes").Required();
  options.Add("--reason", flags.reason, "Why, in words").Required();
  options.Add("--of", flags.duplicate_of, "Duplicate: of which signal");
}

absl::Status RunWithdraw(const WithdrawFlags& flags, Session& session) {
  v1::WithdrawSignalRequest request;
  request.set_kind(flags.kind);
  request.set_reason(flags.reason);
  request.set_duplicate_of(session.Name("signals", flags.duplicate_of));
  return Move(session, flags.signal, &Handoff::WithdrawSignal, request);
}

struct ReclassifyFlags {
  std::string signal;
  v1::SignalKind kind = v1::SIGNAL_KIND_UNSPECIFIED;
  std::string reason;
};

void DeclareReclassify(Options& options, ReclassifyFlags& flags) {
  DeclareSignal(options, flags.signal);
  AddEnum(options, "KIND", flags.kind, "What it is").Required();
  options.Add("--reason", flags.reason, "Why").Required();
}

absl::Status RunReclassify(const ReclassifyFlags& flags, Session& session) {
  v1::ReclassifySignalRequest request;
  request.set_kind(flags.kind);
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::ReclassifySignal, request);
}

}  // namespace

void AddSignalFollowUps(const CommandGroup& signal) {
  signal.Add("reassign", "Give a routed signal to another AE; the policy says what happens to time",
             "baton signal reassign 01JB2Q --ae nora --reason \"Tom is on leave\"", DeclareReassign,
             RunReassign);
  signal.Add("urgency", "Change how hot it is; open deadlines follow",
             "baton signal urgency 01JB2Q hot --reason \"They decide on Friday\"", DeclareUrgency,
             RunUrgency);
  signal.Add("restart-clock", "Give the holder the whole time again (RevOps)",
             "baton signal restart-clock 01JB2Q --reason \"The CRM was down\"", DeclareReason,
             RunRestart);
  signal.Add("note", "Add a note", "baton signal note 01JB2Q \"Dana is back on Monday.\"",
             DeclareNote, RunNote);
  signal.Add("withdraw", "Take an open signal back",
             "baton signal withdraw 01JB2Q duplicate --of 01JB1K --reason \"Filed twice\"",
             DeclareWithdraw, RunWithdraw);
  signal.Add("reclassify", "Say that it is a risk, or an expansion after all",
             "baton signal reclassify 01JB2Q risk --reason \"They look at a competitor\"",
             DeclareReclassify, RunReclassify);
  signal.Add("reopen", "Take an outcome back, once (RevOps)",
             "baton signal reopen 01JB2Q --reason \"They called again\"", DeclareReason, RunReopen);
  signal.Add("plan", "Log the joint plan against a risk",
             "baton signal plan 01JB2Q \"Sponsor call on Tuesday, Rosa and Imogen\"", DeclarePlan,
             RunPlan);
  signal.Add("resolve", "End an intervention",
             "baton signal resolve 01JB2Q --reason \"They stay; renewal in March\"", DeclareReason,
             RunResolve);
}

}  // namespace baton::cli
