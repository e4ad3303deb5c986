#include "server/demo_service.h"

#include <utility>

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "server/request_reader.h"

namespace baton::server {

DemoService::DemoService(const Parts& parts, DemoClock& clock, SweepAll sweep_all)
    : Service("baton.v1.DemoService", parts),
      clock_(clock),
      sweep_all_(std::move(sweep_all)),
      mover_([this] { Run(); }) {
  Unary("AdvanceClock", &DemoService::AdvanceClock);
}

DemoService::~DemoService() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  mover_.join();
}

void DemoService::AdvanceClock(const Call& call, const v1::AdvanceClockRequest& request,
                               Reply<v1::AdvanceClockResponse> reply) {
  RequestReader reader(call);
  const absl::Time time = reader.Time("time", request.has_time(), request.time(), call.now);
  if (!request.has_time()) reader.violations().Add("time", "is missing");
  if (time < call.now) reader.violations().Add("time", "must not lie before the clock's");
  if (!reader.status().ok()) return reply(reader.status());
  absl::MutexLock lock(&mutex_);
  moves_.push_back({time, std::move(reply)});
}

absl::StatusOr<v1::AdvanceClockResponse> DemoService::MoveAndSweep(absl::Time time) {
  // Another caller may have moved the clock further since this call's time was checked.
  absl::Status moved = clock_.MoveTo(time);
  if (absl::IsOutOfRange(moved)) {
    domain::Violations violations;
    violations.Add("time", "must not lie before the clock's");
    return violations.ToStatus();
  }
  BATON_RETURN_IF_ERROR(moved);
  BATON_ASSIGN_OR_RETURN(const int handled, sweep_all_(time));
  v1::AdvanceClockResponse response;
  *response.mutable_time() = domain::ToTimestamp(clock_.Now());
  response.set_handled_count(handled);
  return response;
}

void DemoService::Run() {
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !moves_.empty();
  };
  while (true) {
    mutex_.LockWhen(absl::Condition(&has_work));
    if (moves_.empty()) {
      mutex_.Unlock();
      return;
    }
    const Move move = std::move(moves_.front());
    moves_.pop_front();
    mutex_.Unlock();
    move.reply(MoveAndSweep(move.time));
  }
}

}  // namespace baton::server
