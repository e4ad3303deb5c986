// Copies of a SQLite database, taken while a server writes to it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

namespace baton::admin {

// Called now and then with how many of how many pages are copied.
using Progress = std::function<void(int64_t done, int64_t total)>;

// Writes a copy of the database in `source` as it is at one instant to `target`, whole and durably
// or not at all: everything answered before the call is in it. Writers and readers of the source go
// on. FAILED_PRECONDITION when the target is there already, NOT_FOUND when the source is not,
// UNAVAILABLE with the reason.
absl::Status BackUp(const std::string& source, const std::string& target, const Progress& progress);

// Puts a backup in the place of a data folder's database, which no server may use meanwhile. The
// database that was there is kept beside it as baton.db.before-restore. FAILED_PRECONDITION when a
// server uses the folder, or such a file is there already.
absl::Status Restore(const std::string& backup, const std::string& folder);

}  // namespace baton::admin
