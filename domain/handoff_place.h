// Placing a signal: the state it comes to, and what begins there. Shared by the decisions of
// handoff.h; not for callers outside this room.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/handoff.h"

namespace baton::domain {

// H-4. Judges the answers and notes which of the five fields lack.
void Qualify(const v1::Policy& policy, v1::Signal* signal);

// What becomes of a routable signal that lacks a field (H-2).
enum class WhenLacking { kKeepIncomplete, kKeepWatching };

// H-4 to H-9. Gives a new, incomplete or watched signal its state and begins what belongs to it.
// Staying incomplete or watched begins nothing anew.
absl::Status Place(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                   WhenLacking when_lacking, HandoffDecision* decision);

// H-4, H-5, H-8. Judges a filed signal again after its fields or answers changed: an incomplete one
// or a watch item may move on, or waits anew; one on its way may get a larger model.
absl::Status JudgeAgain(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                        HandoffDecision* decision);

// H-8. Reads the model again, while the signal is on its way; only ever upwards.
absl::Status ReadModelAgain(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                            HandoffDecision* decision);

// H-8. Raises the model. From model A the signal goes to the account's AE at once; without one the
// CSM holds it until RevOps found one.
absl::Status RaiseModel(v1::OwnershipModel model, const HandoffParties& parties,
                        const v1::Policy& policy, absl::Time now, HandoffDecision* decision);

// H-7. The AE has it from now on: on the record, as holder, with a clock and in the CRM. A
// contacted signal stays contacted.
absl::Status GiveToAe(std::string_view ae, const HandoffParties& parties, const v1::Policy& policy,
                      absl::Time now, HandoffDecision* decision);

// Begins what the signal's state asks for: a clock, a revisit, the search for an AE. Nothing while
// it shares the first one's clock (H-12).
absl::Status Begin(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                   HandoffDecision* decision);

// H-12. Whether the first signal's clock runs for this one, too.
bool SharesClock(const v1::Signal& signal, const HandoffParties& parties);

// A watch item's next revisit (H-5); takes back an earlier reminder.
void SetRevisit(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// S-7. The policy that the signal's clock started with; `policy` while it has none.
const v1::Policy& ClockPolicy(const v1::Signal& signal, const HandoffParties& parties,
                              const v1::Policy& policy);

// H-11. The watch item as which a closed signal comes back at `at`, under `name`: what was said of
// the customer, credited to its first filer, and already reminded of.
v1::Signal Successor(const v1::Signal& signal, const std::string& name, absl::Time at);

// Who looks after the signal on the CS side: who filed it, else the account's CSM. May be empty.
const std::string& CsmOf(const v1::Signal& signal, const HandoffParties& parties);

}  // namespace baton::domain
