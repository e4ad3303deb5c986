// The event desk: what happened to a record, for the tenant's own systems (decision 48). Inside a
// store's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Of one transaction: asks once which webhooks there are.
class EventDesk {
 public:
  explicit EventDesk(store::Transaction& tx) : tx_(tx) {}

  // Tells each webhook of the tenant what happened between the two; `before` is null when the
  // signal was filed. One event for each type, in order for each signal.
  absl::Status Tell(const v1::Signal* before, const v1::Signal& after);

 private:
  absl::Status FindWebhooks();

  store::Transaction& tx_;
  std::optional<std::vector<std::string>> webhooks_;
};

}  // namespace baton::server
