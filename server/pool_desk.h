// The pool desk: gathers what a payee's pools are measured on, and makes their lines (C-6 to C-10).
// Inside a store's body or read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/person.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "server/scenario.h"
#include "store/sql.h"

namespace baton::server {

// What a statement's pool lines depend on.
struct PoolStatement {
  const v1::Person& payee;  // as LoadPersonView gives it
  const v1::CompPlan& plan;
  const domain::Quarter& quarter;
  const v1::Policy& policy;  // in force at the quarter's end
  const Scenario& scenario;
};

// C-10. The lines of every run of the payee's plans in the fiscal year so far, in order. What
// earlier quarters paid is read off their statements, published or draft, as they stand. Nothing is
// read but the plans where none of them has pools.
absl::StatusOr<std::vector<v1::StatementLine>> LoadPoolLines(store::Session& session,
                                                             const std::string& tenant,
                                                             const PoolStatement& statement);

}  // namespace baton::server
