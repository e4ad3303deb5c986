// One run of SimulateStatements: payee by payee, each a read of its own, at the client's pace
// (C-16).
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "baton/v1/simulation.pb.h"
#include "domain/refusal.h"
#include "domain/simulation.h"
#include "server/call.h"
#include "server/reply.h"
#include "server/simulation_desk.h"
#include "store/store.h"

namespace baton::server {

// Both computations of a payee are of one snapshot, and no snapshot outlives a payee: what is
// recorded while a run lasts counts for the payees after it alone. A slow client slows the run.
// Only ever reads.
class SimulationRun : public std::enable_shared_from_this<SimulationRun> {
 public:
  // `faults` are those of CheckSimulation.
  static void Start(const Call& call, store::Store& store,
                    const v1::SimulateStatementsRequest& request, domain::Violations faults,
                    Stream<v1::SimulateStatementsResponse> stream);

 private:
  SimulationRun(const Call& call, store::Store& store,
                Stream<v1::SimulateStatementsResponse> stream);

  void SimulateNext();
  absl::Status Simulate(store::Session& session);
  v1::SimulateStatementsResponse& Queue();
  void QueueTotals();
  void Send();

  const Call& call_;  // lives as long as stream_
  store::Store& store_;
  const Stream<v1::SimulateStatementsResponse> stream_;
  Simulation simulation_;
  domain::SimulationTally tally_;
  size_t next_ = 0;
  bool finished_ = false;
  std::deque<v1::SimulateStatementsResponse> queue_;
};

}  // namespace baton::server
