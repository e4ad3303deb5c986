// A Session over SOCI: prepared statements kept open, their parameters and results bound once to
// fixed slots, SOCI's exceptions turned into statuses. The engines derive from it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "soci/soci.h"
#include "store/sql.h"

namespace baton::store {

class SociStatement;

// What a failure means. `lost`: the transaction is gone or can't be trusted, for everyone in it.
struct Failure {
  absl::Status status;
  bool lost = false;
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

  // True between BEGIN and the end of the transaction, however it ended.
  virtual bool InTransaction() = 0;

  // True when another connection changed the database since the last call: what is kept in memory
  // may be stale. Call inside a transaction.
  virtual bool ChangedByOthers() = 0;

  // Turns the exception being handled into a failure, once; call inside catch (...).
  absl::Status Fail();

 protected:
  soci::session& connection() { return *connection_; }

  // Tells what an error of the driver means. Its text must not be in the status.
  virtual Failure Classify(const soci::soci_error& error) = 0;
  // Ends a query that was not read to its end.
  virtual void Reset(soci::statement& statement) = 0;

 private:
  friend class SociStatement;

  void DropLongestUnused();

  std::unique_ptr<soci::session> connection_;
  // Keys look into the statements' own texts.
  absl::flat_hash_map<absl::string_view, std::unique_ptr<SociStatement>> statements_;
  Failure failure_;
  int64_t changes_ = 0;
  int64_t uses_ = 0;
};

}  // namespace baton::store
