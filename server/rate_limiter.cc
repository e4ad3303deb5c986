#include "server/rate_limiter.h"

#include <algorithm>

namespace baton::server {
namespace {

constexpr int kBurstShare = 10;

}  // namespace

RateLimiter::RateLimiter(RateLimit limit)
    : limit_(limit), burst_(std::max(limit.calls / kBurstShare, 1)), tokens_(burst_) {
  // What is left after the burst is spread, so that no window of the period sees more than allowed.
  limit_.calls = std::max(limit.calls - static_cast<int>(burst_), limit.calls > 0 ? 1 : 0);
}

bool RateLimiter::Take(int calls, absl::Time now) {
  if (now < paused_until_) return false;
  if (limit_.calls == 0) return true;
  if (filled_ != absl::InfinitePast() && now > filled_) {
    tokens_ =
        std::min(burst_, tokens_ + absl::FDivDuration(now - filled_, limit_.period) * limit_.calls);
  }
  filled_ = std::max(filled_, now);
  const double needed = std::min<double>(calls, burst_);
  if (tokens_ < needed) return false;
  tokens_ -= needed;
  return true;
}

void RateLimiter::PauseUntil(absl::Time time) { paused_until_ = std::max(paused_until_, time); }

}  // namespace baton::server
