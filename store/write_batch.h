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

namespace baton::store {

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
  explicit WriteBatch(SociSession* session);

  // Runs every write and commits; leaves in each its answer. Answers the tenants with new audit
  // events, or the store's failure, which every write that was not cancelled then has got.
  //
  // Bodies run without savepoints at first, since few fail after they wrote something. When one
  // does, the batch is begun again with a savepoint for each.
  absl::StatusOr<std::vector<std::string>> Run(std::vector<PendingWrite>* writes);

 private:
  enum class Outcome { kGoOn, kBeginAgain, kLost };

  absl::Status Begin();
  Outcome RunAll(std::vector<PendingWrite>* writes, bool savepoints);
  Outcome RunOne(PendingWrite* write, bool savepoint);
  absl::StatusOr<std::string> Answer(PendingWrite* write);
  absl::StatusOr<std::string> RunBody(PendingWrite* write);
  absl::Status Finish(const std::vector<PendingWrite>& writes);
  void Rollback();
  absl::Status GiveUp(std::vector<PendingWrite>* writes);

  SociSession* const session_;
  AuditChain audit_;
  RequestLog requests_;
};

}  // namespace baton::store
