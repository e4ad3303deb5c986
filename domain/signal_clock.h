// The clock that a signal carries: starting it, and changing it when the urgency changes (S-1, S-7,
// S-11). The arithmetic is sla_clock.h's.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "baton/v1/policy_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// S-1. Begins the next leg of the AE's clock at `now` and sets route_time. A contact deadline of an
// earlier leg stays where the signal was upgraded to C (H-8): deadlines stay.
absl::Status StartAeClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// S-11. Begins the first leg of a clock that the CSM holds: contact only.
absl::Status StartCsmClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// S-7. Recomputes open milestones from the clock's start for the signal's urgency. One that is
// taken, marked missed, or overdue at `now` (missed, and only not marked yet) stays as it is.
absl::Status RestateClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal);

// H-7. When RevOps must have found an AE: 4 hours for hot, 24 hours for the others.
absl::Time AssignDue(v1::Urgency urgency, absl::Time now);

// H-7, S-7. Recomputes an open AssignDue from when it began, for a signal whose urgency was
// `before`.
void RestateAssignDue(v1::Urgency before, absl::Time now, v1::Signal* signal);

// The running leg; 1 before the first.
int LegOf(const v1::Signal& signal);

}  // namespace baton::domain
