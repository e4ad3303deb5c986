#include "store/announcer.h"

#include <utility>

namespace baton::store {
namespace {

constexpr size_t kMaxSettledBatches = 4;

}  // namespace

Announcer::Announcer() {
  absl::MutexLock lock(&join_mutex_);
  thread_ = std::thread([this] { Serve(); });
}

Announcer::~Announcer() { Close(); }

void Announcer::Announce(Settled batch) {
  absl::MutexLock lock(&mutex_);
  const auto has_room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return queue_.size() < kMaxSettledBatches;
  };
  mutex_.Await(absl::Condition(&has_room));
  queue_.push_back(std::move(batch));
}

void Announcer::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  absl::MutexLock lock(&join_mutex_);
  if (thread_.joinable()) thread_.join();
}

void Announcer::Serve() {
  Settled batch;
  while (Take(&batch)) Tell(&batch);
}

bool Announcer::Take(Settled* batch) {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return closed_ || !queue_.empty();
  };
  mutex_.Await(absl::Condition(&has_work));
  if (queue_.empty()) return false;
  *batch = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

void Announcer::Tell(Settled* batch) {
  for (PendingWrite& write : batch->writes) write.done(std::move(write.answer));
  batch->writes.clear();
  if (!batch->changed.tenants.empty()) listeners_.Tell(batch->changed);
}

}  // namespace baton::store
