#include "server/simulation_run.h"

#include <utility>
#include <vector>

#include "domain/status_macros.h"

namespace baton::server {

void SimulationRun::Start(const Call& call, store::Store& store,
                          const v1::SimulateStatementsRequest& request, domain::Violations faults,
                          Stream<v1::SimulateStatementsResponse> stream) {
  const std::shared_ptr<SimulationRun> run(new SimulationRun(call, store, std::move(stream)));
  store.Read([run, &request, faults = std::move(faults)](absl::Status status,
                                                         store::Session* session) mutable {
    if (!status.ok()) return run->stream_.Finish(status);
    absl::StatusOr<Simulation> simulation =
        ReadSimulation(*session, run->call_.tenant(), request, std::move(faults), run->call_.now);
    if (!simulation.ok()) return run->stream_.Finish(simulation.status());
    run->simulation_ = *std::move(simulation);
    run->SimulateNext();
  });
}

SimulationRun::SimulationRun(const Call& call, store::Store& store,
                             Stream<v1::SimulateStatementsResponse> stream)
    : call_(call), store_(store), stream_(std::move(stream)) {}

void SimulationRun::SimulateNext() {
  if (next_ == simulation_.payees.size()) {
    QueueTotals();
    return Send();
  }
  store_.Read([self = shared_from_this()](absl::Status status, store::Session* session) {
    if (self->stream_.over()) return;
    if (status.ok()) status = self->Simulate(*session);
    if (!status.ok()) return self->stream_.Finish(status);
    self->Send();
  });
}

absl::Status SimulationRun::Simulate(store::Session& session) {
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::SimulatedStatement> statements,
      SimulatePayee(session, call_.tenant(), simulation_, simulation_.payees[next_++], call_.now));
  for (v1::SimulatedStatement& statement : statements) {
    BATON_RETURN_IF_ERROR(tally_.Add(statement));
    *Queue().mutable_statement() = std::move(statement);
  }
  return absl::OkStatus();
}

v1::SimulateStatementsResponse& SimulationRun::Queue() {
  v1::SimulateStatementsResponse& message = queue_.emplace_back();
  message.set_done_count(static_cast<int32_t>(next_));
  message.set_total_count(static_cast<int32_t>(simulation_.payees.size()));
  return message;
}

void SimulationRun::QueueTotals() {
  finished_ = true;
  v1::SimulateStatementsResponse& message = Queue();
  for (v1::SimulationTotals& totals : tally_.Totals()) {
    *message.add_totals() = std::move(totals);
  }
}

void SimulationRun::Send() {
  while (!queue_.empty()) {
    if (!stream_.Write(queue_.front())) {
      if (!stream_.over()) stream_.WhenReady([self = shared_from_this()] { self->Send(); });
      return;
    }
    queue_.pop_front();
  }
  if (finished_) return stream_.Finish(absl::OkStatus());
  SimulateNext();
}

}  // namespace baton::server
