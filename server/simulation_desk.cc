#include "server/simulation_desk.h"

#include <optional>
#include <utility>

#include "domain/simulation.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/statement_desk.h"
#include "store/statements.h"

namespace baton::server {
namespace {

// The payee's statement of the quarter, which the scenario then holds for closed. Nothing for who
// left before and has nothing coming in (W-2).
absl::StatusOr<std::optional<v1::CompStatement>> ComputeAndClose(
    store::Session& session, const std::string& tenant, const std::string& payee,
    const domain::Quarter& quarter, absl::Time now, Scenario* scenario) {
  BATON_ASSIGN_OR_RETURN(v1::CompStatement statement,
                         ComputeIn(*scenario, session, tenant, payee, quarter, now));
  if (statement.final_statement() && statement.lines().empty()) return std::nullopt;
  scenario->Close(statement);
  return std::make_optional(std::move(statement));
}

// Puts what was published beside what is computed.
absl::Status ShowPublished(store::Session& session, const std::string& tenant,
                           v1::SimulatedStatement* compared) {
  BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> published,
                         store::PublishTimeOf(session, tenant, compared->period()));
  if (!published.has_value()) return absl::OkStatus();
  compared->set_published(true);
  BATON_ASSIGN_OR_RETURN(const std::string name,
                         domain::StatementName(compared->payee(), compared->period()));
  const absl::StatusOr<v1::CompStatement> statement = store::GetStatement(session, tenant, name);
  if (absl::IsNotFound(statement.status())) return absl::OkStatus();
  if (!statement.ok()) return statement.status();
  compared->set_published_payable_minor(statement->totals().payable_minor());
  return absl::OkStatus();
}

const v1::CompStatement* OrNull(const std::optional<v1::CompStatement>& statement) {
  return statement.has_value() ? &*statement : nullptr;
}

}  // namespace

absl::StatusOr<std::vector<v1::SimulatedStatement>> SimulatePayee(store::Session& session,
                                                                  const std::string& tenant,
                                                                  const Simulation& simulation,
                                                                  const SimulatedPayee& payee,
                                                                  absl::Time now) {
  const ScenarioChange nothing;
  Scenario as_is(nothing, simulation.quarters.front());
  Scenario changed(simulation.change, simulation.quarters.front());
  std::vector<v1::SimulatedStatement> compared;
  for (size_t i = 0; i < simulation.quarters.size(); ++i) {
    const domain::Quarter& quarter = simulation.quarters[i];
    std::optional<v1::CompStatement> baseline;
    std::optional<v1::CompStatement> simulated;
    if (i >= payee.first_now) {
      BATON_ASSIGN_OR_RETURN(baseline,
                             ComputeAndClose(session, tenant, payee.name, quarter, now, &as_is));
    }
    if (i >= payee.first_simulated) {
      BATON_ASSIGN_OR_RETURN(simulated,
                             ComputeAndClose(session, tenant, payee.name, quarter, now, &changed));
    }
    if (!baseline.has_value() && !simulated.has_value()) continue;
    BATON_ASSIGN_OR_RETURN(
        v1::SimulatedStatement one,
        domain::CompareStatements(OrNull(baseline), OrNull(simulated), simulation.with_lines));
    BATON_RETURN_IF_ERROR(ShowPublished(session, tenant, &one));
    compared.push_back(std::move(one));
  }
  return compared;
}

}  // namespace baton::server
