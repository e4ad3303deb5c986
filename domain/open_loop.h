// A signal whose loop is open, as the report shows it (H-11).
#pragma once

#include "absl/time/time.h"
#include "baton/v1/report_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// As of `now`; without names to display. The signal is contacted, deferred or not ready.
v1::OpenLoop OpenLoopOf(const v1::Signal& signal, absl::Time now);

}  // namespace baton::domain
