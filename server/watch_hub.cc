#include "server/watch_hub.h"

#include <algorithm>
#include <utility>

#include "server/watcher.h"

namespace baton::server {

std::shared_ptr<WatchHub> WatchHub::Make(store::Store& store) {
  std::shared_ptr<WatchHub> hub(new WatchHub(store));
  store.OnCommit([weak = std::weak_ptr<WatchHub>(hub)](const store::Commit& commit) {
    const auto alive = weak.lock();
    if (alive == nullptr) return;
    alive->Wake(commit.unknown ? alive->WatchedTenants() : commit.tenants);
  });
  return hub;
}

void WatchHub::Watch(const Call& call, const std::string& holder, int64_t place,
                     Stream<v1::WatchSignalsResponse> stream) {
  const auto watcher = std::make_shared<Watcher>(call, holder, place, store_, std::move(stream));
  {
    absl::MutexLock lock(&mutex_);
    watchers_[call.tenant()].push_back(watcher);
  }
  watcher->Wake();
}

std::vector<std::string> WatchHub::WatchedTenants() {
  std::vector<std::string> tenants;
  absl::MutexLock lock(&mutex_);
  for (const auto& [tenant, watchers] : watchers_) tenants.push_back(tenant);
  return tenants;
}

void WatchHub::Wake(const std::vector<std::string>& tenants) {
  std::vector<std::shared_ptr<Watcher>> awake;
  {
    absl::MutexLock lock(&mutex_);
    for (const std::string& tenant : tenants) {
      const auto found = watchers_.find(tenant);
      if (found == watchers_.end()) continue;
      auto& watchers = found->second;
      watchers.erase(std::remove_if(watchers.begin(), watchers.end(),
                                    [](const auto& watcher) { return watcher->over(); }),
                     watchers.end());
      awake.insert(awake.end(), watchers.begin(), watchers.end());
      if (watchers.empty()) watchers_.erase(found);
    }
  }
  for (const auto& watcher : awake) watcher->Wake();
}

}  // namespace baton::server
