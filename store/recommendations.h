// Recommendations from outside, beside the attribution that they are about.
//
// Attributions are named by full name or bare id.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/recommendation.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::Recommendation; leads with the attribution's id and the position, from 1.
const Table& RecommendationTable();

// The last 100, latest first.
absl::StatusOr<std::vector<v1::Recommendation>> RecommendationsOf(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view attribution);

// Keeps one more. The audit event names the attribution.
absl::Status AddRecommendation(Transaction& tx, std::string_view attribution,
                               const v1::Recommendation& recommendation);

}  // namespace baton::store
