// A Session on PostgreSQL.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/postgres/kept_rows.h"
#include "store/soci_session.h"

// libpq's connection; its header stays out of ours.
struct pg_conn;

namespace baton::store {

// PostgreSQL plans a prepared statement once, by the sizes that its tables have then, and on tables
// that are still small it takes any index for as good as another. So no plan is kept for longer;
// planning anew costs some milliseconds.
inline constexpr absl::Duration kPlansKept = absl::Seconds(1);

// Kinds of rows, by table and columns, that a session keeps apart; those longest known go first.
inline constexpr size_t kMaxKeptKinds = 64;

class PostgresSession : public SociSession {
 public:
  struct Options {
    std::string url;  // postgresql://user:password@host:port/database?option=value
    // How long a statement may wait for another transaction's lock.
    absl::Duration lock_timeout = absl::Seconds(5);
    // How long connecting may take; whole seconds.
    absl::Duration connect_timeout = absl::Seconds(3);
    ErrorLog log;  // may be empty; called from the session's thread
  };

  static absl::StatusOr<std::unique_ptr<PostgresSession>> Open(const Options& options);
  ~PostgresSession() override;

  Dialect dialect() const override { return Dialect::kPostgresql; }
  bool InTransaction() override;
  bool TransactionFailed() override;
  // Always: other writers of this database go on meanwhile.
  bool ChangedByOthers() override { return true; }
  // Connects again when the connection was lost. Has statements planned anew when their plans are
  // older than kPlansKept.
  absl::Status Recover() override;

  // Keep the rows of each table back.
  absl::StatusOr<Statement*> PrepareInsert(const InsertSql& insert) override;
  absl::StatusOr<Statement*> PrepareChange(const ChangeSql& change) override;
  absl::Status RunKept() override;
  void ForgetKept() override;

  // For KeptRows: a text that PostgreSQL can't hold is a failure like a statement's.
  absl::Status CheckText(const Value& value);
  void CountKept() { CountChange(); }
  // Runs what was kept of the same table and comes before a row with that key.
  absl::Status RunBefore(const KeptRows& rows, const std::string& key);
  // Fewer rows than were to be changed are a failure like a statement's.
  absl::Status CheckTouched(int64_t touched, int64_t rows);

  // False once a statement found the connection lost, until Recover().
  bool connected();

  // How often the connection was made anew: what was held on the one before is gone.
  int reconnections() const { return reconnections_; }

  // The driver's own connection, for what SOCI has no word for. Null never; may be broken.
  pg_conn* handle();

 protected:
  std::string TextOf(const Sql& sql) override;
  absl::Status BeforeRun(const Sql& sql) override;
  Failure Classify(const soci::soci_error& error) override;
  void Reset(soci::statement& statement) override;
  void Exchange(const std::vector<Value>* parameters, int result_columns,
                soci::statement* statement) override;
  bool IsNull(soci::statement& statement, int column) override;
  int64_t ReadInt(soci::statement& statement, int column) override;
  double ReadDouble(soci::statement& statement, int column) override;
  void ReadText(soci::statement& statement, int column, std::string* text) override;

 private:
  PostgresSession(std::unique_ptr<soci::session> connection, const Options& options);

  absl::Status PlanAnew();
  KeptRows* FindKept(const Sql& one_row);

  const Options options_;
  std::vector<std::unique_ptr<KeptRows>> kept_;    // a few for each table
  std::chrono::steady_clock::time_point planned_;  // a timer, not a time of day
  int reconnections_ = 0;
  bool lost_ = false;  // the driver may notice later than a statement does
};

}  // namespace baton::store
