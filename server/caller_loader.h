// Brings the store's tokens into the table of callers.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "server/callers.h"
#include "store/store.h"

namespace baton::server {

// Loads the table anew and calls `done` on a thread of the store. `callers` must outlive the load.
void LoadCallers(store::Store& store, Callers& callers, std::function<void(absl::Status)> done);

// Loads the table anew whenever another server changed a token or a person, for the store's life;
// with an identity (callers.h) also when this one did.
// `callers` must outlive the store.
void FollowCallers(store::Store& store, Callers& callers);

}  // namespace baton::server
