// Opaque tokens that name a place in a sequence of a tenant: "after event 42 of the audit chain".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace baton::server {

// `list` says whose token it is: "watch", or the name of what is listed. One of another list or
// tenant, or a broken one, is refused as PAGE_TOKEN_INVALID. An empty token is place -1: none.
std::string PlaceToken(std::string_view list, std::string_view tenant, int64_t place);
absl::StatusOr<int64_t> ParsePlaceToken(std::string_view list, std::string_view tenant,
                                        std::string_view token);

}  // namespace baton::server
