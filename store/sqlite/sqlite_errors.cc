#include "store/sqlite/sqlite_errors.h"

#include "domain/refusal.h"
#include "soci/sqlite3/soci-sqlite3.h"

namespace baton::store {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);
constexpr int kPrimaryCodeMask = 0xFF;

Failure Unavailable(absl::StatusCode code, absl::string_view message) {
  return {domain::RetryLater(code, v1::ERROR_REASON_STORE_UNAVAILABLE, message, kRetryDelay),
          /*lost=*/true};
}

bool IsTakenKey(int code) {
  return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
         code == SQLITE_CONSTRAINT_ROWID;
}

}  // namespace

Failure ClassifySqliteError(int code) {
  if (IsTakenKey(code)) {
    return {domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                           "there is a record of this id already"),
            /*lost=*/false};
  }
  switch (code & kPrimaryCodeMask) {
    case SQLITE_FULL:
      return Unavailable(absl::StatusCode::kResourceExhausted, "the store's disk is full");
    case SQLITE_BUSY:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_LOCKED:
    case SQLITE_NOLFS:
    case SQLITE_NOMEM:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
    case SQLITE_READONLY:
      return Unavailable(absl::StatusCode::kUnavailable, "the store is out of reach");
    default:
      return {domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                             "the store could not run a statement"),
              /*lost=*/false};
  }
}

}  // namespace baton::store
