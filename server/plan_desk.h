// The plan desk: makes, signs and shows plan versions, and says whom which plan pays.
// Inside a store's body; the rules are domain/plan_version.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "server/call.h"
#include "store/list.h"
#include "store/store.h"

namespace baton::server {

// Writes that make, sign or assign versions of one tenant's plans go one after another: the key of
// their store::WriteOptions.
inline constexpr std::string_view kPlanKey = "compPlans";

// Makes the next version of its code under `name`, as the call's person.
absl::StatusOr<v1::PlanVersion> CreatePlanVersion(store::Transaction& tx, const Call& call,
                                                  const v1::PlanVersion& asked, std::string name);

// Signs a version as the call's person: in the seat that they hold, in that of somebody for whom
// they stand in (W-1), or in that of somebody who may not sign it and whose manager they are.
absl::StatusOr<v1::PlanVersion> SignPlanVersion(store::Transaction& tx, const Call& call,
                                                std::string_view id);

// The version of the code in force at `at`, or the one of that number where it isn't 0, as it
// stands now. NOT_FOUND where there is none, or where the code pays nobody within the call's reach.
absl::StatusOr<v1::PlanVersion> ShowPlan(const Call& call, store::Session& session,
                                         const std::string& code, int32_t version, absl::Time at);

// A page of store::PlanVersionList, each version as it stands at `now`.
absl::StatusOr<v1::ListPlanVersionsResponse> ListPlanVersions(store::Session& session,
                                                              const store::ListQuery& query,
                                                              absl::Time now);

// What the version would be. It starts as soon as it can if it doesn't say when.
absl::StatusOr<v1::ValidatePlanResponse> ValidatePlan(store::Session& session,
                                                      std::string_view tenant,
                                                      v1::PlanVersion asked, absl::Time now);

// Keeps an assignment under the name that it has, as the call's person. INVALID_FIELDS names every
// fault, a plan of another role than the payee's among them; PERSON_LEFT, PLAN_NOT_IN_FORCE.
absl::StatusOr<v1::PlanAssignment> AssignPlan(store::Transaction& tx, const Call& call,
                                              v1::PlanAssignment assignment);

}  // namespace baton::server
