// CompStatementService's method about what-ifs.
#include "server/comp_statement_service.h"
#include "server/request_reader.h"
#include "server/simulation_desk.h"
#include "server/simulation_run.h"

namespace baton::server {

void CompStatementService::SimulateStatements(const Call& call,
                                              const v1::SimulateStatementsRequest& request,
                                              Stream<v1::SimulateStatementsResponse> stream) {
  RequestReader reader(call);
  CheckSimulation(request, &reader);
  const bool faulty = !reader.violations().empty();
  if (!faulty && !reader.status().ok()) return stream.Finish(reader.status());
  SimulationRun::Start(call, store(), request, reader.violations(), stream);
}

}  // namespace baton::server
