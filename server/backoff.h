// When what could not be delivered is tried again (R18).
//
// The schedule is that of Standard Webhooks: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10
// h, 14 h, 20 h and 24 h, about 75 h in all. Pure: time and chance are parameters.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace baton::server {

// Tries of one delivery, the first included.
inline constexpr int kMaxAttempts = 10;
// Of a wait, by which it is made longer or shorter.
inline constexpr double kJitter = 0.1;
// A receiver that asks for more is asked again after this.
inline constexpr absl::Duration kMaxRetryAfter = absl::Hours(24);

// How long to wait after the `attempts`-th try failed, 1 for the first; nothing when it was the
// last. `seed` chooses the jitter. What the receiver asked for is waited for at least.
std::optional<absl::Duration> DelayAfter(int attempts, uint64_t seed,
                                         std::optional<absl::Duration> retry_after);

// The header Retry-After (RFC 9110): seconds or a date. Nothing for a text that is neither, zero
// for a date that is past.
std::optional<absl::Duration> ParseRetryAfter(absl::string_view text, absl::Time now);

}  // namespace baton::server
