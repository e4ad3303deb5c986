// The sweeper: handles what falls due (S-4).
//
// Deadlines are rows of the store. A sweep asks for those that have passed, hands bodies for them
// to the store like any other change, and waits for the commits. Handling is idempotent, since the
// rule behind it looks at the record and not at the row: sweepers of several servers, a sweep that
// was cut off by a kill, and a step that came first all leave the same state. What passed while no
// server ran is found at the first sweep, earliest first.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/log.h"
#include "server/metrics.h"
#include "store/deadlines.h"
#include "store/store.h"

namespace baton::server {

// Deadlines that one sweep reads at most.
inline constexpr int kMaxSwept = 1000;

// Of those, handled by one body at most. What they share is loaded once, and each table is read and
// written by few statements; a caller's write may have to wait for such a body.
inline constexpr size_t kMaxBundled = 25;

// Handed to the store and not handled yet, at most: while some bundles are written the next ones
// wait, and callers' writes come in between (store/write_queue.h).
inline constexpr int kMaxHandedOver = 200;

// How long the loop rests when nothing was due. Deadlines are found within this and the time of a
// commit.
inline constexpr absl::Duration kSweepInterval = absl::Milliseconds(500);

class Sweeper {
 public:
  // All of them must outlive the sweeper.
  Sweeper(store::Store& store, const Clock& clock, Log& log, Metrics& metrics);
  ~Sweeper();

  // Handles at most kMaxSwept deadlines that lie strictly before `now`, earliest first. Answers how
  // many were handled; one that fails is logged, stays, and is tried at the next sweep.
  absl::StatusOr<int> SweepOnce(absl::Time now);

  // Sweeps until nothing before `now` is left that can be handled. Answers how many were.
  absl::StatusOr<int> SweepAll(absl::Time now);

  // Starts the loop on a thread of its own. Of several servers on one database one sweeps, while it
  // lives.
  void Start();

  // Ends the loop after the sweep that runs. Idempotent.
  void Stop();

 private:
  class Sweep;

  absl::StatusOr<int> SweepAsLeader(absl::Time now);
  void Run();
  // One change for all of a bundle.
  void Handle(const std::vector<store::Deadline>& bundle, absl::Time now,
              const std::shared_ptr<Sweep>& sweep);
  // Of a bundle that was refused, so that the one that can't be handled ends up alone and the
  // others don't wait for it.
  void HandleHalves(const std::vector<store::Deadline>& bundle, absl::Time now,
                    const std::shared_ptr<Sweep>& sweep);
  void HandleAlone(const store::Deadline& deadline, absl::Time now,
                   const std::shared_ptr<Sweep>& sweep);
  // A change of its own for a deadline whose handling was refused for good.
  void PutRight(const store::Deadline& deadline, const absl::Status& refusal, absl::Time now,
                const std::shared_ptr<Sweep>& sweep);
  // Counts or logs what became of a deadline; the sweep waits for it no longer.
  void Note(const store::Deadline& deadline, const absl::Status& outcome, absl::Time now,
            Sweep& sweep);

  store::Store& store_;
  const Clock& clock_;
  Log& log_;
  Metrics& metrics_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::server
