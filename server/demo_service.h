// Moves the demo's clock. Served only by a server started with --demo.
#pragma once

#include <functional>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/demo_service.pb.h"
#include "server/demo_clock.h"
#include "server/service.h"

namespace baton::server {

// Handles everything that is due at `now`, and what falls due by that, until nothing is; answers
// how many deadlines it handled. May block.
using SweepAll = std::function<absl::StatusOr<int>(absl::Time now)>;

class DemoService final : public Service {
 public:
  // The clock must outlive the service.
  DemoService(const Parts& parts, DemoClock& clock, SweepAll sweep_all);
  ~DemoService() override;

 private:
  void AdvanceClock(const Call& call, const v1::AdvanceClockRequest& request,
                    Reply<v1::AdvanceClockResponse> reply);
  absl::StatusOr<v1::AdvanceClockResponse> MoveAndSweep(absl::Time time);
  void Run();

  struct Move {
    absl::Time time;
    Reply<v1::AdvanceClockResponse> reply;
  };

  DemoClock& clock_;
  const SweepAll sweep_all_;
  absl::Mutex mutex_;
  std::deque<Move> moves_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread mover_;  // sweeping blocks, and no gRPC thread may
};

}  // namespace baton::server
