// Whose an attribution is: those whom it credits, and who manages them.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution.pb.h"
#include "server/call.h"
#include "store/sql.h"

namespace baton::server {

// OK when the attribution is within the caller's reach; else NOT_FOUND of `type` and `name`.
absl::Status CheckAttributionVisible(const Call& call, store::Session& session,
                                     std::string_view type, std::string_view name,
                                     const v1::Attribution& attribution);

// The attribution of that id, when it is within the caller's reach; else NOT_FOUND.
absl::StatusOr<v1::Attribution> VisibleAttribution(const Call& call, store::Session& session,
                                                   std::string_view id);

}  // namespace baton::server
