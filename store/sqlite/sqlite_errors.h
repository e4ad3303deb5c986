// What SQLite's result codes mean to Baton. Codes beat SOCI's error categories, which are too
// coarse to tell a full disk from a taken key.
#pragma once

#include "absl/status/status.h"
#include "store/soci_session.h"

namespace baton::store {

// `code` is SQLite's extended result code.
//   UNIQUE, PRIMARY KEY      ALREADY_EXISTS, reason ALREADY_EXISTS
//   FULL                     RESOURCE_EXHAUSTED, reason STORE_UNAVAILABLE; the transaction is lost
//   disk, file, lock, memory UNAVAILABLE, reason STORE_UNAVAILABLE; the transaction is lost
//   everything else          INTERNAL: a statement of ours is wrong
Failure ClassifySqliteError(int code);

}  // namespace baton::store
