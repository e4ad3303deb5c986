// The demo's clock: stands still until it is moved, and only forward. Kept in the data folder (file
// demo_clock), so that a restart goes on from it.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/clock.h"

namespace baton::server {

// Thread safe.
class DemoClock final : public Clock {
 public:
  // Reads the clock kept in `file`, or begins one at `start`. DATA_LOSS when the file holds no
  // time.
  static absl::StatusOr<std::unique_ptr<DemoClock>> Open(const std::string& file, absl::Time start);

  absl::Time Now() const override;

  // Moves the clock to `time`, durably before anybody sees it. OUT_OF_RANGE when that lies before
  // the clock; the same time is fine.
  absl::Status MoveTo(absl::Time time);

 private:
  DemoClock(std::string file, absl::Time now) : file_(std::move(file)), now_(now) {}

  const std::string file_;
  absl::Mutex move_mutex_;  // held over the disk; nobody who asks for the time waits for it
  mutable absl::Mutex mutex_ ABSL_ACQUIRED_AFTER(move_mutex_);
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
