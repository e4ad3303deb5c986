#include "store/migrations.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/failpoint.h"

namespace baton::store {
namespace {

absl::StatusOr<int64_t> ReadInteger(Session& session, const Sql& sql) {
  const auto rows = session.Query(sql, {});
  const int64_t value = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return value;
}

absl::StatusOr<int64_t> CountTables(Session& session) {
  return ReadInteger(session,
                     {"SELECT count(*) FROM sqlite_schema WHERE type = 'table'", "i",
                      "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"});
}

absl::StatusOr<int64_t> CountVersionTables(Session& session) {
  return ReadInteger(
      session,
      {"SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'", "i",
       "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() "
       "AND tablename = 'schema_version'"});
}

// 0 when nothing was applied yet.
absl::StatusOr<int64_t> ReadVersion(Session& session) {
  BATON_ASSIGN_OR_RETURN(const int64_t tables, CountVersionTables(session));
  if (tables == 0) return 0;
  return ReadInteger(session, {"SELECT max(version) FROM schema_version", "i"});
}

absl::Status Apply(SociSession& session, const Migration& migration) {
  for (const std::string_view statement : SplitStatements(migration.text, session.dialect())) {
    BATON_RETURN_IF_ERROR(session.Run({std::string(statement), ""}, {}).status());
    FailPoint("migration.statement");
  }
  return session
      .Run({"INSERT INTO schema_version (version, name) VALUES (:p1, :p2)", ""},
           {migration.version, migration.name})
      .status();
}

// Looks again under the lock: another program may have been quicker.
absl::Status ApplyIfMissing(SociSession& session, const Migration& migration) {
  BATON_RETURN_IF_ERROR(session
                            .Run({"CREATE TABLE IF NOT EXISTS schema_version "
                                  "(version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
                                  ""},
                                 {})
                            .status());
  BATON_ASSIGN_OR_RETURN(const int64_t version, ReadVersion(session));
  return version >= migration.version ? absl::OkStatus() : Apply(session, migration);
}

absl::Status InTransaction(SociSession& session, const Migration& migration) {
  BATON_RETURN_IF_ERROR(session.Run({"BEGIN IMMEDIATE", ""}, {}).status());
  absl::Status status = ApplyIfMissing(session, migration);
  if (status.ok()) status = session.Run({"COMMIT", ""}, {}).status();
  if (status.ok()) return status;
  session.ClearFailure();
  if (session.InTransaction()) session.Run({"ROLLBACK", ""}, {}).IgnoreError();
  return absl::Status(
      status.code(),
      absl::StrCat("migration ", absl::string_view(migration.name.data(), migration.name.size()),
                   " failed: ", status.message()));
}

}  // namespace

absl::Status CheckSchema(SociSession& session, const std::vector<Migration>& migrations) {
  BATON_ASSIGN_OR_RETURN(const int64_t version, ReadVersion(session));
  const int64_t newest = migrations.empty() ? 0 : migrations.back().version;
  if (version > newest) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database has schema version ", version, ", newer than this program's ",
                     newest, "; nothing was changed, start a newer program"));
  }
  BATON_ASSIGN_OR_RETURN(const int64_t tables, CountTables(session));
  if (version == 0 && tables > 0) {
    return absl::FailedPreconditionError(
        "the database holds another program's tables; nothing was changed, name another file");
  }
  return absl::OkStatus();
}

absl::Status Migrate(SociSession& session, const std::vector<Migration>& migrations) {
  BATON_RETURN_IF_ERROR(CheckSchema(session, migrations));
  for (const Migration& migration : migrations) {
    BATON_RETURN_IF_ERROR(InTransaction(session, migration));
  }
  return absl::OkStatus();
}

std::vector<std::string_view> SplitStatements(std::string_view text, Dialect dialect) {
  std::vector<std::string_view> statements;
  const absl::string_view others = dialect == Dialect::kSqlite ? "-- [postgresql]" : "-- [sqlite]";
  bool skipped = false;
  size_t begin = std::string_view::npos;
  size_t line_begin = 0;
  while (line_begin < text.size()) {
    const size_t line_end = std::min(text.find('\n', line_begin), text.size());
    const absl::string_view line = absl::StripAsciiWhitespace(
        absl::string_view(text.data() + line_begin, line_end - line_begin));
    const bool comment = line.substr(0, 2) == "--";
    if (line.substr(0, 4) == "-- [") skipped = line == others;
    const bool starts = begin == std::string_view::npos && !comment && !line.empty();
    if (starts && !skipped) begin = line_begin;
    if (begin != std::string_view::npos && !comment && !line.empty() && line.back() == ';') {
      statements.push_back(text.substr(begin, line_end - begin));
      begin = std::string_view::npos;
    }
    line_begin = line_end + 1;
  }
  return statements;
}

}  // namespace baton::store
