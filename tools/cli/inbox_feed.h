// The live inbox's source: WatchSignals on a thread of its own, resumed where it broke off.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "tools/cli/client.h"

namespace baton::cli {

// Reads from construction on; misses nothing, also over a lost connection. Next may be called on
// one thread, Stop on any.
class InboxFeed {
 public:
  // What arrived since the last call.
  struct News {
    std::vector<v1::Signal> signals;
    // True from when everything that stood open at the start has been sent.
    bool caught_up = false;
    // True from when a stream broke until the next attempt begins.
    bool waiting_to_reconnect = false;
    // Why the feed is over; absent while it goes on. It never connected, or the server refused.
    std::optional<absl::Status> end;
  };

  struct Options {
    // Ends the feed when the client's timeout has passed.
    bool with_deadline;
    // How long to wait before connecting again.
    absl::Duration reconnect_after;
  };

  // `client` outlives the feed.
  InboxFeed(const Client& client, v1::WatchSignalsRequest request, const Options& options);
  ~InboxFeed();

  // Waits until there is news, or for `patience`.
  News Next(absl::Duration patience);

  // Ends the feed; Next then returns at once.
  void Stop();

 private:
  void Read();
  // Reads one stream to its end, which it returns.
  absl::Status ReadStream();
  void Take(const v1::WatchSignalsResponse& response);
  // Waits before another attempt; false when the feed was stopped meanwhile.
  bool WaitToReconnect();

  const Client& client_;
  v1::WatchSignalsRequest request_;
  const Options options_;
  absl::Mutex mutex_;
  News news_ ABSL_GUARDED_BY(mutex_);
  bool fresh_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool connected_once_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<grpc::ClientContext> context_ ABSL_GUARDED_BY(mutex_);
  std::thread reader_;
};

}  // namespace baton::cli
