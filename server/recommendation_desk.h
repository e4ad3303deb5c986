// The recommendation desk: what the facts make of a booking now, beside what others say.
// Inside a store's body; the rules are domain/recommendation.h's.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Reads the attribution's booking anew, keeping nothing of that, and keeps `outside` where it
// says something.
absl::StatusOr<v1::RecommendAttributionResponse> RecommendAttribution(
    store::Transaction& tx, const v1::Attribution& attribution, const v1::Recommendation* outside);

// What was recommended from outside, latest first, and whether it agrees with the attribution.
absl::StatusOr<std::vector<v1::Recommendation>> OutsideRecommendations(
    store::Session& session, std::string_view tenant, const v1::Attribution& attribution);

}  // namespace baton::server
