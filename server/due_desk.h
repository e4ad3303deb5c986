// What happens when a deadline has passed: the one place that knows which desk handles which kind.
#pragma once

#include "absl/status/status.h"
#include "store/deadlines.h"
#include "store/store.h"

namespace baton::server {

// Handles one deadline inside the sweeper's transaction. A deadline whose record has moved on
// changes nothing but the deadline's own row.
absl::Status HandleDue(store::Transaction& transaction, const store::Deadline& deadline);

}  // namespace baton::server
