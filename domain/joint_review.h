// The joint review of saves: what an account keeps here and gives up beside it is looked at
// together.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

// How far before and after a save's end the account may have shrunk; exactly at either counts.
inline constexpr absl::Duration kReviewBefore = absl::Hours(90 * 24);
inline constexpr absl::Duration kReviewAfter = absl::Hours(30 * 24);

// Flag of a save, and of its parts, whose account shrank in another booking.
inline constexpr absl::string_view kJointReview = "joint_review";

// Whether a part of it counts as an at-risk save.
bool IsSave(const v1::Attribution& attribution);

// Whether the account's ARR fell by it.
bool IsShrinkage(const v1::Attribution& attribution);

// Whether a shrinkage booked at `booked` touches a save whose window ends at `end`
// (RiskWindowEnd).
bool IsReviewed(absl::Time end, absl::Time booked);

// The save, held for joint review: what was signed without knowing of the shrinkage no longer
// counts, and both sides sign again, by the policy's business days from `now`. Without signatures
// it is held until it is signed, as every proposal is.
//
// InvalidArgument for a policy whose zone is unknown.
absl::StatusOr<v1::Attribution> HoldForReview(v1::Attribution save,
                                              const v1::Attribution& shrinkage,
                                              const v1::Policy& policy, absl::Time now);

}  // namespace baton::domain
