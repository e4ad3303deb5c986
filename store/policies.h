// Policies: the numbered versions of everything a company may choose. A version only ever
// gains signatures; what it says never changes. One without all of them decides nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PolicyTable();

// Latest version first; takes no filter. Signed or not.
const ListSpec& PolicyList();

// The approved version in force at that instant (exactly at its effective_time it is); of two that
// start at once the higher one. Nothing when none is in force yet.
absl::StatusOr<std::optional<v1::Policy>> PolicyAt(Session& session, std::string_view tenant,
                                                   absl::Time at);

// The approved version that starts last.
absl::StatusOr<std::optional<v1::Policy>> LastApprovedPolicy(Session& session,
                                                             std::string_view tenant);

// All approved versions by their start; those that start at once by number.
absl::StatusOr<std::vector<v1::Policy>> ApprovedPolicies(Session& session, std::string_view tenant);

// The highest number of all versions, approved or not; 0 when there is none.
absl::StatusOr<int32_t> LastPolicyVersion(Session& session, std::string_view tenant);

// The latest instant that a decision made so far is of: of a filing, or of a booking.
absl::StatusOr<std::optional<absl::Time>> LastDecisionTime(Session& session,
                                                           std::string_view tenant);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Policy> GetPolicyVersion(Session& session, std::string_view tenant,
                                            int32_t version);

// Keeps a version; its name must end in its number. ALREADY_EXISTS when the version is known.
absl::Status InsertPolicy(Transaction& tx, const v1::Policy& policy);
// Keeps the signatures that a version gained.
absl::Status UpdatePolicy(Transaction& tx, const v1::Policy& before, const v1::Policy& after);

}  // namespace baton::store
