#include "server/circuit_breaker.h"

#include <algorithm>

namespace baton::server {

int CircuitBreaker::Allowed(int wanted, absl::Time now) const {
  if (!tripped()) return wanted;
  return is_open(now) || trying_ ? 0 : std::min(wanted, 1);
}

void CircuitBreaker::Sent(absl::Time now) {
  if (tripped() && !is_open(now)) trying_ = true;
}

void CircuitBreaker::Succeeded() { *this = CircuitBreaker(); }

void CircuitBreaker::Failed(absl::Time now) {
  ++failures_;
  if (!tripped()) return;
  // What was on its way when it opened says nothing new.
  if (is_open(now) && !trying_) return;
  if (trying_) rest_ = std::min(rest_ * 2, kMaxBreakerRest);
  trying_ = false;
  open_until_ = now + rest_;
}

}  // namespace baton::server
