// Plan assignments: whom which plan pays, from an instant on.
//
// An assignment names a plan by its code and holds from its start (exactly at it is within) until
// the payee's next one; the version that counts is the one in force (store/plan_versions.h). Payees
// are named by full name or bare id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_plan.pb.h"
#include "domain/plan_period.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PlanAssignmentTable();
// Ordered by payee; takes no filter.
const ListSpec& PlanAssignmentList();

// The assignment in force; nothing when the payee has no plan at that instant.
absl::StatusOr<std::optional<v1::PlanAssignment>> PlanAt(Session& session, std::string_view tenant,
                                                         std::string_view payee, absl::Time at);

// All of a payee's assignments, by start.
absl::StatusOr<std::vector<v1::PlanAssignment>> AssignmentsOf(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee);

// What decides the payee's plans: every assignment, and every version of their codes. NOT_FOUND for
// an unknown payee.
absl::StatusOr<domain::PlanHistory> PlanHistoryOf(Session& session, std::string_view tenant,
                                                  std::string_view payee);

// X-5, W-2. The payee's plans within [from, to), by time; see domain::PlanPeriods. NOT_FOUND for an
// unknown payee.
absl::StatusOr<std::vector<domain::PlanPeriod>> PlanPeriodsOf(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee,
                                                              absl::Time from, absl::Time to);

// Full names of everybody who was ever assigned a plan of that code.
absl::StatusOr<std::vector<std::string>> PayeesOfPlan(Session& session, std::string_view tenant,
                                                      std::string_view code);

// Full names of everybody who had a plan at some instant before `period_end`, sorted. With a
// period's exclusive end: all payees of that period.
absl::StatusOr<std::vector<std::string>> PayeesWithPlan(Session& session, std::string_view tenant,
                                                        absl::Time period_end);

// Keeps the assignment; one of the same payee and start is replaced in place and keeps its own
// name. Answers what is kept. The payee must be known.
absl::StatusOr<v1::PlanAssignment> SetPlan(Transaction& tx, const v1::PlanAssignment& assignment);

}  // namespace baton::store
