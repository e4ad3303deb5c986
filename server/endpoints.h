// What the courier knows of each endpoint while it runs: how much is on its way, whether it
// answers, how fast it may be called. Nothing of it outlives the server; what must is in the store.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "baton/v1/connection.pb.h"
#include "server/circuit_breaker.h"
#include "server/rate_limiter.h"

namespace baton::server {

struct EndpointLimits {
  // Deliveries on their way at once.
  int concurrency = 1;
  RateLimit rate;
};

// The vendor's own limits, as its documentation states them, or the connection's settings
// "max_concurrent" and "calls_per_minute".
EndpointLimits LimitsOf(const v1::Connection& connection);

// How an endpoint took a call.
enum class Reception { kWell, kFailing };

// Thread safe.
class Endpoints {
 public:
  // How many deliveries may be begun now.
  int Room(const v1::Connection& connection, absl::Time now);
  // Begins one that makes `calls` calls; false when the vendor's limit doesn't allow it yet.
  bool Begin(const v1::Connection& connection, int calls, absl::Time now);
  // It came to an end.
  void End(const std::string& connection, Reception reception, absl::Time now);
  // It was not sent after all.
  void Forget(const std::string& connection);
  void PauseUntil(const std::string& connection, absl::Time time);

 private:
  struct Endpoint {
    EndpointLimits limits;
    RateLimiter limiter;
    CircuitBreaker breaker;
    int on_its_way = 0;
    bool known = false;
    std::string version;  // of the connection whose limits these are
  };

  Endpoint& Of(const v1::Connection& connection) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::map<std::string, Endpoint> endpoints_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
