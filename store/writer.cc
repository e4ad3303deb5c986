#include "store/writer.h"

#include <algorithm>
#include <utility>

#include "domain/status_macros.h"
#include "store/store_status.h"

namespace baton::store {
namespace {

bool IsOutage(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

// Touches one row without changing it, which needs the disk as much as any write.
absl::StatusOr<std::string> TouchSomething(Transaction& transaction) {
  static const Sql& sql = *new Sql{"UPDATE schema_version SET name = name WHERE version = 1", ""};
  BATON_RETURN_IF_ERROR(transaction.session().Run(sql, {}).status());
  return std::string();
}

}  // namespace

Writer::Writer(std::unique_ptr<SociSession> session, int batched_writes,
               std::unique_ptr<WriteGuard> guard)
    : session_(std::move(session)),
      guard_(std::move(guard)),
      queue_(static_cast<size_t>(std::max(batched_writes, 1))) {
  absl::MutexLock lock(&join_mutex_);
  thread_ = std::thread([this] { Serve(); });
}

Writer::~Writer() { Close(); }

void Writer::Write(PendingWrite write) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) {
      refusal = StoreClosed();
    } else if (queue_.size() >= kMaxQueuedWrites) {
      refusal = Overloaded();
    } else {
      queue_.Push(std::move(write));
      return;
    }
  }
  write.done(std::move(refusal));
}

absl::Status Writer::Ping() {
  absl::Status health;
  bool try_commit = false;
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) return StoreClosed();
    health = health_;
    try_commit = !health.ok() && !trying_;
    trying_ |= try_commit;
  }
  if (try_commit) TryCommit();
  return health;
}

void Writer::TryCommit() {
  PendingWrite write;
  write.options.method = "Ping";
  write.options.now = absl::InfiniteFuture();
  write.body = TouchSomething;
  write.done = [this](const absl::StatusOr<std::string>&) {
    absl::MutexLock lock(&mutex_);
    trying_ = false;
  };
  Write(std::move(write));
}

void Writer::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  absl::MutexLock lock(&join_mutex_);
  if (thread_.joinable()) thread_.join();
  announcer_.Close();
}

void Writer::Serve() {
  WriteBatch writer(session_.get(), guard_.get());
  std::vector<PendingWrite> batch;
  while (Take(&batch)) CommitBatch(&writer, &batch);
  session_.reset();
  guard_.reset();
}

bool Writer::Take(std::vector<PendingWrite>* batch) {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return closed_ || queue_.size() > 0;
  };
  mutex_.Await(absl::Condition(&has_work));
  *batch = queue_.Take();
  return !batch->empty();
}

void Writer::CommitBatch(WriteBatch* writer, std::vector<PendingWrite>* batch) {
  absl::StatusOr<Commit> changed = writer->Run(batch);
  {
    absl::MutexLock lock(&mutex_);
    health_ = IsOutage(changed.status()) ? changed.status() : absl::OkStatus();
  }
  Settled settled;
  settled.writes = std::move(*batch);
  if (changed.ok()) settled.changed = *std::move(changed);
  announcer_.Announce(std::move(settled));
}

}  // namespace baton::store
