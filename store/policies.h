// Policies: the numbered versions of everything a company may choose. Versions are added,
// never changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy_service.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PolicyTable();

// The version in force at that instant (exactly at its effective_time it is); of two that start at
// once the higher one. Nothing when none is in force yet.
absl::StatusOr<std::optional<v1::Policy>> PolicyAt(Session& session, std::string_view tenant,
                                                   absl::Time at);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Policy> GetPolicyVersion(Session& session, std::string_view tenant,
                                            int32_t version);

// Keeps a version; its name must end in its number. ALREADY_EXISTS when the version is known.
absl::Status InsertPolicy(Transaction& tx, const v1::Policy& policy);

}  // namespace baton::store
