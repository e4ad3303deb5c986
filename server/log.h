// The log: JSON, one object a line. A thread of its own writes it; callers only append to a buffer,
// so that a slow disk never slows a call: when the buffer is full, lines are dropped and counted.
//
// What may never stand in a line: tokens, secrets, amounts of pay, the content of requests.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace baton::server {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// Buffered bytes at most; lines beyond are dropped.
inline constexpr size_t kMaxLogBuffer = 8 << 20;

// Lines are written together, once so many bytes wait or after this delay: a write for each would
// cost as much as the call it tells of.
inline constexpr size_t kLogChunk = 64 << 10;
inline constexpr absl::Duration kLogDelay = absl::Milliseconds(50);

// One call, at its end.
struct CallRecord {
  absl::Time time;              // arrival
  std::string_view method;      // "TokenService.WhoAmI"
  std::string_view log_id;      // names the call; INTERNAL errors tell it to the caller
  std::string_view tenant;      // empty while the caller is unknown
  std::string_view actor;       // a person's name or "tokens/..."
  std::string_view request_id;  // the caller's own; may be empty
  std::string_view code;        // "OK", "NOT_FOUND"
  std::string_view reason;      // ErrorReason without its prefix; may be empty
  std::string_view fault;       // INTERNAL only: what really happened
  int64_t duration_us = 0;
  int64_t request_bytes = 0;
  int64_t response_bytes = 0;
};

// Thread safe.
class Log {
 public:
  using Fields = std::vector<std::pair<std::string_view, std::string>>;

  // Writes to an open file descriptor, which stays the caller's. Lines below `level` are left out.
  Log(int fd, LogLevel level);
  // Writes what is buffered.
  ~Log();

  // One line a call; level info, error for INTERNAL, UNKNOWN and DATA_LOSS.
  void Call(const CallRecord& record);

  // Anything else that operators should know: {"level":"warning","event":"...", fields}.
  void Event(LogLevel level, absl::Time time, std::string_view event, const Fields& fields = {});

  // Lines dropped so far.
  uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

  // Waits until everything appended before is written. For tests and shutdown.
  void Flush();

 private:
  void Append(const std::string& line);
  void Run();
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !buffer_.empty() || stopping_;
  }
  bool HasHaste() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return buffer_.size() >= kLogChunk || flushing_ > 0 || stopping_;
  }
  bool Idle() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return buffer_.empty() && !writing_; }

  const int fd_;
  const LogLevel level_;
  std::atomic<uint64_t> dropped_{0};
  absl::Mutex mutex_;
  std::string buffer_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  int flushing_ ABSL_GUARDED_BY(mutex_) = 0;  // who waits in Flush()
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;
};

}  // namespace baton::server
