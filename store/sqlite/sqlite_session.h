// One connection to a SQLite database.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/soci_session.h"

namespace baton::store {

class SqliteSession : public SociSession {
 public:
  struct Options {
    std::string path;             // no double quotes in it
    std::string vfs;              // SQLite's name of a file layer; empty: the default
    bool durable = true;          // false: no sync at commit, for databases that are thrown away
    absl::Duration busy_timeout;  // how long another process may hold the lock
    ErrorLog log;                 // may be empty
  };

  // Opens or creates the file without changing anything in it.
  static absl::StatusOr<std::unique_ptr<SqliteSession>> Open(const Options& options);

  // Write-ahead log, full sync, foreign keys. Changes the file's header: check the schema first.
  absl::Status Configure();

  // Called after each commit of this connection, with the pages that the log holds by then, and may
  // move them. In the place of SQLite's own rule, by which a commit that fills the log moves them.
  using LogGrown = std::function<void(int64_t pages)>;
  void OnLogGrown(LogGrown grown);

  // Moves what it can of the log into the database without waiting for readers or the writer.
  // Answers how many of the log's pages are moved by now; 0 after a failure, which is logged.
  int64_t MovePages();

  Dialect dialect() const override { return Dialect::kSqlite; }
  bool InTransaction() override;
  bool ChangedByOthers() override;

 protected:
  Failure Classify(const soci::soci_error& error) override;
  void Reset(soci::statement& statement) override;
  void Exchange(const std::vector<Value>* parameters, int result_columns,
                soci::statement* statement) override;
  bool IsNull(soci::statement& statement, int column) override;
  int64_t ReadInt(soci::statement& statement, int column) override;
  double ReadDouble(soci::statement& statement, int column) override;
  void ReadText(soci::statement& statement, int column, std::string* text) override;

 private:
  SqliteSession(std::unique_ptr<soci::session> connection, const Options& options);

  absl::Status Pragma(std::string_view text);

  const Options options_;
  LogGrown log_grown_;
  int64_t data_version_ = 0;
};

}  // namespace baton::store
