#include "tools/admin/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "server/data_folder.h"

namespace baton::admin {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesAStep = 1'000;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

absl::Status Fault(sqlite3* database, const std::string& path) {
  return absl::UnavailableError(absl::StrCat(path, ": ", sqlite3_errmsg(database)));
}

absl::StatusOr<Database> Open(const std::string& path, int flags) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) return Fault(handle, path);
  sqlite3_busy_timeout(handle, 5'000);
  return database;
}

absl::Status Run(const Database& database, const char* sql, const std::string& path) {
  if (sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) {
    return absl::OkStatus();
  }
  return Fault(database.get(), path);
}

// A reading transaction on the source holds one instant, so that writers in between don't make the
// copy begin again.
absl::Status Copy(const Database& from, const Database& to, const std::string& target,
                  const Progress& progress) {
  sqlite3_backup* copy = sqlite3_backup_init(to.get(), "main", from.get(), "main");
  if (copy == nullptr) return Fault(to.get(), target);
  int code = SQLITE_OK;
  while ((code = sqlite3_backup_step(copy, kPagesAStep)) == SQLITE_OK) {
    const int total = sqlite3_backup_pagecount(copy);
    progress(total - sqlite3_backup_remaining(copy), total);
  }
  sqlite3_backup_finish(copy);
  return code == SQLITE_DONE ? absl::OkStatus() : Fault(to.get(), target);
}

absl::Status SyncFile(const std::string& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return synced ? absl::OkStatus()
                : absl::UnavailableError(absl::StrCat(path, ": can't be synced"));
}

absl::Status CopyTo(const std::string& source, const std::string& partial,
                    const Progress& progress) {
  BATON_ASSIGN_OR_RETURN(const Database from, Open(source, SQLITE_OPEN_READWRITE));
  BATON_RETURN_IF_ERROR(Run(from, "BEGIN; SELECT count(*) FROM sqlite_schema", source));
  BATON_ASSIGN_OR_RETURN(const Database to,
                         Open(partial, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  BATON_RETURN_IF_ERROR(Copy(from, to, partial, progress));
  // A backup is one file: it must not need a log beside it.
  return Run(to, "PRAGMA journal_mode = DELETE", partial);
}

absl::Status Rename(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return absl::UnavailableError(absl::StrCat(to, ": ", error.message()));
  return SyncFile(fs::absolute(to).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace

absl::Status BackUp(const std::string& source, const std::string& target,
                    const Progress& progress) {
  if (!fs::exists(source)) return absl::NotFoundError(absl::StrCat(source, ": no such file"));
  if (fs::exists(target)) {
    return absl::FailedPreconditionError(
        absl::StrCat(target, " is there already; name another file"));
  }
  const std::string partial = absl::StrCat(target, ".partial");
  std::error_code ignored;
  fs::remove(partial, ignored);
  // Made here for its mode: the copy holds what the database holds.
  const int file = open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return absl::UnavailableError(absl::StrCat(partial, ": can't be written"));
  close(file);
  absl::Status status = CopyTo(source, partial, progress);
  if (status.ok()) status = SyncFile(partial, O_RDWR);
  if (status.ok()) status = Rename(partial, target);
  if (!status.ok()) fs::remove(partial, ignored);
  return status;
}

absl::Status Restore(const std::string& backup, const std::string& folder) {
  if (!fs::exists(backup)) return absl::NotFoundError(absl::StrCat(backup, ": no such file"));
  const bool demo = fs::exists(fs::path(folder) / "demo");
  BATON_ASSIGN_OR_RETURN(const auto held, server::DataFolder::Open(folder, demo));
  const std::string database = held->File("baton.db");
  const std::string before = absl::StrCat(database, ".before-restore");
  if (fs::exists(before)) {
    return absl::FailedPreconditionError(
        absl::StrCat(before, " is there already, of an earlier restore; move it away first"));
  }
  if (fs::exists(database)) {
    // Brings the log into the file, so that the file alone is the whole database.
    BATON_ASSIGN_OR_RETURN(const Database old, Open(database, SQLITE_OPEN_READWRITE));
    BATON_RETURN_IF_ERROR(Run(old, "PRAGMA journal_mode = DELETE", database));
  }
  if (fs::exists(database)) BATON_RETURN_IF_ERROR(Rename(database, before));
  return BackUp(backup, database, [](int64_t, int64_t) {});
}

}  // namespace baton::admin
