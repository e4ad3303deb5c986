// Ends of a signal that are no outcome, and what a risk goes through (H-9, H-10, H-15).
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_place.h"
#include "domain/handoff_progress.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/signal_clock.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

v1::SignalState StateFor(v1::WithdrawalKind kind) {
  switch (kind) {
    case v1::WITHDRAWAL_KIND_WITHDRAWN:
      return v1::SIGNAL_STATE_WITHDRAWN;
    case v1::WITHDRAWAL_KIND_FILED_IN_ERROR:
      return v1::SIGNAL_STATE_FILED_IN_ERROR;
    case v1::WITHDRAWAL_KIND_DUPLICATE:
      return v1::SIGNAL_STATE_DUPLICATE;
    default:
      return v1::SIGNAL_STATE_UNSPECIFIED;
  }
}

absl::Status CheckWithdrawal(const v1::Signal& signal, const v1::WithdrawSignalRequest& request) {
  Violations faults;
  if (StateFor(request.kind()) == v1::SIGNAL_STATE_UNSPECIFIED) {
    faults.Add("kind", "is missing: withdrawn, filed_in_error or duplicate");
  }
  faults.RequireText("reason", request.reason(), kMaxReasonChars);
  const bool duplicate = request.kind() == v1::WITHDRAWAL_KIND_DUPLICATE;
  if (duplicate && request.duplicate_of().empty()) {
    faults.Add("duplicate_of", "is missing: the signal that says the same");
  } else if (!duplicate && !request.duplicate_of().empty()) {
    faults.Add("duplicate_of", "belongs to kind duplicate alone");
  } else if (duplicate && request.duplicate_of() == signal.name()) {
    faults.Add("duplicate_of", "is the signal itself");
  }
  return faults.ToStatus();
}

// What an expansion was waiting for, it waits for no more.
void StopWaiting(v1::Signal* signal) {
  signal->clear_assign_due_time();
  signal->clear_assign_missed();
  signal->clear_crm_due_time();
  signal->clear_outcome_ask_time();
  signal->clear_revisit_time();
  signal->clear_remind_time();
  signal->clear_expire_time();
}

absl::Status BecomeRisk(std::string_view reason, const HandoffParties& parties,
                        const v1::Policy& policy, absl::Time now, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  BATON_RETURN_IF_ERROR(
      EndClock(ClockPolicy(signal, parties, policy), "became a risk", now, &signal));
  CloseInCrm({parties, policy, now, decision}, reason);
  StopWaiting(&signal);
  return Place(parties, policy, now, WhenLacking::kKeepWatching, decision);
}

absl::Status BecomeExpansion(const HandoffParties& parties, const v1::Policy& policy,
                             absl::Time now, HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  signal.clear_plan();
  signal.clear_plan_due_time();
  signal.clear_plan_missed();
  signal.clear_ae();
  signal.clear_acknowledge_time();
  signal.clear_contact_time();
  Qualify(policy, &signal);
  return Place(parties, policy, now, WhenLacking::kKeepIncomplete, decision);
}

void TakePlan(std::string_view text, std::string_view author, absl::Time now, v1::Signal* signal) {
  v1::InterventionPlan* plan = signal->mutable_plan();
  plan->set_text(Text(text));
  plan->set_author(Text(author));
  *plan->mutable_log_time() = ToTimestamp(now);
  signal->set_state(v1::SIGNAL_STATE_PLAN_LOGGED);
  Explain(signal, "H-9",
          absl::StrCat("plan logged by ", plan->author(), " ", FormatInstant(now),
                       signal->plan_missed() ? ", late: due " : ", within its deadline ",
                       FormatInstant(ToTime(signal->plan_due_time()))));
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideWithdraw(v1::Signal signal,
                                               const v1::WithdrawSignalRequest& request,
                                               std::string_view author,
                                               const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckWithdrawal(signal, request));
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kWithdraw, parties, policy, now));
  v1::Signal& held = decision.signal;
  held.set_state(StateFor(request.kind()));
  held.set_close_reason(request.reason());
  held.set_duplicate_of(request.duplicate_of());
  *held.mutable_close_time() = ToTimestamp(now);
  StopWaiting(&held);
  Explain(&held, "H-10",
          absl::StrCat("taken back by ", Text(author), " as ", StateName(held.state()), ": ",
                       request.reason(), held.duplicate_of().empty() ? "" : ", of ",
                       held.duplicate_of()));
  TellOfWithdrawal({parties, policy, now, &decision}, request.reason(), author);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideReclassify(v1::Signal signal, v1::SignalKind kind,
                                                 std::string_view reason, std::string_view author,
                                                 const HandoffParties& parties,
                                                 const v1::Policy& policy, absl::Time now) {
  Violations faults;
  if (kind == v1::SIGNAL_KIND_UNSPECIFIED || !v1::SignalKind_IsValid(kind)) {
    faults.Add("kind", "is missing: expansion or risk");
  }
  faults.RequireText("reason", {reason.data(), reason.size()}, kMaxReasonChars);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kReclassify, parties, policy, now));
  v1::Signal& held = decision.signal;
  const bool risk = kind == v1::SIGNAL_KIND_RISK;
  if (held.kind() == kind) {
    return RefuseMove(held, SignalMove::kReclassify,
                      risk ? "is a risk already" : "is an expansion already");
  }
  held.set_kind(kind);
  Explain(&held, "H-9",
          absl::StrCat("reclassified by ", Text(author), " as ", risk ? "a risk" : "an expansion",
                       ": ", Text(reason)));
  BATON_RETURN_IF_ERROR(risk ? BecomeRisk(reason, parties, policy, now, &decision)
                             : BecomeExpansion(parties, policy, now, &decision));
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecidePlan(v1::Signal signal, std::string_view text,
                                           std::string_view author, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now) {
  Violations faults;
  faults.RequireText("text", {text.data(), text.size()}, kMaxContextNoteChars);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kLogPlan, parties, policy, now));
  TakePlan(text, author, now, &decision.signal);
  TellOfPlan({parties, policy, now, &decision}, author);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideResolve(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckReason(reason));
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kResolve, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (held.state() == v1::SIGNAL_STATE_INTERVENTION) TakePlan(reason, author, now, &held);
  held.set_state(v1::SIGNAL_STATE_RESOLVED);
  held.set_close_reason(Text(reason));
  *held.mutable_close_time() = ToTimestamp(now);
  Explain(&held, "H-9",
          absl::StrCat("the intervention was ended by ", Text(author), ": ", Text(reason)));
  TellOfResolution({parties, policy, now, &decision}, author);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideNote(v1::Signal signal, std::string_view text,
                                           std::string_view author, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now) {
  Violations faults;
  faults.RequireText("text", {text.data(), text.size()}, kMaxContextNoteChars);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  HandoffDecision decision = CatchUp(std::move(signal), parties, policy, now);
  AddNote(now, author, Text(text), &decision.signal);
  MarkChanged(now, &decision);
  return decision;
}

HandoffDecision DecideConfirmed(v1::Signal signal, std::string_view opportunity, absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  v1::Signal& held = decision.signal;
  if (held.has_crm_confirm_time() && held.opportunity() == opportunity) return decision;
  if (!opportunity.empty()) held.set_opportunity(Text(opportunity));
  if (!held.has_crm_confirm_time()) {
    *held.mutable_crm_confirm_time() = ToTimestamp(now);
    Explain(&held, "H-15", absl::StrCat("the CRM confirmed the handoff ", FormatInstant(now)));
  }
  held.clear_crm_due_time();
  MarkChanged(now, &decision);
  return decision;
}

HandoffDecision DecideRefusedByCrm(v1::Signal signal, std::string_view answer,
                                   const HandoffParties& parties, const v1::Policy& policy,
                                   absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  v1::Signal& held = decision.signal;
  if (!held.has_crm_due_time()) return decision;
  held.clear_crm_due_time();
  Explain(&held, "H-15",
          absl::StrCat("the CRM refused the handoff ", FormatInstant(now),
                       ": RevOps was told, the clock runs on"));
  TellOfRefusal({parties, policy, now, &decision}, answer);
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
