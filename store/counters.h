// Counters of a tenant: numbers that are given out once, in commit order.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "store/store.h"

namespace baton::store {

// Takes `count` (1 or more) consecutive numbers, from 1 on, and answers the first. A write that is
// rolled back gives its numbers back. On a shared store the row stays locked until the commit, so
// higher numbers never become visible before lower ones. Leaves no audit event.
absl::StatusOr<int64_t> TakeNumbers(Transaction& tx, std::string_view counter, int64_t count);

}  // namespace baton::store
