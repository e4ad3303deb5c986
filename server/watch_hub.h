// The live inboxes: who watches the signals of which tenant, and what each has seen.
//
// A watcher is a place in the tenant's audit chain. A commit wakes the tenant's watchers; each
// reads the events behind its place from the store and sends the signals on at its client's pace,
// so that nothing queues up for a slow client but kWatchBatch events. No event is passed over, and
// after a resume nothing comes again that the token was given for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "server/call.h"
#include "server/reply.h"
#include "store/store.h"

namespace baton::server {

// Whose tokens these are; see place_token.h.
inline constexpr std::string_view kWatchList = "watch";

// Audit events that a watcher reads at once.
inline constexpr int kWatchBatch = 200;

// Open signals that a new watcher reads at once.
inline constexpr int kWatchPage = 100;

// Events of no concern after which a watcher gets a new token all the same.
inline constexpr int kWatchTokenEvery = 1'000;

class Watcher;

// Thread safe.
class WatchHub : public std::enable_shared_from_this<WatchHub> {
 public:
  // Listens to the store's commits for as long as it lives.
  static std::shared_ptr<WatchHub> Make(store::Store& store);

  // Starts a watcher behind `place`, or with everything open when place is negative. `holder`, a
  // full name, narrows what is sent; empty: everything that the caller may see.
  void Watch(const Call& call, const std::string& holder, int64_t place,
             Stream<v1::WatchSignalsResponse> stream);

 private:
  explicit WatchHub(store::Store& store) : store_(store) {}
  void Wake(const std::vector<std::string>& tenants);
  std::vector<std::string> WatchedTenants();

  store::Store& store_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, std::vector<std::shared_ptr<Watcher>>> watchers_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
