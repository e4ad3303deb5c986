#include "store/postgres/postgres_errors.h"

#include "domain/refusal.h"

namespace baton::store {
namespace {

constexpr absl::Duration kRetryDelay = absl::Seconds(1);
constexpr absl::Duration kConflictRetryDelay = absl::Milliseconds(50);

Failure Unavailable(absl::StatusCode code, absl::string_view message) {
  return {domain::RetryLater(code, v1::ERROR_REASON_STORE_UNAVAILABLE, message, kRetryDelay),
          /*lost=*/true};
}

// Another transaction was in the way; the same again may well succeed.
Failure Conflict() {
  Failure failure = {
      domain::RetryLater(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                         "other changes were in the way", kConflictRetryDelay),
      /*lost=*/true};
  failure.conflict = true;
  return failure;
}

bool MeansOutOfReach(std::string_view sqlstate) {
  static constexpr std::string_view kClasses[] = {
      "08",     // connection exception
      "57P",    // the server stops or starts
      "57014",  // cancelled, by a statement's time limit for one
      "58",     // system error
      "53",     // out of memory or connections
      "25006",  // the server takes no writes: a standby
      "25P03",  // idle for too long inside a transaction
      "55P03",  // a lock was not to be had in time
      "55000",  // not in the state for it, such as a standby in recovery
      "XX",     // internal: corrupted data
      "28",     // the login is refused
      "3D",     // no such database
  };
  for (const std::string_view begin : kClasses) {
    if (sqlstate.starts_with(begin)) return true;
  }
  return sqlstate.empty();
}

}  // namespace

Failure ClassifyPostgresError(std::string_view sqlstate) {
  if (sqlstate == "23505") {
    return {domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                           "there is a record of this id already"),
            /*lost=*/false};
  }
  if (sqlstate == "40001" || sqlstate == "40P01") return Conflict();
  if (sqlstate == "53100") {
    return Unavailable(absl::StatusCode::kResourceExhausted, "the store's disk is full");
  }
  if (MeansOutOfReach(sqlstate)) {
    return Unavailable(absl::StatusCode::kUnavailable, "the store is out of reach");
  }
  return {domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                         "the store could not run a statement"),
          /*lost=*/false};
}

}  // namespace baton::store
