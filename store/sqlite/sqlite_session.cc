#include "store/sqlite/sqlite_session.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "soci/sqlite3/soci-sqlite3.h"
#include "store/sqlite/sqlite_errors.h"
#include "store/sqlite/sqlite_row.h"

namespace baton::store {
namespace {

// Of a new database. Measured against 4096: fewer pages to split and to write at each commit.
constexpr int kPageBytes = 8192;
// Pages in the write-ahead log at which whoever writes moves them into the database, where nobody
// else does (OnLogGrown).
constexpr int kCheckpointPages = 1000;
// Every commit that moved pages walks through the whole cache once, so larger is not better.
constexpr int kCacheKiB = 32768;
constexpr int64_t kMappedBytes = int64_t{1} << 30;
constexpr int64_t kLogBytesKept = 64 << 20;

// Connections are used by one thread at a time, so SQLite's own locks per connection and its
// global memory statistics would only cost. Sub-journals stay in memory.
void ConfigureLibrary() {
  static const bool done = [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    return true;
  }();
  static_cast<void>(done);
}

std::string ConnectString(const SqliteSession::Options& options) {
  return absl::StrCat("db=\"", options.path,
                      "\" timeout=", absl::ToInt64Milliseconds(options.busy_timeout) / 1000,
                      options.vfs.empty() ? "" : absl::StrCat(" vfs=", options.vfs));
}

int CodeOf(const soci::soci_error& error) {
  const auto* own = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return own == nullptr ? SQLITE_ERROR : own->result();
}

sqlite_api::sqlite3* Handle(soci::session& connection) {
  return static_cast<soci::sqlite3_session_backend*>(connection.get_backend())->conn_;
}

sqlite_api::sqlite3_stmt* Handle(soci::statement& statement) {
  return static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_;
}

}  // namespace

SqliteSession::SqliteSession(std::unique_ptr<soci::session> connection, const Options& options)
    : SociSession(std::move(connection)), options_(options) {}

absl::StatusOr<std::unique_ptr<SqliteSession>> SqliteSession::Open(const Options& options) {
  if (options.path.empty() || absl::StrContains(options.path, '"')) {
    return absl::InvalidArgumentError("a database's path must be given, without double quotes");
  }
  ConfigureLibrary();
  try {
    auto connection = std::make_unique<soci::session>(soci::sqlite3, ConnectString(options));
    sqlite_api::sqlite3* handle = Handle(*connection);
    sqlite_api::sqlite3_extended_result_codes(handle, 1);
    sqlite_api::sqlite3_busy_timeout(
        handle, static_cast<int>(absl::ToInt64Milliseconds(options.busy_timeout)));
    return std::unique_ptr<SqliteSession>(new SqliteSession(std::move(connection), options));
  } catch (const soci::soci_error& error) {
    if (options.log) options.log(error.get_error_message());
    return ClassifySqliteError(CodeOf(error)).status;
  }
}

absl::Status SqliteSession::Configure() {
  BATON_RETURN_IF_ERROR(Pragma(absl::StrCat("PRAGMA page_size = ", kPageBytes)));
  BATON_RETURN_IF_ERROR(Pragma("PRAGMA journal_mode = WAL"));
  BATON_RETURN_IF_ERROR(Pragma(options_.durable ? "PRAGMA synchronous = FULL"  //
                                                : "PRAGMA synchronous = OFF"));
  BATON_RETURN_IF_ERROR(Pragma("PRAGMA foreign_keys = ON"));
  BATON_RETURN_IF_ERROR(Pragma("PRAGMA temp_store = MEMORY"));
  BATON_RETURN_IF_ERROR(Pragma(absl::StrCat("PRAGMA cache_size = -", kCacheKiB)));
  BATON_RETURN_IF_ERROR(Pragma(absl::StrCat("PRAGMA mmap_size = ", kMappedBytes)));
  BATON_RETURN_IF_ERROR(Pragma(absl::StrCat("PRAGMA wal_autocheckpoint = ", kCheckpointPages)));
  return Pragma(absl::StrCat("PRAGMA journal_size_limit = ", kLogBytesKept));
}

void SqliteSession::OnLogGrown(LogGrown grown) {
  log_grown_ = std::move(grown);
  const auto committed = [](void* self, sqlite_api::sqlite3*, const char*, int pages) {
    auto* session = static_cast<SqliteSession*>(self);
    session->log_grown_(pages);
    return SQLITE_OK;  // whatever becomes of the log, the commit is done
  };
  sqlite_api::sqlite3_wal_hook(Handle(connection()), committed, this);
}

int64_t SqliteSession::MovePages() {
  int in_log = 0;
  int moved = 0;
  const int code = sqlite_api::sqlite3_wal_checkpoint_v2(
      Handle(connection()), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code == SQLITE_OK) return moved;
  if (code != SQLITE_BUSY && options_.log) {
    options_.log(absl::StrCat("sqlite ", code, ": pages of the log could not be moved"));
  }
  return 0;
}

bool SqliteSession::InTransaction() {
  return sqlite_api::sqlite3_get_autocommit(Handle(connection())) == 0;
}

bool SqliteSession::ChangedByOthers() {
  static const Sql& sql = *new Sql{"PRAGMA data_version", "i"};
  const auto rows = Query(sql, {});
  const int64_t version = rows->Next() ? rows->Int(0) : 0;
  const bool changed = version == 0 || version != data_version_;
  data_version_ = version;
  return changed;
}

absl::Status SqliteSession::Pragma(std::string_view text) {
  return Run({std::string(text), ""}, {}).status();
}

Failure SqliteSession::Classify(const soci::soci_error& error) {
  const int code = CodeOf(error);
  Failure failure = ClassifySqliteError(code);
  const bool routine = failure.status.code() == absl::StatusCode::kAlreadyExists;
  if (options_.log && !routine) {
    options_.log(absl::StrCat("sqlite ", code, ": ", error.get_error_message()));
  }
  // SQLite ends the transaction by itself after some failures.
  failure.lost |= failure.status.code() != absl::StatusCode::kAlreadyExists && !InTransaction();
  return failure;
}

void SqliteSession::Reset(soci::statement& statement) {
  sqlite_api::sqlite3_reset(Handle(statement));
}

void SqliteSession::Exchange(const std::vector<Value>* parameters, int result_columns,
                             soci::statement* statement) {
  if (!parameters->empty()) {
    statement->exchange(soci::details::use_type_ptr(new SqliteParameters(parameters)));
  }
  if (result_columns > 0) statement->exchange(soci::details::into_type_ptr(new ResultRow()));
}

bool SqliteSession::IsNull(soci::statement& statement, int column) {
  return sqlite_api::sqlite3_column_type(Handle(statement), column) == SQLITE_NULL;
}

int64_t SqliteSession::ReadInt(soci::statement& statement, int column) {
  return sqlite_api::sqlite3_column_int64(Handle(statement), column);
}

double SqliteSession::ReadDouble(soci::statement& statement, int column) {
  return sqlite_api::sqlite3_column_double(Handle(statement), column);
}

// The bytes as they are: text is UTF-8 already, and may hold a NUL.
void SqliteSession::ReadText(soci::statement& statement, int column, std::string* text) {
  sqlite_api::sqlite3_stmt* handle = Handle(statement);
  const void* data = sqlite_api::sqlite3_column_blob(handle, column);
  const int size = sqlite_api::sqlite3_column_bytes(handle, column);
  text->clear();
  if (data != nullptr) text->append(static_cast<const char*>(data), static_cast<size_t>(size));
}

}  // namespace baton::store
