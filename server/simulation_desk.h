// The simulation desk: reads what a what-if asks for, and computes one payee of it (C-16). Inside a
// read of the store; nothing is kept.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/simulation.pb.h"
#include "domain/fiscal.h"
#include "domain/refusal.h"
#include "server/request_reader.h"
#include "server/scenario.h"
#include "store/sql.h"

namespace baton::server {

// Somebody who has a statement to get.
struct SimulatedPayee {
  // tenants/{tenant}/people/{person}
  std::string name;
  // The place of the first quarter for which they have a plan now, and under the scenario; the
  // number of quarters where they never have one.
  size_t first_now = 0;
  size_t first_simulated = 0;
};

// A whole what-if, read and checked.
struct Simulation {
  // At least one, without a gap.
  std::vector<domain::Quarter> quarters;
  ScenarioChange change;
  // Sorted by name.
  std::vector<SimulatedPayee> payees;
  bool with_lines = false;
};

// Notes every fault of a request that shows without the store, under its field.
void CheckSimulation(const v1::SimulateStatementsRequest& request, RequestReader* reader);

// Reads a request of which `faults` are known already. INVALID_FIELDS names those and all that the
// store shows: a policy, a version, a plan or a move that could not be real, people who are
// unknown, a scenario with another fiscal calendar.
absl::StatusOr<Simulation> ReadSimulation(store::Session& session, const std::string& tenant,
                                          const v1::SimulateStatementsRequest& request,
                                          domain::Violations faults, absl::Time now);

// C-16. The payee's quarters, those without a statement left out. Errors as ComputeStatements: what
// stops that one stops this one.
absl::StatusOr<std::vector<v1::SimulatedStatement>> SimulatePayee(store::Session& session,
                                                                  const std::string& tenant,
                                                                  const Simulation& simulation,
                                                                  const SimulatedPayee& payee,
                                                                  absl::Time now);

}  // namespace baton::server
