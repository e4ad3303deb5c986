// The store on SQLite: one writer, several readers, write-ahead log, full sync. See store.h.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/sqlite/sqlite_session.h"
#include "store/store.h"

namespace baton::store {

struct SqliteOptions {
  // The database's file, created where it is missing. Empty: a private database in the system's
  // folder for temporary files, without sync, removed when the store is closed.
  std::string path;
  int reader_threads = 2;
  // Bodies that commit together at most; 1 commits each by itself.
  int batched_writes = kMaxBatchedWrites;
  // How long a write may wait for another process that holds the file.
  absl::Duration busy_timeout = absl::Milliseconds(500);
  // SQLite's name of a file layer, for tests of failing disks. Empty: the default.
  std::string vfs;
  // Where the driver's words about errors go. May be empty; called from any thread.
  ErrorLog log;
};

// Opens the database and brings its schema up to date; see Life in store.h.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options);

}  // namespace baton::store
