// Which duties this server leads; see Store::Leads.
//
// A lead is an advisory lock of a connection that is kept for this alone, so it is free as soon as
// PostgreSQL finds the connection gone.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "store/postgres/postgres_session.h"

namespace baton::store {

class PostgresLead {
 public:
  explicit PostgresLead(std::unique_ptr<PostgresSession> session) : session_(std::move(session)) {}

  absl::StatusOr<bool> Leads(absl::string_view duty);

  // Leaves every duty to others.
  void Close();

 private:
  absl::StatusOr<bool> Ask(const std::string& duty) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::unique_ptr<PostgresSession> session_ ABSL_GUARDED_BY(mutex_);  // null once closed
  absl::flat_hash_set<std::string> led_ ABSL_GUARDED_BY(mutex_);      // on this connection
  int connection_ ABSL_GUARDED_BY(mutex_) = 0;  // see PostgresSession::reconnections()
};

}  // namespace baton::store
