// Who holds a signal, and how hot it is (S-7, W-1).
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
#include "domain/resource_name.h"
#include "domain/signal_clock.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

// Whether a clock runs that a new leg could take over.
bool RunsClock(const v1::Signal& signal) {
  return signal.has_clock() && !signal.has_contact_time();
}

absl::Status CheckReassignments(const v1::Signal& signal, bool by_revops,
                                const v1::Policy& policy) {
  if (by_revops || signal.past_legs_size() < policy.max_reassignments()) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_POLICY_FORBIDS, signal.name(),
                     absl::StrCat("the signal was handed on ", signal.past_legs_size(),
                                  " times; from now on only RevOps may reassign it"),
                     {{"rule", "S-7"}});
}

// A warning whose time is past reaches whoever takes over at once (S-9).
absl::Status WarnAtOnce(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                        HandoffDecision* decision) {
  const v1::SlaClock& clock = decision->signal.clock();
  for (const std::string_view warning : {"warn_acknowledge", "warn_contact"}) {
    const auto& time =
        warning == "warn_contact" ? clock.contact_warn_time() : clock.acknowledge_warn_time();
    const bool past = (warning == "warn_contact" ? clock.has_contact_warn_time()
                                                 : clock.has_acknowledge_warn_time()) &&
                      ToTime(time) <= now;
    if (!past) continue;
    HandoffDecision warned =
        DecideDue(decision->signal, warning, parties, policy, now + absl::Microseconds(1));
    decision->signal = std::move(warned.signal);
    for (v1::Delivery& delivery : warned.deliveries) {
      decision->deliveries.push_back(std::move(delivery));
    }
  }
  return absl::OkStatus();
}

std::string_view ModeName(v1::ReassignmentMode mode) {
  switch (mode) {
    case v1::REASSIGNMENT_MODE_RESTART:
      return "the clock begins anew";
    case v1::REASSIGNMENT_MODE_REMAINDER:
      return "what was left of the time moves on";
    default:
      return "deadlines stay";
  }
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideReassign(v1::Signal signal, std::string_view ae,
                                               std::string_view reason, std::string_view author,
                                               bool by_revops, const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now) {
  Violations faults;
  if (ae.empty()) faults.Add("ae", "is missing");
  faults.RequireText("reason", {reason.data(), reason.size()}, kMaxReasonChars);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         BeginMove(std::move(signal), SignalMove::kReassign, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (held.ae().empty()) return RefuseMove(held, SignalMove::kReassign, "waits for its first AE");
  if (held.ae() == ae) return RefuseMove(held, SignalMove::kReassign, "is with that AE already");
  BATON_RETURN_IF_ERROR(CheckReassignments(held, by_revops, policy));
  const std::string before = held.ae();
  const v1::Policy& clock_policy = policy.reassignment() == v1::REASSIGNMENT_MODE_RESTART
                                       ? policy
                                       : ClockPolicy(held, parties, policy);
  BATON_RETURN_IF_ERROR(BeginNextLeg(clock_policy, policy.reassignment(),
                                     absl::StrCat("reassigned to ", Text(ae), ": ", Text(reason)),
                                     now, &held));
  held.set_ae(Text(ae));
  held.set_holder(held.ae());
  Explain(&held, "S-7",
          absl::StrCat("reassigned from ", before, " to ", held.ae(), " by ", Text(author), ": ",
                       Text(reason), "; ", Text(ModeName(policy.reassignment()))));
  WriteCrmHandoff({parties, policy, now, &decision});
  TellOfReassignment({parties, policy, now, &decision}, before, reason);
  if (RunsClock(held)) BATON_RETURN_IF_ERROR(WarnAtOnce(parties, policy, now, &decision));
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideHandOver(v1::Signal signal, std::string_view leaver,
                                               std::string_view holder,
                                               const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now) {
  if (!IsOpen(signal.state()) || (signal.holder() != leaver && signal.ae() != leaver)) {
    return HandoffDecision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  }
  HandoffDecision decision = CatchUp(std::move(signal), parties, policy, now);
  v1::Signal& held = decision.signal;
  if ((held.has_clock() || held.has_route_time()) && held.holder() == leaver) {
    BATON_RETURN_IF_ERROR(BeginNextLeg(ClockPolicy(held, parties, policy),
                                       v1::REASSIGNMENT_MODE_KEEP,
                                       absl::StrCat(Text(leaver), " left"), now, &held));
    if (held.has_clock()) held.mutable_clock()->set_uncharged(true);
  }
  if (held.ae() == leaver) held.set_ae(Text(holder));
  if (held.holder() == leaver) held.set_holder(Text(holder));
  Explain(&held, "W-1",
          absl::StrCat(Text(leaver), " left: ",
                       holder.empty() ? "RevOps has it now" : absl::StrCat(Text(holder), " has it"),
                       "; deadlines stay, and nobody is charged with a miss"));
  if (!held.ae().empty() && held.ae() == holder) WriteCrmHandoff({parties, policy, now, &decision});
  TellOfTakeover({parties, policy, now, &decision}, leaver);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideUrgency(v1::Signal signal, v1::Urgency urgency,
                                              std::string_view reason, std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  Violations faults;
  if (urgency == v1::URGENCY_UNSPECIFIED || !v1::Urgency_IsValid(urgency)) {
    faults.Add("urgency", "is missing: hot, warm or watch");
  }
  faults.RequireText("reason", {reason.data(), reason.size()}, kMaxReasonChars);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kChangeUrgency, parties, policy, now));
  v1::Signal& held = decision.signal;
  const v1::Urgency before = held.urgency();
  if (before == urgency) {
    return RefuseMove(held, SignalMove::kChangeUrgency,
                      absl::StrCat("is ", UrgencyName(urgency), " already"));
  }
  held.set_urgency(urgency);
  Explain(&held, "S-7",
          absl::StrCat("urgency ", UrgencyName(before), " to ", UrgencyName(urgency), " by ",
                       Text(author), ": ", Text(reason)));
  BATON_RETURN_IF_ERROR(RestateClock(ClockPolicy(held, parties, policy), now, &held));
  RestateAssignDue(before, now, &held);
  TellOfUrgency({parties, policy, now, &decision}, reason);
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideRestart(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckReason(reason));
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kRestartClock, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (!RunsClock(held)) {
    return RefuseMove(held, SignalMove::kRestartClock, "has no open milestone");
  }
  BATON_RETURN_IF_ERROR(BeginNextLeg(policy, v1::REASSIGNMENT_MODE_RESTART,
                                     absl::StrCat("restarted: ", Text(reason)), now, &held));
  Explain(&held, "S-7",
          absl::StrCat("the clock was restarted by ", Text(author), " at ", FormatInstant(now),
                       ": ", Text(reason)));
  TellOfRestart({parties, policy, now, &decision}, reason);
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
