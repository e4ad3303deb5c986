#include "store/write_queue.h"

#include <algorithm>
#include <utility>

namespace baton::store {
namespace {

// Long bodies that share a commit at most, after a while of nobody else waiting.
constexpr size_t kLongTogether = 8;

void Move(size_t count, TurnQueue* from, std::vector<PendingWrite>* to) {
  for (; count > 0 && !from->empty(); --count) to->push_back(from->Pop());
}

}  // namespace

void TurnQueue::Push(PendingWrite write) {
  const std::string& tenant = write.options.tenant;
  auto& own = waiting_[tenant];
  if (own.empty()) turns_.push_back(tenant);
  own.push_back(std::move(write));
  ++size_;
}

PendingWrite TurnQueue::Pop() {
  const std::string tenant = std::move(turns_.front());
  turns_.pop_front();
  const auto own = waiting_.find(tenant);
  PendingWrite write = std::move(own->second.front());
  own->second.pop_front();
  --size_;
  if (own->second.empty()) {
    waiting_.erase(own);
  } else {
    turns_.push_back(tenant);
  }
  return write;
}

void WriteQueue::Push(PendingWrite write) {
  TurnQueue& queue = write.options.keys.empty() ? short_ : long_;
  queue.Push(std::move(write));
}

size_t WriteQueue::LongOnes() const {
  if (short_.empty()) return std::min(together_, batched_writes_);
  if (batched_writes_ > 1) return 1;
  return took_long_ ? 0 : 1;  // by turns
}

std::vector<PendingWrite> WriteQueue::Take() {
  std::vector<PendingWrite> batch;
  const size_t long_ones = std::min(LongOnes(), long_.size());
  took_long_ = long_ones > 0;
  together_ = short_.empty() ? std::min(2 * together_, kLongTogether) : 1;
  Move(batched_writes_ - long_ones, &short_, &batch);
  Move(long_ones, &long_, &batch);
  return batch;
}

}  // namespace baton::store
