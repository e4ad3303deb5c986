// The clock that a signal carries: starting it, handing it over, and changing it when the urgency
// changes (S-1, S-7, S-9, S-11). The arithmetic is sla_clock.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// S-1. Begins the next leg of the AE's clock at `now` and sets route_time. A contact deadline of an
// earlier leg stays where the signal was upgraded to C (H-8): deadlines stay.
absl::Status StartAeClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// S-11. Begins the first leg of a clock that the CSM holds: contact only.
absl::Status StartCsmClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// S-7. Ends the running leg (without a clock: the time since it was routed) for `reason` and begins
// the next, for whoever holds the signal then. What was taken stays taken: its milestone has no
// deadline any more. An open milestone keeps its deadline, has its whole time again, or has what
// was left of it; one that was missed is open again in a restarted leg alone. `policy` is the one
// that the clock started with, but for a restart.
absl::Status BeginNextLeg(const v1::Policy& policy, v1::ReassignmentMode mode,
                          std::string_view reason, absl::Time now, v1::Signal* signal);

// Ends the clock for `reason`: the running leg is the last.
absl::Status EndClock(const v1::Policy& policy, std::string_view reason, absl::Time now,
                      v1::Signal* signal);

// S-7. Recomputes open milestones from the clock's start for the signal's urgency. One that is
// taken, marked missed, or overdue at `now` (missed, and only not marked yet) stays as it is.
// `policy` is the one that the clock started with.
absl::Status RestateClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// H-7. When RevOps must have found an AE: 4 hours for hot, 24 hours for the others.
absl::Time AssignDue(v1::Urgency urgency, absl::Time now);

// H-7, S-7. Recomputes an open AssignDue from when it began, for a signal whose urgency was
// `before`.
void RestateAssignDue(v1::Urgency before, absl::Time now, v1::Signal* signal);

// The running leg, or the one that would be next; from 1.
int LegOf(const v1::Signal& signal);

}  // namespace baton::domain
