// The handoff desk: loads what a handoff rule needs, lets it decide, applies the decision.
// Everything here runs inside a store's body; the rules themselves are domain/handoff.h's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/handoff.h"
#include "store/deadlines.h"
#include "store/source_versions.h"
#include "store/store.h"

namespace baton::server {

// Files a signal, or takes the same source record again (H-12). The command's signal has the name
// that it gets when it is new; an absent csm becomes the account's. NOT_FOUND for an unknown
// account or person.
//
// With `version`, the source's record is news only in the fields that it changed later than what
// the signal stands for.
absl::StatusOr<v1::FileSignalResponse> FileSignal(
    store::Transaction& tx, domain::FileCommand command,
    const std::optional<store::SourceVersion>& version = std::nullopt);

// One decision on a filed signal.
using DecideStep = std::function<absl::StatusOr<domain::HandoffDecision>(
    v1::Signal signal, const domain::HandoffParties& parties, const v1::Policy& policy)>;

// Loads the signal (bare id), asks `check` whether the caller may see it, decides and applies.
absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const std::function<absl::Status(const v1::Signal&)>& check,
                                      const DecideStep& decide);

// The same without a caller: for what follows from another record, as a booking.
absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const DecideStep& decide);

// What the signal waits for next, as a row: when somebody must look at it again. None when it waits
// for nothing. The rest follows from the signal then (domain::DueItems).
std::vector<store::Deadline> NextDeadline(const v1::Signal& signal);

// Handles what fell due for signals, each of which is in it once; see HandleDue. All or nothing:
// a signal that can't be handled has the others fail as well.
absl::Status SignalsDue(store::Transaction& tx, const std::vector<store::Deadline>& due);

}  // namespace baton::server
