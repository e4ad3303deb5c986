// What keeps the writers of one database out of each other's way, where there are several.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "store/sql.h"

namespace baton::store {

struct Commit;
struct PendingWrite;

// One writer's own; used by its thread alone. A failure of any call means that nothing is held.
class WriteGuard {
 public:
  virtual ~WriteGuard() = default;

  // Before the transaction begins: until Release() no other writer, of this server or another, runs
  // a body of these writes' keys.
  virtual absl::Status HoldKeys(const std::vector<PendingWrite>& writes) = 0;

  // Before the events are numbered: until Release() no other writer appends to these tenants'
  // chains. What heads() then reads is the newest.
  virtual absl::Status HoldChains(const std::vector<std::string>& tenants) = 0;
  virtual Session& heads() = 0;

  // After the transaction's end, however it ended. `changed`: what other servers should hear of.
  virtual void Release(const Commit& changed) = 0;
};

}  // namespace baton::store
