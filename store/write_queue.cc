#include "store/write_queue.h"

#include <algorithm>
#include <utility>

namespace baton::store {
namespace {

// Long bodies that share a commit at most, after a while of nobody else waiting.
constexpr size_t kLongTogether = 8;

void Move(size_t count, std::deque<PendingWrite>* from, std::vector<PendingWrite>* to) {
  for (; count > 0 && !from->empty(); --count) {
    to->push_back(std::move(from->front()));
    from->pop_front();
  }
}

}  // namespace

void WriteQueue::Push(PendingWrite write) {
  auto& queue = write.options.keys.empty() ? short_ : long_;
  queue.push_back(std::move(write));
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
