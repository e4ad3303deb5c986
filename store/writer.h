// The thread that writes: it takes what waits, commits it batch by batch and has it announced.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "store/announcer.h"
#include "store/soci_session.h"
#include "store/store.h"
#include "store/write_batch.h"
#include "store/write_queue.h"

namespace baton::store {

class Writer {
 public:
  // `batched_writes`: bodies that commit together at most, 1 or more. `guard`: see WriteBatch; null
  // where nobody else writes.
  Writer(std::unique_ptr<SociSession> session, int batched_writes,
         std::unique_ptr<WriteGuard> guard = nullptr);
  ~Writer();

  // See Store::Write. Calls `done` at once with the refusal when it can't be taken.
  void Write(PendingWrite write);

  void OnCommit(CommitListener listener) { announcer_.OnCommit(std::move(listener)); }

  // The state that the last commit left. While it is bad, each call has a small write tried, so
  // that a store nobody writes to is found well again.
  absl::Status Ping();

  // Commits and answers what was taken, then ends the threads and closes the session. Idempotent.
  void Close();

 private:
  void Serve();
  bool Take(std::vector<PendingWrite>* batch);
  void CommitBatch(WriteBatch* writer, std::vector<PendingWrite>* batch);
  void TryCommit();

  std::unique_ptr<SociSession> session_;  // the thread's own
  std::unique_ptr<WriteGuard> guard_;
  Announcer announcer_;
  absl::Mutex mutex_;
  WriteQueue queue_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
  bool trying_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex join_mutex_;
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace baton::store
