// Keeps away from an endpoint that does not answer: after some failures in a row nothing is sent
// for a while, then one try shows whether it is back. So a dead receiver costs little, and what
// waits for it keeps its tries.
#pragma once

#include "absl/time/time.h"

namespace baton::server {

// Failures in a row that open it.
inline constexpr int kBreakerFailures = 5;
// How long it stays open, twice as long after each try that fails again.
inline constexpr absl::Duration kBreakerRest = absl::Seconds(15);
inline constexpr absl::Duration kMaxBreakerRest = absl::Minutes(5);

// Pure; one thread.
class CircuitBreaker {
 public:
  // How many may be sent now: `wanted` while closed, none while open, then one at a time.
  int Allowed(int wanted, absl::Time now) const;
  // One is on its way.
  void Sent(absl::Time now);
  // It was kept back after all, and says nothing.
  void NotSent() { trying_ = false; }
  void Succeeded();
  void Failed(absl::Time now);

  bool is_open(absl::Time now) const { return now < open_until_; }

 private:
  bool tripped() const { return failures_ >= kBreakerFailures; }

  int failures_ = 0;
  bool trying_ = false;  // the one try after a rest is on its way
  absl::Duration rest_ = kBreakerRest;
  absl::Time open_until_ = absl::InfinitePast();
};

}  // namespace baton::server
