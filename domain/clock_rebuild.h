// How each deadline of a signal came about, segment by segment, computed again from its history
// (S-10).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// Stretches of working time that an explanation lists at most.
inline constexpr int kMaxClockSegments = 200;

using PolicyOfVersion = std::function<absl::StatusOr<v1::Policy>(int32_t version)>;

// S-10. `history` is the signal as it stood after each of its changes, oldest first, and so ends
// with how it stands. Every deadline of every leg is computed from what happened (routed,
// restarted, taken over, another urgency) and the policy that the clock started with, and stands
// beside the one that was kept. Nothing of the kept deadlines is looked at but to stand there.
absl::StatusOr<std::vector<v1::DeadlineExplanation>> ExplainDeadlines(
    const std::vector<v1::Signal>& history, const PolicyOfVersion& policy_of);

}  // namespace baton::domain
