// Recommendations: what the facts make of a booking, beside what others would make of it.
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/recommendation.pb.h"

namespace baton::domain {

// Who recommends here.
inline constexpr char kBaton[] = "baton";

inline constexpr int kMaxRecommenderChars = 40;
inline constexpr int kMaxRecommendedTexts = 20;

// The recommendation that `read`, the booking read from the facts of now, comes to, with what
// its documentation lacks.
v1::Recommendation RecommendationFrom(const v1::Attribution& read,
                                      absl::Span<const v1::DocumentationCheck> checks);

// Whether every category recommended is the attribution's, and none is left out.
bool Agrees(const v1::Recommendation& recommendation, const v1::Attribution& attribution);

// INVALID_FIELDS, under "outside.", for a recommendation from outside that names no
// recommender or Baton, a part that there isn't, no category, or shares beyond the whole.
absl::Status CheckOutside(const v1::Recommendation& outside, const v1::Attribution& attribution);

}  // namespace baton::domain
