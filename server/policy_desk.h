// The policy desk: makes, signs and shows policy versions. Inside a store's body.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy_service.pb.h"
#include "server/callers.h"
#include "store/list.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::server {

// Writes that make or sign versions of one tenant's policy go one after another: the key of their
// store::WriteOptions.
inline constexpr std::string_view kPolicyKey = "policies";

// The version in force at `at`, as it stands at `now`, with its calendar.
absl::StatusOr<v1::GetPolicyResponse> ShowPolicyAt(store::Session& session, std::string_view tenant,
                                                   absl::Time at, absl::Time now);

// A version by its number; NOT_FOUND when there is none.
absl::StatusOr<v1::GetPolicyResponse> ShowPolicyVersion(store::Session& session,
                                                        std::string_view tenant, int32_t version,
                                                        absl::Time now);

// A page of store::PolicyList, each version as it stands at `now`.
absl::StatusOr<v1::ListPolicyVersionsResponse> ListPolicyVersions(store::Session& session,
                                                                  const store::ListQuery& query,
                                                                  absl::Time now);

// What the version would be. It starts as soon as it can if it doesn't say when. One that changes
// nothing is the policy that it builds on.
absl::StatusOr<v1::ValidatePolicyResponse> ValidatePolicy(store::Session& session,
                                                          std::string_view tenant,
                                                          const v1::ValidatePolicyRequest& request,
                                                          absl::Time now);

// Makes the next version in the name of `creator`, a person's full name.
absl::StatusOr<v1::CreatePolicyVersionResponse> CreatePolicyVersion(
    store::Transaction& tx, const v1::CreatePolicyVersionRequest& request,
    std::string_view creator);

// The caller signs the version of that number.
absl::StatusOr<v1::SignPolicyVersionResponse> SignPolicyVersion(store::Transaction& tx,
                                                                int32_t version,
                                                                const Caller& caller);

}  // namespace baton::server
