#include "tools/cli/signal_move_commands.h"

#include <optional>
#include <string>
#include <vector>

#include "tools/cli/signal_content_flags.h"
#include "tools/cli/signal_move.h"

namespace baton::cli {
namespace {

struct SignalFlags {
  std::string signal;
};

void DeclareSignalOnly(Options& options, SignalFlags& flags) {
  DeclareSignal(options, flags.signal);
}

absl::Status RunAcknowledge(const SignalFlags& flags, Session& session) {
  return Move(session, flags.signal, &Handoff::AcknowledgeSignal, v1::AcknowledgeSignalRequest());
}

absl::Status RunUnlink(const SignalFlags& flags, Session& session) {
  return Move(session, flags.signal, &Handoff::UnlinkDuplicate, v1::UnlinkDuplicateRequest());
}

struct ContactFlags {
  std::string signal;
  std::string note;
};

void DeclareContact(Options& options, ContactFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("--note", flags.note, "What was said");
}

absl::Status RunContact(const ContactFlags& flags, Session& session) {
  v1::RecordContactRequest request;
  request.set_note(flags.note);
  return Move(session, flags.signal, &Handoff::RecordContact, request);
}

struct OutcomeFlags {
  std::string signal;
  v1::OutcomeKind kind = v1::OUTCOME_KIND_UNSPECIFIED;
  std::string reason;
  std::optional<v1::Money> amount;
  std::string opportunity;
  std::string competitor;
  std::optional<TimeSpec> revisit;
};

void DeclareOutcome(Options& options, OutcomeFlags& flags) {
  DeclareSignal(options, flags.signal);
  AddEnum(options, "OUTCOME", flags.kind, "What came of it").Required();
  options.Add("--reason", flags.reason, "Why").Required();
  AddMoney(options, "--amount", flags.amount, "Won: what was booked");
  options.Add("--opportunity", flags.opportunity, "Won: the booked opportunity");
  options.Add("--competitor", flags.competitor, "Lost: to whom");
  AddTime(options, "--revisit", flags.revisit, "Deferred, not ready: when to ask again");
}

absl::Status RunOutcome(const OutcomeFlags& flags, Session& session) {
  v1::ReportOutcomeRequest request;
  v1::SignalOutcome& outcome = *request.mutable_outcome();
  outcome.set_kind(flags.kind);
  outcome.set_reason(flags.reason);
  if (flags.amount) *outcome.mutable_amount() = *flags.amount;
  outcome.set_opportunity(session.Name("opportunities", flags.opportunity));
  outcome.set_competitor(flags.competitor);
  if (flags.revisit) *outcome.mutable_revisit_time() = ToProto(flags.revisit->At(session.now()));
  return Move(session, flags.signal, &Handoff::ReportOutcome, request);
}

struct RequalifyFlags {
  std::string signal;
  QualificationFlags qualification;
  std::string buyer;
  std::string buyer_title;
  std::string timeline;
  std::string evidence;
  std::string note;
  std::optional<v1::Money> estimate;
  std::vector<std::string> product_lines;
};

void DeclareRequalify(Options& options, RequalifyFlags& flags) {
  DeclareSignal(options, flags.signal);
  DeclareQualificationFlags(options, flags.qualification);
  options.Add("--buyer", flags.buyer, "Named buyer: full name");
  options.Add("--buyer-title", flags.buyer_title, "Named buyer: title");
  options.Add("--timeline", flags.timeline, "Timeline as the customer put it");
  options.Add("--evidence", flags.evidence, "What was seen, as written, when it was missing");
  options.Add("--note", flags.note, "Context note, when it was missing");
  AddMoney(options, "--estimate", flags.estimate, "A changed estimate");
  AddTexts(options, "--product-line", flags.product_lines, "Changed product lines");
}

absl::Status RunRequalify(const RequalifyFlags& flags, Session& session) {
  v1::RequalifySignalRequest request;
  *request.mutable_qualification() = ToQualification(flags.qualification);
  if (!flags.buyer.empty()) request.mutable_buyer()->set_name(flags.buyer);
  if (!flags.buyer_title.empty()) request.mutable_buyer()->set_title(flags.buyer_title);
  request.set_timeline(flags.timeline);
  request.set_evidence(flags.evidence);
  request.set_context_note(flags.note);
  if (flags.estimate) *request.mutable_estimated_expansion() = *flags.estimate;
  for (const std::string& line : flags.product_lines) request.add_product_lines(line);
  return Move(session, flags.signal, &Handoff::RequalifySignal, request);
}

struct AssignFlags {
  std::string signal;
  std::string ae;
};

void DeclareAssign(Options& options, AssignFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("--ae", flags.ae, "The account executive").Required();
}

absl::Status RunAssign(const AssignFlags& flags, Session& session) {
  v1::AssignSignalRequest request;
  request.set_ae(session.Name("people", flags.ae));
  return Move(session, flags.signal, &Handoff::AssignSignal, request);
}

struct UpgradeFlags {
  std::string signal;
  std::string reason;
};

void DeclareUpgrade(Options& options, UpgradeFlags& flags) {
  DeclareSignal(options, flags.signal);
  options.Add("--reason", flags.reason, "Why the joint motion is needed").Required();
}

absl::Status RunUpgrade(const UpgradeFlags& flags, Session& session) {
  v1::UpgradeModelRequest request;
  request.set_reason(flags.reason);
  return Move(session, flags.signal, &Handoff::UpgradeModel, request);
}

}  // namespace

void AddSignalMoves(const CommandGroup& signal) {
  signal.Add("ack", "Take a signal up", "baton signal ack 01JB2Q", DeclareSignalOnly,
             RunAcknowledge);
  signal.Add("contact", "Record the conversation with the customer",
             "baton signal contact 01JB2Q --note \"Call with Dana; sends numbers on Friday.\"",
             DeclareContact, RunContact);
  signal.Add("outcome", "Close the loop",
             "baton signal outcome 01JB2Q won --reason \"40 seats added\" --amount \"48,000 USD\"",
             DeclareOutcome, RunOutcome);
  signal.Add("requalify", "Answer or change the qualification and what it judges",
             "baton signal requalify 01JB2Q --budget \"yes: approved on Monday\"", DeclareRequalify,
             RunRequalify);
  signal.Add("assign", "Give an unassigned signal its AE", "baton signal assign 01JB2Q --ae tom",
             DeclareAssign, RunAssign);
  signal.Add("upgrade", "Ask for the joint motion (model C)",
             "baton signal upgrade 01JB2Q --reason \"Two divisions buy together\"", DeclareUpgrade,
             RunUpgrade);
  signal.Add("unlink", "Say that a possible duplicate is a signal of its own",
             "baton signal unlink 01JB2Q", DeclareSignalOnly, RunUnlink);
}

}  // namespace baton::cli
