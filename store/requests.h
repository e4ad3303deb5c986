// What was answered under which request id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::store {

// Oldest rows looked at by one pruning.
inline constexpr int kMaxPrunedRequests = 1024;

// Answers remembered between two prunings: fewer than are pruned, so that the table shrinks.
inline constexpr int kRequestsPerPruning = 512;

class RequestLog {
 public:
  explicit RequestLog(Session* session) : session_(session) {}

  // The first answer when this request was done before, nothing when it is new; ALREADY_EXISTS,
  // reason REQUEST_ID_REUSED, when its content was another. For writes with a request id.
  absl::StatusOr<std::optional<std::string>> Find(const WriteOptions& options);

  absl::Status Remember(const WriteOptions& options, std::string_view answer);

  // Forgets what is older than kRequestIdRetention at `now`, when enough came together. Bounded.
  absl::Status Prune(absl::Time now);

 private:
  Session* const session_;
  int remembered_ = 0;
};

}  // namespace baton::store
