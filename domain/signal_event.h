// What the tenant's own systems hear of a signal (decision 48).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// The types of what happened between two states of a signal, in that order; `before` is null when
// it was filed. "signal.filed"; "signal.STATE" for a state that it came into, as
// signal.acknowledged; "signal.acknowledge_missed" and "signal.contact_missed" (S-5, S-11);
// "signal.reassigned" for another holder in the same state.
std::vector<std::string> SignalEvents(const v1::Signal* before, const v1::Signal& after);

// The event's data: ids, state, people, deadlines and outcome as they are now. No amounts and
// nothing that the customer said.
std::string SignalEventBody(const v1::Signal& signal);

}  // namespace baton::domain
