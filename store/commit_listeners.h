// Who is told of commits. Listeners may be added while others are told.
#pragma once

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "store/store.h"

namespace baton::store {

class CommitListeners {
 public:
  void Add(CommitListener listener);

  // Those who were added before it began, in that order.
  void Tell(const Commit& commit);

 private:
  using Listeners = std::vector<CommitListener>;

  absl::Mutex mutex_;
  // Never changed, only replaced.
  std::shared_ptr<const Listeners> listeners_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<const Listeners>();
};

}  // namespace baton::store
