// One batch of writes: what commits together. Shared by the engines; runs on one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/audit_chain.h"
#include "store/requests.h"
#include "store/soci_session.h"
#include "store/store.h"
#include "store/write_guard.h"

namespace baton::store {

// Times that a batch is begun again because other writers were in its way.
inline constexpr int kMaxConflicts = 10;

// A write that waits, or has its answer and waits for the commit.
struct PendingWrite {
  WriteOptions options;
  WriteBody body;
  WriteDone done;
  std::optional<bool> cancelled = std::nullopt;  // what the caller said, once asked
  absl::StatusOr<std::string> answer = absl::UnknownError("not run");
};

class WriteBatch {
 public:
  // `guard` keeps other writers of the same database out of the way; null where there are none.
  explicit WriteBatch(SociSession* session, WriteGuard* guard = nullptr);

  // Runs every write and commits; leaves in each its answer. Answers what changed, or the store's
  // failure, which every write that was not cancelled then has got.
  //
  // Bodies run without savepoints at first, since few fail after they wrote something. When one
  // does, the batch is begun again with a savepoint for each. A batch that met another writer's
  // changes is begun again as well, kMaxConflicts times at most.
  absl::StatusOr<Commit> Run(std::vector<PendingWrite>* writes);

 private:
  enum class Outcome { kGoOn, kBeginAgain, kConflict, kLost };

  Outcome RunOnce(std::vector<PendingWrite>* writes, bool savepoints);
  absl::Status Begin(const std::vector<PendingWrite>& writes);
  Outcome RunAll(std::vector<PendingWrite>* writes, bool savepoints);
  Outcome RunOne(PendingWrite* write, bool savepoint);
  absl::StatusOr<std::string> Answer(PendingWrite* write);
  absl::StatusOr<std::string> RunBody(PendingWrite* write);
  absl::Status Finish(const std::vector<PendingWrite>& writes);
  void Rollback();
  absl::Status GiveUp(std::vector<PendingWrite>* writes);

  SociSession* const session_;
  WriteGuard* const guard_;
  AuditChain audit_;
  RequestLog requests_;
  absl::Status outage_;  // why the last try could not begin or commit
};

}  // namespace baton::store
