// Hears which tenants other servers changed, by PostgreSQL's LISTEN.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "store/commit_listeners.h"
#include "store/postgres/postgres_session.h"
#include "store/store.h"

namespace baton::store {

// A word that was lost, because its server was killed between a commit and the word about it, is
// made up for within this time: then every listener is told that any tenant may have changed.
inline constexpr absl::Duration kListenerPatience = absl::Seconds(10);

class PostgresListener {
 public:
  // `server`: whose own words are passed over, since its writers tell at once.
  PostgresListener(std::unique_ptr<PostgresSession> session, std::string server);
  ~PostgresListener();

  // Adds a listener; see Store::OnCommit. It hears what comes after.
  void OnCommit(CommitListener listener) { listeners_.Add(std::move(listener)); }
  void Start();

  // False while the database is out of its reach. It notices at once, also when nobody reads or
  // writes.
  bool connected() const { return connected_.load(); }

  // Ends the thread. Idempotent.
  void Close();

 private:
  void Serve(bool listening);
  bool Listen();
  void Hear();
  // False when it is time to end. Wakes early when a word comes.
  bool Rest(absl::Duration patience);
  bool closed();

  const std::unique_ptr<PostgresSession> session_;
  const std::string server_;
  int wake_read_ = -1;
  int wake_write_ = -1;
  std::atomic<bool> connected_{false};
  absl::Mutex mutex_;
  CommitListeners listeners_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::store
