// How a step begins, and the marks that it leaves on a signal: acknowledged, contacted, a note, an
// update (H-10, S-2, S-6). Shared by the decisions of handoff.h; not for callers outside this room.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/handoff.h"
#include "domain/signal_state.h"

namespace baton::domain {

// Catches up what fell due before the step, and asks whether the signal may take it: refuses as
// CheckMove.
absl::StatusOr<HandoffDecision> BeginMove(v1::Signal signal, SignalMove move,
                                          const HandoffParties& parties, const v1::Policy& policy,
                                          absl::Time now);

// As absl::StrCat takes it.
std::string Text(std::string_view text);

// S-6. A late step is taken, and stays marked late.
void TakeAcknowledgement(absl::Time now, v1::Signal* signal);

// H-10. Implies the acknowledgement where an AE owes one.
void TakeContact(absl::Time now, v1::Signal* signal);

// H-11. From now on the holder is asked for an outcome; not of a possible duplicate, whose first
// is.
void ExpectOutcome(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// Adds a note; the oldest gives way beyond kMaxNotes.
void AddNote(absl::Time now, std::string_view author, std::string text, v1::Signal* signal);

// The signal was changed at `now`.
void MarkChanged(absl::Time now, HandoffDecision* decision);

}  // namespace baton::domain
