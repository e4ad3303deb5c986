// The thread that tells what a commit settled, so that the writer goes on with the next batch.
#pragma once

#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/commit_listeners.h"
#include "store/store.h"
#include "store/write_batch.h"

namespace baton::store {

// A batch that is committed, or has failed: every write holds its answer.
struct Settled {
  std::vector<PendingWrite> writes;
  Commit changed;
};

class Announcer {
 public:
  Announcer();
  ~Announcer();

  void OnCommit(CommitListener listener) { listeners_.Add(std::move(listener)); }

  // In the order of the calls: `done` of every write, then the listeners. Waits while too many
  // batches are still to be told, so that answers keep up with commits.
  void Announce(Settled batch);

  // Tells what was announced, then ends the thread. Idempotent.
  void Close();

 private:
  void Serve();
  bool Take(Settled* batch);
  void Tell(Settled* batch);

  CommitListeners listeners_;
  absl::Mutex mutex_;
  std::deque<Settled> queue_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex join_mutex_;
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace baton::store
