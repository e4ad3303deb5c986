#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_place.h"
#include "domain/handoff_progress.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/routing.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// Also what the CSM holds until RevOps found an AE (H-8).
bool AwaitsAe(const v1::Signal& signal) {
  return signal.state() == v1::SIGNAL_STATE_UNASSIGNED ||
         (signal.has_assign_due_time() && signal.ae().empty());
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideAssign(v1::Signal signal, std::string_view ae,
                                             const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now) {
  if (ae.empty()) {
    Violations faults;
    faults.Add("ae", "is missing");
    return faults.ToStatus();
  }
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kAssign, parties, policy, now));
  if (!AwaitsAe(decision.signal)) {
    return RefuseMove(decision.signal, SignalMove::kAssign, "waits for no AE");
  }
  decision.signal.set_policy_version(policy.version());
  BATON_RETURN_IF_ERROR(GiveToAe(ae, parties, policy, now, &decision));
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideAcknowledge(v1::Signal signal, const HandoffParties& parties,
                                                  const v1::Policy& policy, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kAcknowledge, parties, policy, now));
  TakeAcknowledgement(now, &decision.signal);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideContact(v1::Signal signal, std::string_view note,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  Violations faults;
  const std::string text(note);
  CheckText("", "note", text, kMaxContextNoteChars, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kContact, parties, policy, now));
  TakeContact(now, &decision.signal);
  ExpectOutcome(policy, now, &decision.signal);
  if (!text.empty()) AddNote(now, author, text, &decision.signal);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideUpgrade(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckReason(reason));
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kUpgrade, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (held.upgrade_to_c() || held.model() == v1::OWNERSHIP_MODEL_C) {
    return RefuseState(v1::ERROR_REASON_MODEL_NOT_UPGRADABLE, held.name(),
                       "model C was asked for or decided before",
                       {{"model", std::string(ModelName(held.model()))}});
  }
  held.set_upgrade_to_c(true);
  Explain(&held, "H-8",
          absl::StrCat("model C asked for by ", std::string(author), ": ", std::string(reason),
                       "; deadlines stay"));
  if (IsUnderWay(held.state())) {
    BATON_RETURN_IF_ERROR(RaiseModel(v1::OWNERSHIP_MODEL_C, parties, policy, now, &decision));
    TellOfUpgrade({parties, policy, now, &decision}, reason, author);
  }
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideUnlink(v1::Signal signal, const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kUnlink, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (held.possible_duplicate_of().empty()) {
    return RefuseMove(held, SignalMove::kUnlink, "is linked to none");
  }
  Explain(&held, "H-12", absl::StrCat("no duplicate of ", held.possible_duplicate_of()));
  held.clear_possible_duplicate_of();
  const bool begun = held.has_clock() || held.has_assign_due_time() || held.has_revisit_time();
  if (!begun) BATON_RETURN_IF_ERROR(Begin(parties, policy, now, &decision));
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
