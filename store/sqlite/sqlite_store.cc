#include "store/sqlite/sqlite_store.h"

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "domain/status_macros.h"
#include "store/migrations.h"
#include "store/reader_pool.h"
#include "store/sqlite/checkpointer.h"
#include "store/writer.h"

namespace baton::store {
namespace {

// A folder that goes when its owner goes.
class TemporaryFolder {
 public:
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  absl::Status Create() {
    std::error_code error;
    const std::filesystem::path root = std::filesystem::temp_directory_path(error);
    std::string pattern = (root / "baton-XXXXXX").string();
    if (error || mkdtemp(pattern.data()) == nullptr) {
      return absl::UnavailableError("no folder for a temporary database could be made");
    }
    path_ = pattern;
    return absl::OkStatus();
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class SqliteStore : public Store {
 public:
  SqliteStore(std::unique_ptr<TemporaryFolder> folder, std::unique_ptr<SqliteSession> checkpoints,
              std::unique_ptr<SqliteSession> writer, int batched_writes,
              std::vector<std::unique_ptr<SociSession>> readers)
      : folder_(std::move(folder)),
        checkpointer_(std::move(checkpoints)),
        writer_(Watched(std::move(writer)), batched_writes),
        readers_(std::move(readers)) {}
  ~SqliteStore() override { SqliteStore::Close(); }

  void Write(WriteOptions options, WriteBody body, WriteDone done) override {
    writer_.Write({std::move(options), std::move(body), std::move(done)});
  }
  void Read(ReadBody body) override { readers_.Read(std::move(body)); }
  void OnCommit(CommitListener listener) override { writer_.OnCommit(std::move(listener)); }
  // Nobody else serves the file.
  absl::StatusOr<bool> Leads(absl::string_view) override { return true; }
  absl::Status Ping() override { return writer_.Ping(); }
  void Close() override {
    writer_.Close();
    readers_.Close();
    checkpointer_.Close();
  }

 private:
  std::unique_ptr<SociSession> Watched(std::unique_ptr<SqliteSession> writer) {
    checkpointer_.Watch(writer.get());
    return writer;
  }

  const std::unique_ptr<TemporaryFolder> folder_;  // removed last
  Checkpointer checkpointer_;
  Writer writer_;
  ReaderPool readers_;
};

absl::StatusOr<std::unique_ptr<SqliteSession>> OpenConfigured(
    const SqliteSession::Options& options) {
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<SqliteSession> session, SqliteSession::Open(options));
  BATON_RETURN_IF_ERROR(session->Configure());
  return session;
}

// On a connection of its own, so that its statements and the schema's old state go with it.
absl::Status BringUpToDate(const SqliteSession::Options& options) {
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<SqliteSession> session, SqliteSession::Open(options));
  BATON_RETURN_IF_ERROR(CheckSchema(*session, BuiltInMigrations()));
  BATON_RETURN_IF_ERROR(session->Configure());
  return Migrate(*session, BuiltInMigrations());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options) {
  SqliteSession::Options session_options = {options.path, options.vfs, !options.path.empty(),
                                            options.busy_timeout, options.log};
  auto folder = std::make_unique<TemporaryFolder>();
  if (options.path.empty()) {
    BATON_RETURN_IF_ERROR(folder->Create());
    session_options.path = (folder->path() / "baton.db").string();
  }
  BATON_RETURN_IF_ERROR(BringUpToDate(session_options));
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<SqliteSession> checkpoints,
                         OpenConfigured(session_options));
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<SqliteSession> writer, OpenConfigured(session_options));
  std::vector<std::unique_ptr<SociSession>> readers;
  for (int i = 0; i < std::max(options.reader_threads, 1); ++i) {
    BATON_ASSIGN_OR_RETURN(std::unique_ptr<SociSession> reader, OpenConfigured(session_options));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<SqliteStore>(std::move(folder), std::move(checkpoints), std::move(writer),
                                       options.batched_writes, std::move(readers));
}

}  // namespace baton::store
