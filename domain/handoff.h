// The handoff of a signal, from filing to outcome: every decision about it (H, S, T-10).
//
// All functions are pure: the signal as it stands goes in, the signal as it will stand comes out,
// with what must leave because of it. They read no clock; `now` is the instant of the call. A
// refusal (domain/refusal.h) changes nothing.
//
// Every step on a filed signal first catches up what fell due before it (CatchUp), so that it makes
// no difference whether the sweeper or the step came first (S-4, S-6). Then its guards run, in this
// order: the request's own fields, all at once (INVALID_FIELDS); the state (SIGNAL_STATE,
// SIGNAL_ALREADY_CLOSED); what else the step names. Only then does anything change.
//
// Explanations grow with every decision, to kMaxExplanationSteps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/integration_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

// How far back a signal may be a duplicate's first; exactly 14 days still counts (H-12).
inline constexpr absl::Duration kDuplicateWindow = absl::Hours(14 * 24);
// How long after the outcome a won signal waits for its booking (H-11).
inline constexpr absl::Duration kBookedWithin = absl::Hours(30 * 24);
// Questions for an outcome that may stay unanswered before the manager hears of it (H-11).
inline constexpr int kUnansweredAsks = 2;
// Notes that a signal keeps. Older ones give way; its history has them all.
inline constexpr int kMaxNotes = 100;

// Whom a decision about a signal concerns, as things stand at that instant. People are full names;
// empty where there is none.
struct HandoffParties {
  // With owned_lines and health_tier filled; DecideDue reads neither, nor `first` or
  // `past_policies`.
  v1::Account account;
  // The account's AE and CSM.
  std::string ae;
  std::string csm;
  // The manager of the signal's holder: who is told of a miss (S-5, S-11). Not read by DecideFile.
  std::string holder_manager;
  bool holder_manager_is_cro = false;
  // The manager of that manager, for further steps after a miss (S-5).
  std::string managers_manager;
  bool managers_manager_is_cro = false;
  // The head of RevOps, told when nobody assigned an AE in time (H-7).
  std::string revops_head;
  // The signal that this one may be a duplicate of (H-12): for DecideFile the candidate, for later
  // steps the one that possible_duplicate_of names. Absent when there is none.
  std::optional<v1::Signal> first;
  // Versions that the clocks of the signal and of its first started with, where those are others
  // than the one in force: a running clock keeps its own (S-7).
  std::vector<v1::Policy> past_policies;
  // Approved rates of the day into the policy's currency, for amounts in others (H-6, C-3).
  // DecideDue reads none.
  std::vector<ApprovedRate> rates;
  // The name that a closed signal comes back under (H-11).
  std::string successor_name;
};

struct HandoffDecision {
  // As it stands after the decision.
  v1::Signal signal;
  // False: the signal is as it was, and nothing leaves.
  bool changed = true;
  // The first signal of a possible duplicate, when this decision changed it (H-12).
  std::optional<v1::Signal> first;
  // What must leave, each under a name that no other occasion has.
  std::vector<v1::Delivery> deliveries;
  // The watch item as which the signal came back, when this decision made it (H-11).
  std::optional<v1::Signal> successor;
};

// ---- Filing (handoff_filing.cc)

enum class FilingChannel {
  // A call: whatever lacks is refused (H-2).
  kCall,
  // A vendor's payload: a routable signal that lacks a field is kept as incomplete (H-2).
  kPayload,
};

struct FileCommand {
  // Its name is given, and of the caller's tenant; output-only fields are ignored. `csm` is who
  // heard it: for a call by a CSM that CSM, else what the caller states.
  v1::Signal signal;
  FilingChannel channel = FilingChannel::kCall;
  // FileSignalRequest.watch_item.
  bool watch_item = false;
  // Nobody filed it: a vendor's rule raised it from usage (T-10). Such a signal has no csm; the
  // account's CSM looks after it, and nobody has the filer's credit.
  bool automatic = false;
};

// H-12. Whether `first` is one that `signal` may duplicate: another open signal, itself no
// duplicate, of the same account, trigger and product line (one in common, or none on either side),
// filed in the 14 days up to `now`. Of several the oldest is the first.
bool IsPossibleDuplicate(const v1::Signal& first, const v1::Signal& signal, absl::Time now);

// H-1 to H-9, H-12, H-15, S-1, S-11, T-10. Checks, fills defaults, qualifies, routes, and starts
// the clock of a new signal. Violations are named below "signal.".
//
// A possible duplicate is linked and placed like any other; while its first is on its way
// (IsUnderWay) it runs no clock, awaits no AE, is not revisited and writes nothing to the CRM. The
// first takes the hotter urgency and comes back as `first`.
absl::StatusOr<HandoffDecision> DecideFile(FileCommand command, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now);

// ---- The same source record again (handoff_redelivery.cc)

// H-12. `again` is what the record states now; a field it does not state is left alone, and
// account, csm, kind and source never change. Nothing new: unchanged. Before the acknowledgement
// (or contact) the record takes the new values and is placed again; after it they are added as one
// note, once. `author` is the note's, as "system/gainsight".
absl::StatusOr<HandoffDecision> DecideRedelivery(v1::Signal held, const v1::Signal& again,
                                                 std::string_view author,
                                                 const HandoffParties& parties,
                                                 const v1::Policy& policy, absl::Time now);

// ---- Steps (handoff_steps.cc)

// H-4, H-5, H-8. Takes new answers and fields; at least one must be given. An incomplete signal or
// watch item that is now routable and complete is routed; a watch item that is not waits anew. From
// model A a larger model routes to the AE at once, with a clock of its own; otherwise deadlines
// stay. Never back to a smaller model.
absl::StatusOr<HandoffDecision> DecideRequalify(v1::Signal signal,
                                                const v1::RequalifySignalRequest& request,
                                                const HandoffParties& parties,
                                                const v1::Policy& policy, absl::Time now);

// H-7. Gives a signal that awaits one its AE; starts the clock (S-1) and writes the handoff (H-15).
// The caller sees to it that `ae` exists.
absl::StatusOr<HandoffDecision> DecideAssign(v1::Signal signal, std::string_view ae,
                                             const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now);

// H-10, S-6.
absl::StatusOr<HandoffDecision> DecideAcknowledge(v1::Signal signal, const HandoffParties& parties,
                                                  const v1::Policy& policy, absl::Time now);

// H-10. `note` may be empty; otherwise it is kept as a note of `author`. Implies the
// acknowledgement. From now on an outcome is asked for (H-11).
absl::StatusOr<HandoffDecision> DecideContact(v1::Signal signal, std::string_view note,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// H-8. `author` asks for model C, for `reason`. After the state: MODEL_NOT_UPGRADABLE when it is C
// or was asked for before. Deadlines stay; a signal of model A goes to the AE at once.
absl::StatusOr<HandoffDecision> DecideUpgrade(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// H-12. The possible duplicate is a signal of its own: what it did not start, starts now. After the
// state: SIGNAL_STATE when it is not linked.
absl::StatusOr<HandoffDecision> DecideUnlink(v1::Signal signal, const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now);

// ---- Outcome (handoff_outcome.cc)

// H-11. Closes the loop, and implies acknowledgement and contact. Violations are named below
// "outcome.": a reason always; an opportunity or an amount for won (the signal's own opportunity
// will do); a revisit_time after `now` for deferred and not ready. The CSM gets a copy, and so does
// the system that the signal came from. A won signal without a booking waits for one.
absl::StatusOr<HandoffDecision> DecideOutcome(v1::Signal signal, const v1::SignalOutcome& outcome,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// H-11. The same of somebody who reports it here: the CRM is told as well, where the handoff went
// there. What the CRM or a booking said is not sent back.
absl::StatusOr<HandoffDecision> DecideReportedOutcome(v1::Signal signal,
                                                      const v1::SignalOutcome& outcome,
                                                      const HandoffParties& parties,
                                                      const v1::Policy& policy, absl::Time now);

// H-11. The booking (full name) that a won signal waited for has come; unchanged where it knows it.
HandoffDecision DecideBooked(v1::Signal signal, std::string_view booking, absl::Time now);

// H-10. Takes the outcome back, once, for `reason`: the signal is contacted again, and an outcome
// asked for. After the state: SIGNAL_STATE when it was reopened before, is booked, or came back on
// its revisit date.
absl::StatusOr<HandoffDecision> DecideReopen(v1::Signal signal, std::string_view reason,
                                             std::string_view author, const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now);

// ---- Who holds it, and how hot it is (handoff_holder.cc)

// S-7. Another AE takes it over, for `reason`; the policy says what becomes of the deadlines. After
// the state: SIGNAL_STATE when `ae` holds it; POLICY_FORBIDS, rule S-7, when it was reassigned as
// often as the policy allows and `by_revops` is false.
absl::StatusOr<HandoffDecision> DecideReassign(v1::Signal signal, std::string_view ae,
                                               std::string_view reason, std::string_view author,
                                               bool by_revops, const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now);

// W-1. `holder` takes over, at once, what somebody who left held: deadlines stay, and nobody is
// charged with a miss from then on. An empty holder: RevOps looks for an AE where the leaver was
// the AE (H-7), else nobody holds it. Unchanged when the signal is closed or `leaver` does not hold
// it.
absl::StatusOr<HandoffDecision> DecideHandOver(v1::Signal signal, std::string_view leaver,
                                               std::string_view holder,
                                               const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now);

// S-7. Recomputes open milestones for another urgency, for `reason`; the AE hears of it. After the
// state: SIGNAL_STATE when it has that urgency.
absl::StatusOr<HandoffDecision> DecideUrgency(v1::Signal signal, v1::Urgency urgency,
                                              std::string_view reason, std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// S-7. The holder has the whole time again for what is open, by the policy in force, for `reason`.
// After the state: SIGNAL_STATE when no milestone is open.
absl::StatusOr<HandoffDecision> DecideRestart(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// ---- Ends that are no outcome (handoff_withdrawal.cc)

// H-10. Takes an open signal back, for `reason`; it leaves the measures. `duplicate_of` is the
// signal that a duplicate is one of; the caller sees to it that it exists.
absl::StatusOr<HandoffDecision> DecideWithdraw(v1::Signal signal,
                                               const v1::WithdrawSignalRequest& request,
                                               std::string_view author,
                                               const HandoffParties& parties,
                                               const v1::Policy& policy, absl::Time now);

// H-9. An expansion becomes a risk, whose clock ends and whose intervention opens; a risk becomes
// an expansion, which is placed like a new one. After the state: SIGNAL_STATE when it is of that
// kind.
absl::StatusOr<HandoffDecision> DecideReclassify(v1::Signal signal, v1::SignalKind kind,
                                                 std::string_view reason, std::string_view author,
                                                 const HandoffParties& parties,
                                                 const v1::Policy& policy, absl::Time now);

// H-9. Logs the joint plan against a risk; a late one is taken and stays late.
absl::StatusOr<HandoffDecision> DecidePlan(v1::Signal signal, std::string_view text,
                                           std::string_view author, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now);

// H-9, H-10. Ends the intervention, for `reason`; implies the plan.
absl::StatusOr<HandoffDecision> DecideResolve(v1::Signal signal, std::string_view reason,
                                              std::string_view author,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now);

// Adds a note, whatever the state.
absl::StatusOr<HandoffDecision> DecideNote(v1::Signal signal, std::string_view text,
                                           std::string_view author, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now);

// H-15. The CRM has the handoff: as `opportunity` (full name), where Baton knows it. What confirms
// it again, as the CRM's event after its answer, leaves the time. Unchanged when it was confirmed
// before under that name.
HandoffDecision DecideConfirmed(v1::Signal signal, std::string_view opportunity, absl::Time now);

// H-15. The CRM will never take the handoff as it is; `answer` says why, for people. RevOps hears
// of it at once, and not again when the time to confirm ends. Unchanged when the CRM has it, or
// when nothing is to be confirmed any more.
HandoffDecision DecideRefusedByCrm(v1::Signal signal, std::string_view answer,
                                   const HandoffParties& parties, const v1::Policy& policy,
                                   absl::Time now);

// ---- What falls due (handoff_due.cc)

// One thing that a signal waits for.
struct DueItem {
  // "acknowledge" and "contact" (S-1), "warn_acknowledge" and "warn_contact" (S-9),
  // "acknowledge_step" and "contact_step" (S-5), "assign" (H-7), "confirm" (H-15), "ask" and
  // "booking" (H-11), "plan" (H-9), "revisit" and "expire" (H-5, H-11). Static.
  std::string_view what;
  // The clock's leg; of a question its number; else 1.
  int leg = 1;
  // Overdue when now > due: exactly at the deadline is within (S-2).
  absl::Time due;

  friend bool operator==(const DueItem&, const DueItem&) = default;
};

// Everything that the signal waits for, earliest first: a pure function of the signal. What was
// done or has been marked missed is not among it.
std::vector<DueItem> DueItems(const v1::Signal& signal);

// Sets next_due_time: by when somebody has to assign, acknowledge, contact, or log a plan (H-7,
// S-1, S-11, H-9), passed or not; cleared where nobody has to.
void SetNextDueTime(v1::Signal* signal);

// Marks the one item, if it is waited for and overdue; unchanged otherwise, so twice is once (S-4).
// A missed milestone is marked at its deadline's instant, and escalates (S-5, S-11, H-7); a revisit
// reminds the CSM (H-5), and has a closed signal come back (H-11); after that a watch item expires.
HandoffDecision DecideDue(v1::Signal signal, std::string_view what, const HandoffParties& parties,
                          const v1::Policy& policy, absl::Time now);

// Marks everything that is overdue, in the order in which it fell due.
HandoffDecision CatchUp(v1::Signal signal, const HandoffParties& parties, const v1::Policy& policy,
                        absl::Time now);

}  // namespace baton::domain
