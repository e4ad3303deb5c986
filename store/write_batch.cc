#include "store/write_batch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/failpoint.h"

namespace baton::store {
namespace {

absl::Status RunPlain(Session& session, const Sql& sql) { return session.Run(sql, {}).status(); }

const Sql kBegin = {"BEGIN IMMEDIATE", "", "BEGIN ISOLATION LEVEL REPEATABLE READ"};
const Sql kCommit = {"COMMIT", ""};
const Sql kRollback = {"ROLLBACK", ""};
const Sql kSavepoint = {"SAVEPOINT body", ""};
const Sql kRollbackTo = {"ROLLBACK TO body", ""};
const Sql kRelease = {"RELEASE body", ""};

absl::Status CallerGone() {
  return domain::Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALLER_GONE,
                        "the caller gave up before the write began; nothing happened");
}

absl::Status BodyThrew() {
  return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                        "the write failed inside the server");
}

class BatchTransaction : public Transaction {
 public:
  BatchTransaction(Session* session, const WriteOptions* options, AuditChain* audit)
      : session_(session), options_(options), audit_(audit) {}
  Session& session() override { return *session_; }
  const WriteOptions& options() const override { return *options_; }
  void Changed(absl::string_view record, const google::protobuf::Message* before,
               const google::protobuf::Message* after) override {
    audit_->Add(*options_, record, before, after);
  }

 private:
  Session* const session_;
  const WriteOptions* const options_;
  AuditChain* const audit_;
};

}  // namespace

WriteBatch::WriteBatch(SociSession* session, WriteGuard* guard)
    : session_(session),
      guard_(guard),
      audit_(session, guard == nullptr ? session : &guard->heads()),
      requests_(session) {}

absl::StatusOr<Commit> WriteBatch::Run(std::vector<PendingWrite>* writes) {
  Outcome outcome = Outcome::kBeginAgain;
  bool savepoints = false;
  for (int conflicts = 0; conflicts <= kMaxConflicts; ++conflicts) {
    outcome = RunOnce(writes, savepoints);
    savepoints |= outcome == Outcome::kBeginAgain;
    if (outcome == Outcome::kGoOn || outcome == Outcome::kLost) break;
    Rollback();
  }
  if (outcome != Outcome::kGoOn) return GiveUp(writes);
  if (guard_ != nullptr) guard_->Release(audit_.changes());
  return audit_.changes();
}

WriteBatch::Outcome WriteBatch::RunOnce(std::vector<PendingWrite>* writes, bool savepoints) {
  audit_.Clear();
  session_->ClearFailure();
  session_->ForgetKept();
  outage_ = Begin(*writes);
  Outcome outcome = outage_.ok() ? RunAll(writes, savepoints) : Outcome::kLost;
  if (outcome == Outcome::kGoOn) {
    outage_ = Finish(*writes);
    if (!outage_.ok()) outcome = Outcome::kLost;
  }
  const bool conflict = outcome == Outcome::kLost && session_->failure().conflict;
  return conflict ? Outcome::kConflict : outcome;
}

absl::Status WriteBatch::Begin(const std::vector<PendingWrite>& writes) {
  if (guard_ != nullptr) BATON_RETURN_IF_ERROR(guard_->HoldKeys(writes));
  BATON_RETURN_IF_ERROR(session_->Begin(kBegin));
  if (session_->ChangedByOthers()) audit_.ForgetHeads();
  std::vector<const WriteOptions*> asked;
  for (const PendingWrite& write : writes) asked.push_back(&write.options);
  BATON_RETURN_IF_ERROR(requests_.Load(asked));
  return session_->failure().status;
}

WriteBatch::Outcome WriteBatch::RunAll(std::vector<PendingWrite>* writes, bool savepoints) {
  for (PendingWrite& write : *writes) {
    const Outcome outcome = RunOne(&write, savepoints);
    if (outcome != Outcome::kGoOn) return outcome;
  }
  if (session_->RunKept().ok()) return Outcome::kGoOn;
  // Whose row it was shows when each body's are run by themselves.
  return savepoints || session_->failure().lost ? Outcome::kLost : Outcome::kBeginAgain;
}

WriteBatch::Outcome WriteBatch::RunOne(PendingWrite* write, bool savepoint) {
  if (savepoint && !RunPlain(*session_, kSavepoint).ok()) return Outcome::kLost;
  const size_t events = audit_.size();
  const size_t remembered = requests_.size();
  const int64_t changes = session_->changes();
  write->answer = Answer(write);
  if (savepoint && write->answer.ok()) session_->RunKept().IgnoreError();
  if (write->answer.ok() && !session_->failure().status.ok()) {
    write->answer = session_->failure().status;
  }
  if (session_->failure().lost) return Outcome::kLost;
  if (!write->answer.ok()) {
    session_->ClearFailure();
    audit_.Truncate(events);
    requests_.Truncate(remembered);
    if (savepoint) session_->ForgetKept();
    const bool wrote = session_->changes() != changes || session_->TransactionFailed();
    if (!savepoint && wrote) return Outcome::kBeginAgain;
    if (savepoint && !RunPlain(*session_, kRollbackTo).ok()) return Outcome::kLost;
  }
  if (savepoint && !RunPlain(*session_, kRelease).ok()) return Outcome::kLost;
  return Outcome::kGoOn;
}

absl::StatusOr<std::string> WriteBatch::Answer(PendingWrite* write) {
  const WriteOptions& options = write->options;
  if (!write->cancelled.has_value()) {
    write->cancelled = options.cancelled && options.cancelled();
  }
  if (*write->cancelled) return CallerGone();
  if (options.request_id.empty()) return RunBody(write);
  BATON_ASSIGN_OR_RETURN(std::optional<std::string> first, requests_.Find(options));
  if (first.has_value()) return *std::move(first);
  BATON_ASSIGN_OR_RETURN(std::string answer, RunBody(write));
  BATON_RETURN_IF_ERROR(requests_.Remember(options, answer));
  return answer;
}

absl::StatusOr<std::string> WriteBatch::RunBody(PendingWrite* write) {
  BatchTransaction transaction(session_, &write->options, &audit_);
  try {
    return write->body(transaction);
  } catch (...) {
    return BodyThrew();
  }
}

absl::Status WriteBatch::Finish(const std::vector<PendingWrite>& writes) {
  if (guard_ != nullptr) BATON_RETURN_IF_ERROR(guard_->HoldChains(audit_.NotedTenants()));
  BATON_RETURN_IF_ERROR(audit_.Append());
  BATON_RETURN_IF_ERROR(session_->RunKept());
  const auto oldest =
      std::min_element(writes.begin(), writes.end(),
                       [](const auto& a, const auto& b) { return a.options.now < b.options.now; });
  if (oldest != writes.end()) BATON_RETURN_IF_ERROR(requests_.Prune(oldest->options.now));
  FailPoint("commit.before");
  BATON_RETURN_IF_ERROR(RunPlain(*session_, kCommit));
  FailPoint("commit.after");
  return absl::OkStatus();
}

void WriteBatch::Rollback() {
  session_->ClearFailure();
  if (session_->InTransaction()) RunPlain(*session_, kRollback).IgnoreError();
  session_->ClearFailure();
  if (guard_ != nullptr) guard_->Release({});
}

absl::Status WriteBatch::GiveUp(std::vector<PendingWrite>* writes) {
  absl::Status failure = session_->failure().status;
  if (failure.ok()) failure = outage_;
  if (failure.ok()) failure = BodyThrew();
  Rollback();
  audit_.Clear();
  audit_.ForgetHeads();
  for (PendingWrite& write : *writes) {
    if (!write.cancelled.value_or(false)) write.answer = failure;
  }
  return failure;
}

}  // namespace baton::store
