// Keeps to what a vendor allows: so many calls in a period, spread evenly after a first burst.
#pragma once

#include "absl/time/time.h"

namespace baton::server {

struct RateLimit {
  // 0: as many as one likes.
  int calls = 0;
  absl::Duration period = absl::Minutes(1);
};

// A token bucket. Pure; one thread.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit = {});

  // Whether `calls` may be made now; if so, they are counted. More than a tenth of the limit at
  // once is never needed: what asks for more is taken as that much.
  bool Take(int calls, absl::Time now);
  // Nothing is sent before `time`, whatever the bucket holds: the vendor said so.
  void PauseUntil(absl::Time time);

 private:
  RateLimit limit_;
  double burst_ = 0;
  double tokens_ = 0;
  absl::Time filled_ = absl::InfinitePast();
  absl::Time paused_until_ = absl::InfinitePast();
};

}  // namespace baton::server
