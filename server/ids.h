// ULIDs: 26 characters of Crockford's base 32, 48 bits of milliseconds and 80 random bits, so that
// ids sort by the time they were made. Made at the edge only: a store's body may run twice and must
// find the same ids.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace baton::server {

// Ids that one Next() of the source sets aside for an IdSequence.
inline constexpr int kIdsPerSequence = 65'536;

// Thread safe. Strictly increasing within the process, even when `now` steps backwards; ids of two
// processes differ by their random bits.
class IdSource {
 public:
  IdSource();
  virtual ~IdSource() = default;
  std::string Next(absl::Time now);

  // The id of what a call makes; `request_id` is the call's own, empty when it has none. Here the
  // next one. A source that makes it of the request id gives the same calls the same ids, in
  // whatever order they come.
  virtual std::string NextFor(absl::Time now, std::string_view request_id);

 private:
  void FillRandom(uint8_t* bytes, size_t count) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::array<uint8_t, 4096> pool_ ABSL_GUARDED_BY(mutex_);  // random bytes, taken in one piece
  size_t pool_used_ ABSL_GUARDED_BY(mutex_) = sizeof(pool_);
  uint64_t millis_ ABSL_GUARDED_BY(mutex_) = 0;
  std::array<uint8_t, 10> random_ ABSL_GUARDED_BY(mutex_) = {};
};

// The ULID of an instant with the first 80 bits of `digest` (16 bytes or more) in the place of
// random ones: for a body that no edge gave an id.
std::string IdFrom(absl::Time now, std::string_view digest);

// The ids after one id of the source, for a body that can't know beforehand how many it needs. Make
// it anew inside the body from the captured first id, so that a second run yields the same.
class IdSequence {
 public:
  explicit IdSequence(std::string first) : next_(std::move(first)) {}
  // The first id itself, then its successors: at most kIdsPerSequence.
  std::string Next();

 private:
  std::string next_;
};

}  // namespace baton::server
