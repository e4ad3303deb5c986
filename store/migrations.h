// The schema, grown by numbered migrations: store/migrations/NNNN_name.sql, built into the program.
//
// A migration never changes once released. In its text every statement ends with a semicolon at the
// end of a line, with no such line within; comments stand on lines of their own. What one engine
// alone runs stands between a line "-- [sqlite]" or "-- [postgresql]" and a line "-- [both]".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/soci_session.h"

namespace baton::store {

struct Migration {
  int64_t version;
  std::string_view name;  // the file's, "0001_core"
  std::string_view text;
};

// What is built in, by version from 1 without gaps.
const std::vector<Migration>& BuiltInMigrations();

// Refuses (FAILED_PRECONDITION) a database that is newer than `migrations` or another program's.
// Only reads.
absl::Status CheckSchema(SociSession& session, const std::vector<Migration>& migrations);

// Applies the migrations that are missing, each in a transaction of its own, after CheckSchema.
// Safe beside other programs that do the same.
absl::Status Migrate(SociSession& session, const std::vector<Migration>& migrations);

// The statements of a migration that an engine runs, without comments.
std::vector<std::string_view> SplitStatements(std::string_view text, Dialect dialect);

}  // namespace baton::store
