// What a try of a delivery comes to (R18). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "adapters/answer.h"
#include "baton/v1/delivery.pb.h"

namespace baton::server {

struct TryResult {
  adapters::Verdict verdict = adapters::Verdict::kTryAgain;
  // For people, without content.
  std::string words;
  // The other side's id of what was made.
  std::string id;
  std::optional<absl::Duration> retry_after;
  // The full name of the connection that it went through.
  std::string connection;
};

// The delivery after that try: delivered, to be tried again by the schedule (backoff.h), or given
// up. `seed` chooses the jitter.
v1::Delivery Settle(const v1::Delivery& before, const TryResult& result, uint64_t seed,
                    absl::Time now);

}  // namespace baton::server
