// What was answered under which request id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
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

// Request ids of one tenant that are looked up by one statement.
inline constexpr int kRequestsPerLookup = 32;

class RequestLog {
 public:
  explicit RequestLog(Session* session) : session_(session) {}

  // Begins a batch: looks up which of its writes were done before.
  absl::Status Load(const std::vector<const WriteOptions*>& batch);

  // The first answer when this request was done before, nothing when it is new; ALREADY_EXISTS,
  // reason REQUEST_ID_REUSED, when its content was another. For a write of the batch that has a
  // request id.
  absl::StatusOr<std::optional<std::string>> Find(const WriteOptions& options) const;

  absl::Status Remember(const WriteOptions& options, std::string_view answer);

  // How many answers the batch has remembered, and forgetting those after such a count: for bodies
  // that roll back.
  size_t size() const { return remembered_.size(); }
  void Truncate(size_t size);

  // Forgets what is older than kRequestIdRetention at `now`, when enough came together. Bounded.
  absl::Status Prune(absl::Time now);

 private:
  struct Known {
    std::string fingerprint;
    std::string answer;
  };

  absl::Status LookUp(const std::string& tenant, const std::vector<std::string>& ids);

  Session* const session_;
  absl::flat_hash_map<std::string, Known> known_;  // of the batch, by tenant and id
  std::vector<std::string> remembered_;            // their keys, in order
  int since_pruning_ = 0;
};

}  // namespace baton::store
