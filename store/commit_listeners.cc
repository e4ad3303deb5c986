#include "store/commit_listeners.h"

#include <utility>

namespace baton::store {

void CommitListeners::Add(CommitListener listener) {
  absl::MutexLock lock(&mutex_);
  Listeners more = *listeners_;
  more.push_back(std::move(listener));
  listeners_ = std::make_shared<const Listeners>(std::move(more));
}

void CommitListeners::Tell(const Commit& commit) {
  std::shared_ptr<const Listeners> listeners;
  {
    absl::MutexLock lock(&mutex_);
    listeners = listeners_;
  }
  for (const CommitListener& listener : *listeners) listener(commit);
}

}  // namespace baton::store
