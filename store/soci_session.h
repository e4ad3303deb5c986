// A Session over SOCI: prepared statements kept open, SOCI's exceptions turned into statuses. The
// engines derive from it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "soci/soci.h"
#include "store/sql.h"

namespace baton::store {

class SociStatement;

// The engines whose SQL the store speaks.
enum class Dialect { kSqlite, kPostgresql };

// Takes one line about an error for the operator's log: the driver's words, without any value.
using ErrorLog = std::function<void(std::string_view)>;

// What a failure means. `lost`: the transaction is gone or can't be trusted, for everyone in it.
// `conflict`: it was in the way of another one, and may succeed when it is begun again.
struct Failure {
  absl::Status status;
  bool lost = false;
  bool conflict = false;
};

class SociSession : public Session {
 public:
  explicit SociSession(std::unique_ptr<soci::session> connection);
  ~SociSession() override;

  absl::StatusOr<Statement*> Prepare(const Sql& sql, int parameter_count) override;

  // The first failure since the last ClearFailure(); OK when there was none.
  const Failure& failure() const { return failure_; }
  void ClearFailure() { failure_ = Failure(); }

  // How many statements other than SELECT ran so far.
  int64_t changes() const { return changes_; }

  virtual Dialect dialect() const = 0;

  // Makes a lost connection anew; its statements are prepared again as they are needed. Call
  // outside a transaction. The failure is kept like a statement's.
  virtual absl::Status Recover() { return absl::OkStatus(); }

  // Begins a transaction. A connection that turns out to be lost is made anew and asked once more,
  // since nothing was done on it yet.
  absl::Status Begin(const Sql& begin);

  // True when a failed statement has made the whole transaction useless.
  virtual bool TransactionFailed() { return false; }

  // True between BEGIN and the end of the transaction, however it ended.
  virtual bool InTransaction() = 0;

  // True when another connection changed the database since the last call: what is kept in memory
  // may be stale. Call inside a transaction.
  virtual bool ChangedByOthers() = 0;

  // Runs the inserts that were kept back; see PrepareInsert.
  virtual absl::Status RunKept() { return absl::OkStatus(); }
  // Forgets them: what they belong to is rolled back.
  virtual void ForgetKept() {}

  // Turns the exception being handled into a failure, once; call inside catch (...).
  absl::Status Fail();

 protected:
  soci::session& connection() { return *connection_; }

  // Before a statement runs. It doesn't when this fails.
  virtual absl::Status BeforeRun(const Sql&) { return absl::OkStatus(); }
  void CountChange() { ++changes_; }

  // The statement's text in this engine's dialect.
  virtual std::string TextOf(const Sql& sql) { return sql.text; }
  // Takes the place of a connection that was lost. No statement may be in use.
  void ReplaceConnection(std::unique_ptr<soci::session> connection);

  // Tells what an error of the driver means. Its text must not be in the status.
  virtual Failure Classify(const soci::soci_error& error) = 0;
  // Ends a query that was not read to its end.
  virtual void Reset(soci::statement& statement) = 0;

  // Tells SOCI where a statement's parameters are and that it answers with rows of so many columns
  // (0: none). One element for all parameters and one for the whole row, where SOCI's own
  // soci::use and soci::into would be one for each: with 70 columns that costs more than the rest.
  virtual void Exchange(const std::vector<Value>* parameters, int result_columns,
                        soci::statement* statement) = 0;

  // The current row's columns, from 0. A null reads as 0 or "".
  virtual bool IsNull(soci::statement& statement, int column) = 0;
  virtual int64_t ReadInt(soci::statement& statement, int column) = 0;
  virtual double ReadDouble(soci::statement& statement, int column) = 0;
  virtual void ReadText(soci::statement& statement, int column, std::string* text) = 0;

 private:
  friend class SociStatement;

  absl::StatusOr<SociStatement*> Find(const Sql& sql, int parameter_count);
  absl::StatusOr<Statement*> Use(SociStatement* statement);
  void Forget(SociStatement* statement);
  void DropLongestUnused();

  std::unique_ptr<soci::session> connection_;
  // Keys look into the statements' own texts.
  absl::flat_hash_map<absl::string_view, std::unique_ptr<SociStatement>> statements_;
  // The quick way to those; an address may come to hold another text.
  absl::flat_hash_map<const Sql*, SociStatement*> by_address_;
  Failure failure_;
  int64_t changes_ = 0;
  int64_t uses_ = 0;
};

}  // namespace baton::store
