// What moves to the survivor of a merge, one audit event a record. Names are full; `from` was
// merged into `to`. Inside a store's body; for the merge desk alone.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Open signals and opportunities of an account.
absl::Status MoveOpenWork(store::Transaction& tx, const std::string& from, const std::string& to);

// Open signals and opportunities that name a person.
absl::Status MoveOpenWorkOf(store::Transaction& tx, const std::string& from, const std::string& to);

// Seats on account teams that the person holds now or will hold.
absl::Status MoveSeats(store::Transaction& tx, const std::string& from, const std::string& to);

// Whose manager the person is.
absl::Status MoveReports(store::Transaction& tx, const std::string& from, const std::string& to);

// Tokens, revoked and expired ones too.
absl::Status MoveTokens(store::Transaction& tx, const std::string& from, const std::string& to);

// A person's absences that are not over.
absl::StatusOr<std::vector<v1::Absence>> OpenAbsences(store::Transaction& tx,
                                                      const std::string& person);

// These, and those in which the person stands in.
absl::Status MoveAbsences(store::Transaction& tx, const std::string& from, const std::string& to);

}  // namespace baton::server
