// Who may have a call in flight: so many at once, and no tenant so many that others find no place.
//
// A tenant is let in while it has fewer calls in flight than four times the places that are free.
// Alone it gets four fifths of all places; two that press get four ninths each; a tenant that comes
// new always finds some. No share is set by hand, and none lies idle because its owner is.
#pragma once

#include <string>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace baton::server {

// Thread safe.
class Admission {
 public:
  // `places`: calls in flight at once, 1 or more.
  explicit Admission(int places) : places_(places) {}

  // True: the tenant's call is in flight until Leave().
  bool Enter(const std::string& tenant);
  void Leave(const std::string& tenant);
  int in_flight() const;

 private:
  const int places_;
  mutable absl::Mutex mutex_;
  int in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  // Of tenants that have any.
  std::unordered_map<std::string, int> tenants_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
