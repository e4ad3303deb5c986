#include "server/settlement.h"

#include "domain/instant.h"
#include "server/backoff.h"

namespace baton::server {

using adapters::Verdict;

v1::Delivery Settle(const v1::Delivery& before, const TryResult& result, uint64_t seed,
                    absl::Time now) {
  v1::Delivery after = before;
  after.set_attempt_count(before.attempt_count() + 1);
  *after.mutable_last_attempt_time() = domain::ToTimestamp(now);
  after.set_last_answer(result.words);
  after.set_connection(result.connection);
  after.clear_next_attempt_time();
  if (result.verdict == Verdict::kDone || result.verdict == Verdict::kDoneBefore) {
    after.set_state(v1::DELIVERY_STATE_DELIVERED);
    *after.mutable_deliver_time() = domain::ToTimestamp(now);
    if (!result.id.empty()) after.set_answer_id(result.id);
    return after;
  }
  const std::optional<absl::Duration> delay =
      result.verdict == Verdict::kRefused
          ? std::nullopt
          : DelayAfter(after.attempt_count(), seed, result.retry_after);
  if (delay.has_value()) {
    *after.mutable_next_attempt_time() = domain::ToTimestamp(now + *delay);
  } else {
    after.set_state(v1::DELIVERY_STATE_FAILED);
  }
  return after;
}

}  // namespace baton::server
