// Writes that wait for their batch, and what goes into the next one. Not thread safe.
//
// A body that touches several records (WriteOptions::keys) is a long one. While others wait, a
// batch takes no more than one of those, so that a caller's write waits for one long body and not
// for all of them; the longer nobody else does, the more share a commit. (That nobody waits at one
// instant says little: callers who had their answers just now are about to ask again.) Such bodies
// come in their order among themselves, but later ones of a single key may overtake them.
//
// Tenants take turns, write by write (R17): one that has thousands waiting holds up nobody else's
// by more than one for each of theirs. A tenant's own keep their order.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/write_batch.h"

namespace baton::store {

// Writes of one kind, the tenants by turns.
class TurnQueue {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void Push(PendingWrite write);
  // The next one. Only while there is one.
  PendingWrite Pop();

 private:
  size_t size_ = 0;
  std::unordered_map<std::string, std::deque<PendingWrite>> waiting_;  // by tenant
  std::deque<std::string> turns_;  // each tenant that waits, once; the first is next
};

class WriteQueue {
 public:
  // `batched_writes`: bodies of a batch at most, 1 or more.
  explicit WriteQueue(size_t batched_writes) : batched_writes_(batched_writes) {}

  size_t size() const { return short_.size() + long_.size(); }
  void Push(PendingWrite write);

  // The next batch; empty when nothing waits.
  std::vector<PendingWrite> Take();

 private:
  size_t LongOnes() const;

  const size_t batched_writes_;
  TurnQueue short_;
  TurnQueue long_;
  size_t together_ = 1;     // long ones in the next batch, if nobody else waits
  bool took_long_ = false;  // the last batch had a long one
};

}  // namespace baton::store
