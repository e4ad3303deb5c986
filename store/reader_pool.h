// Threads that read: each with a session of its own and one snapshot per task.
#pragma once

#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/soci_session.h"
#include "store/store.h"

namespace baton::store {

class ReaderPool {
 public:
  // One thread for each session.
  explicit ReaderPool(std::vector<std::unique_ptr<SociSession>> sessions);
  ~ReaderPool();

  // See Store::Read. Calls the body at once with the refusal when it can't be taken.
  void Read(ReadBody body);

  // Serves what was taken, then ends the threads and closes the sessions. Idempotent.
  void Close();

 private:
  void Serve(SociSession* session);
  bool Take(std::vector<ReadBody>* bodies);

  std::vector<std::unique_ptr<SociSession>> sessions_;
  const size_t thread_count_;
  absl::Mutex mutex_;
  std::deque<ReadBody> queue_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex join_mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace baton::store
