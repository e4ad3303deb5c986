#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_place.h"
#include "domain/handoff_progress.h"
#include "domain/refusal.h"
#include "domain/signal_clock.h"
#include "domain/signal_fields.h"
#include "domain/signal_merge.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// Whether the record still takes new values: nobody has begun to act on the old ones.
bool TakesChanges(const v1::Signal& signal) {
  return IsOpen(signal.state()) && !signal.has_acknowledge_time() && !signal.has_contact_time();
}

bool HasNote(const v1::Signal& signal, const std::string& text) {
  return std::any_of(signal.notes().begin(), signal.notes().end(),
                     [&text](const v1::SignalNote& note) { return note.text() == text; });
}

absl::Status TakeMerge(v1::Signal merged, const SignalMerge& merge, const std::string& text,
                       const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                       HandoffDecision* decision) {
  const v1::Urgency before = decision->signal.urgency();
  decision->signal = std::move(merged);
  v1::Signal* signal = &decision->signal;
  Explain(signal, "H-12", text);
  TakeDefaults(parties.account, signal);
  WarnOfContextNote(signal);
  if (merge.urgency_changed) {
    BATON_RETURN_IF_ERROR(RestateClock(ClockPolicy(*signal, parties, policy), now, signal));
    RestateAssignDue(before, now, signal);
  }
  return JudgeAgain(parties, policy, now, decision);
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideRedelivery(v1::Signal held, const v1::Signal& again,
                                                 std::string_view author,
                                                 const HandoffParties& parties,
                                                 const v1::Policy& policy, absl::Time now) {
  HandoffDecision decision = CatchUp(held, parties, policy, now);
  v1::Signal merged = decision.signal;
  const SignalMerge merge = MergeStated(again, parties.account, &merged);
  const std::string text =
      absl::StrCat("the source says now: ", absl::StrJoin(merge.changes, "; "));
  const bool takes = TakesChanges(decision.signal);
  if (merge.changes.empty() || (!takes && HasNote(decision.signal, text))) {
    return HandoffDecision{std::move(held), false, std::nullopt, {}, std::nullopt};
  }
  Violations faults;
  CheckSignalFields(merged, "signal.", &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  if (takes) {
    BATON_RETURN_IF_ERROR(
        TakeMerge(std::move(merged), merge, text, parties, policy, now, &decision));
  } else {
    AddNote(now, author, text, &decision.signal);
  }
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
