// Moves pages from SQLite's write-ahead log into the database beside the writer, so that commits
// seldom wait for it.
#pragma once

#include <cstdint>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/sqlite/sqlite_session.h"

namespace baton::store {

// SQLite itself would have the writer do it in the commit that fills the log. What the writer keeps
// doing is the rest of the pages, after most of them were moved here: only a log that is wholly
// moved, with no reader in it, begins anew.
class Checkpointer {
 public:
  // A connection of its own to the same file.
  explicit Checkpointer(std::unique_ptr<SqliteSession> session);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Has the writer's session report its commits here, from the thread that writes. The session must
  // end before this does.
  void Watch(SqliteSession* writer);

  // Ends the thread; pages stay in the log, from where the next start reads them. Idempotent.
  void Close();

 private:
  // After a commit that left `pages` in the log. True: the writer is to move the rest.
  bool Committed(int64_t pages);
  void Run();

  const std::unique_ptr<SqliteSession> session_;
  absl::Mutex mutex_;
  int64_t pages_ ABSL_GUARDED_BY(mutex_) = 0;  // in the log
  int64_t moved_ ABSL_GUARDED_BY(mutex_) = 0;  // of them, at the last pass
  bool finish_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::store
