// One live inbox. See watch_hub.h.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/audit.h"
#include "store/store.h"

namespace baton::server {

// First sends what is open, page by page, then follows the audit chain. At most one read or send is
// under way at a time; a commit in between makes it look once more.
class Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(const Call& call, std::string holder, int64_t place, store::Store& store,
          Stream<v1::WatchSignalsResponse> stream);

  // There may be something new. Any thread; returns at once.
  void Wake();

  bool over() const { return stream_.over(); }

 private:
  void Read();
  absl::Status ReadOpen(store::Session& session);
  absl::Status ReadEvents(store::Session& session);
  absl::Status QueueEvent(const store::AuditRow& row, const std::vector<std::string>& people);
  bool Concerns(const v1::Signal& signal, const std::vector<std::string>& people) const;
  void Send();
  void Rest();

  const Call& call_;  // lives as long as stream_
  const std::string holder_;
  store::Store& store_;
  const Stream<v1::WatchSignalsResponse> stream_;

  // Touched only by the one read or send that is under way.
  int64_t place_;            // read up to here; negative before the open signals were sent
  int64_t start_place_ = 0;  // of the first page: the chain is followed from here
  int64_t told_ = 0;         // the client's last token
  std::string page_token_;
  bool more_ = false;  // the last read was full
  std::deque<v1::WatchSignalsResponse> queue_;

  absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace baton::server
