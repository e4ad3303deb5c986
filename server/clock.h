// The one source of the present time. Rules never ask it: the edge reads it once per call and the
// sweeper once per sweep, and both pass the instant on.
#pragma once

#include "absl/time/time.h"

namespace baton::server {

class Clock {
 public:
  virtual ~Clock() = default;
  // UTC. Thread safe. May step backwards when the machine's clock does.
  virtual absl::Time Now() const = 0;
};

}  // namespace baton::server
