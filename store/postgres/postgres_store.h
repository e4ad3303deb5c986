// The store on PostgreSQL: a few writers, several readers, any number of servers. See store.h.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/soci_session.h"
#include "store/store.h"

namespace baton::store {

struct PostgresOptions {
  // postgresql://user:password@host:port/database?option=value, or a socket's folder as
  // postgresql:///database?host=/folder. Several hosts may be named; the one that takes writes is
  // chosen.
  std::string url;
  int writer_threads = 2;
  int reader_threads = 2;
  // Bodies that commit together at most; 1 commits each by itself.
  int batched_writes = kMaxBatchedWrites;
  // How long a write may wait for what another server holds.
  absl::Duration lock_timeout = absl::Seconds(5);
  // Where the driver's words about errors go. May be empty; called from any thread.
  ErrorLog log;
};

// Opens the database, which must exist, and brings its schema up to date; see Life in store.h.
// Lost connections are made anew, by the write, the read or the ping that needs them.
absl::StatusOr<std::unique_ptr<Store>> OpenPostgresStore(const PostgresOptions& options);

}  // namespace baton::store
