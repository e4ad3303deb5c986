#include "store/reader_pool.h"

#include <algorithm>
#include <utility>

#include "store/store_status.h"

namespace baton::store {
namespace {

const Sql kBegin = {"BEGIN", "", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
const Sql kEnd = {"COMMIT", ""};

// Reads that share one snapshot at most: it begins after each of them was asked for.
constexpr size_t kMaxReadsPerSnapshot = 16;

bool HasWork(const std::deque<ReadBody>& queue, bool closed) { return closed || !queue.empty(); }

absl::Status BeginSnapshot(SociSession* session) {
  session->ClearFailure();
  return session->Begin(kBegin);
}

void RunRead(const ReadBody& body, absl::Status status, Session* session) {
  try {
    body(std::move(status), session);
  } catch (...) {
    // A body owes its own answer; the thread must live on.
  }
}

}  // namespace

ReaderPool::ReaderPool(std::vector<std::unique_ptr<SociSession>> sessions)
    : sessions_(std::move(sessions)), thread_count_(sessions_.size()) {
  absl::MutexLock lock(&join_mutex_);
  for (const auto& session : sessions_) {
    threads_.emplace_back([this, reader = session.get()] { Serve(reader); });
  }
}

ReaderPool::~ReaderPool() { Close(); }

void ReaderPool::Read(ReadBody body) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) {
      refusal = StoreClosed();
    } else if (queue_.size() >= kMaxQueuedReads) {
      refusal = Overloaded();
    } else {
      queue_.push_back(std::move(body));
      return;
    }
  }
  RunRead(body, std::move(refusal), nullptr);
}

void ReaderPool::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  absl::MutexLock lock(&join_mutex_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  sessions_.clear();
}

// Takes a fair share of what waits, so that the other threads have work too.
bool ReaderPool::Take(std::vector<ReadBody>* bodies) {
  bodies->clear();
  absl::MutexLock lock(&mutex_);
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return HasWork(queue_, closed_);
  };
  mutex_.Await(absl::Condition(&has_work));
  const size_t share = (queue_.size() + thread_count_ - 1) / thread_count_;
  for (size_t i = 0; i < std::min(share, kMaxReadsPerSnapshot) && !queue_.empty(); ++i) {
    bodies->push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return !bodies->empty();
}

void ReaderPool::Serve(SociSession* session) {
  std::vector<ReadBody> bodies;
  while (Take(&bodies)) {
    absl::Status begun = BeginSnapshot(session);
    for (const ReadBody& body : bodies) {
      if (begun.ok() && session->TransactionFailed()) {
        session->Run(kEnd, {}).IgnoreError();
        begun = BeginSnapshot(session);
      }
      RunRead(body, begun, begun.ok() ? session : nullptr);
      session->ClearFailure();
    }
    if (session->InTransaction()) session->Run(kEnd, {}).IgnoreError();
  }
}

}  // namespace baton::store
