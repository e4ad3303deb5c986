// Keeps the writers on one PostgreSQL database apart: those of this server and of others.
//
// A lock is held on a connection of its own, outside the writer's transaction. So the transaction's
// snapshot is taken when the keys are held already, and the end of an audit chain is read as it is
// now and not as it was when the transaction began. Locks go with the connection: those of a server
// that was killed are free at once.
//
// Keys are taken in one order by everybody and chains after all keys, so nobody waits in a circle.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/postgres_session.h"
#include "store/store.h"
#include "store/write_guard.h"

namespace baton::store {

class PostgresGuard : public WriteGuard {
 public:
  // `server` tells this server's notifications from others'.
  PostgresGuard(std::unique_ptr<PostgresSession> session, std::string server)
      : session_(std::move(session)), server_(std::move(server)) {}

  absl::Status HoldKeys(const std::vector<PendingWrite>& writes) override;
  absl::Status HoldChains(const std::vector<std::string>& tenants) override;
  Session& heads() override { return *session_; }
  void Release(const Commit& changed) override;

 private:
  absl::Status Hold(const std::vector<std::string>& names);

  const std::unique_ptr<PostgresSession> session_;
  const std::string server_;
  bool holds_ = false;
};

}  // namespace baton::store
