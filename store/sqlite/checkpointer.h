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
//
// Two passes never run at once, and this thread begins one only while pages that nobody moved are
// in the log, so that the log can't begin anew beside it. SQLite up to 3.51.2 loses commits
// otherwise: a pass that begins when all is moved, and beside which the log begins anew, marks
// pages of the new log as moved (https://sqlite.org/wal.html, "WAL-reset bug").
class Checkpointer {
 public:
  // A connection of its own to the same file.
  explicit Checkpointer(std::unique_ptr<SqliteSession> session);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Has the writer's session report its commits here, from the thread that writes. The session must
  // end before this does, and no other may write to the file.
  void Watch(SqliteSession* writer);

  // Ends the thread; pages stay in the log, from where the next start reads them. Idempotent.
  void Close();

 private:
  // After a commit that left `pages` in the log; the writer moves the rest when it is its turn.
  void Committed(SqliteSession* writer, int64_t pages);
  void Run();
  // One pass, by the thread that the session belongs to; the mutex is not held.
  void Pass(SqliteSession* session);

  const std::unique_ptr<SqliteSession> session_;
  absl::Mutex mutex_;
  int64_t log_ ABSL_GUARDED_BY(mutex_) = 0;    // how often it began anew
  int64_t pages_ ABSL_GUARDED_BY(mutex_) = 0;  // in the log, after the last commit
  int64_t moved_ ABSL_GUARDED_BY(mutex_) = 0;  // of them; at least as many as truly are
  bool passing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finish_ ABSL_GUARDED_BY(mutex_) = false;  // the writer may move what the last pass left
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::store
