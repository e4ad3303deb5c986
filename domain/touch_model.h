// Other ways to share out an expansion: what is shown beside ours for comparison (T-8). Nothing is
// paid by them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/team_credit.pb.h"
#include "domain/team_credit.h"

namespace baton::domain {

// The most touches that one expansion is shared among.
inline constexpr size_t kMaxTouches = 1'000'000;

// One step on the way to the close.
struct PathTouch {
  absl::Time at;
  Team team = Team::kUnattributed;
  // Breaks ties between touches of one instant and one team.
  std::string record_id;
};

// T-8. The way: the opportunity's creation, while it lies within its window, and every touchpoint
// of the policy's window before the close. By time, then team, then record id, so that the order of
// the input never matters. Without any touch nobody touched it: one step of kUnattributed.
//
// `has_opportunity`: whether created_at is a creation at all.
std::vector<PathTouch> TouchPath(const TeamCreditInput& input, const TeamCreditPolicy& policy,
                                 bool has_opportunity);

// The shares of the path's touches, in its order; they add up to the amount. A time-decayed
// touch weighs half for each whole half-life between it and the close, down to 2^-40 of the latest.
// In the custom model the middle weight is shared equally by all touches between first and last,
// and counts for nothing where there are none; a path of one touch has all.
//
// InvalidArgument: an empty path, more than kMaxTouches, an unknown model, or weights of 0 alone.
absl::StatusOr<std::vector<int64_t>> SplitByModel(int64_t amount_minor,
                                                  absl::Span<const PathTouch> path,
                                                  v1::TouchModel model, absl::Time closed_at,
                                                  const v1::Policy& policy);

// The amounts of each model by team, models and teams in the order of their enumerations.
absl::StatusOr<std::vector<v1::ModelShare>> CompareModels(int64_t amount_minor,
                                                          absl::Span<const PathTouch> path,
                                                          absl::Time closed_at,
                                                          const v1::Policy& policy);

}  // namespace baton::domain
