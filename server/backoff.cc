#include "server/backoff.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace baton::server {
namespace {

const absl::Duration kWaits[kMaxAttempts - 1] = {
    absl::Seconds(5), absl::Minutes(5), absl::Minutes(30), absl::Hours(2),  absl::Hours(5),
    absl::Hours(10),  absl::Hours(14),  absl::Hours(20),   absl::Hours(24),
};

// -1 to 1, well spread even for seeds side by side (SplitMix64).
double Chance(uint64_t seed) {
  seed += 0x9E3779B97F4A7C15;
  seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
  seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EB;
  seed ^= seed >> 31;
  return static_cast<double>(seed >> 11) / static_cast<double>(uint64_t{1} << 52) - 1;
}

// Seconds are digits alone, as the header's grammar has them.
bool AreDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

std::optional<absl::Duration> DelayAfter(int attempts, uint64_t seed,
                                         std::optional<absl::Duration> retry_after) {
  if (attempts < 1 || attempts >= kMaxAttempts) return std::nullopt;
  const absl::Duration wait = kWaits[attempts - 1] * (1 + kJitter * Chance(seed + attempts));
  return std::max(wait, std::min(retry_after.value_or(absl::ZeroDuration()), kMaxRetryAfter));
}

std::optional<absl::Duration> ParseRetryAfter(absl::string_view text, absl::Time now) {
  text = absl::StripAsciiWhitespace(text);
  if (AreDigits(text)) {
    int64_t seconds = 0;
    if (!absl::SimpleAtoi(text, &seconds)) return absl::InfiniteDuration();
    return absl::Seconds(seconds);
  }
  absl::Time time;
  if (!absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &time, nullptr)) return std::nullopt;
  return std::max(time - now, absl::ZeroDuration());
}

}  // namespace baton::server
