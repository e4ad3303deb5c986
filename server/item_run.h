// One run of many items of a call, each a write of its own, one result for each in their order.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/repeated_field.h"

namespace baton::server {

// Items of one run under way at most before it asks the caller to wait.
inline constexpr int kMaxItemsUnderWay = 128;

// Thread safe. Hold it in a shared_ptr. `ResultOf(answer, log_id)` makes the item's result.
template <class Req, class Res, class Result,
          Result (*ResultOf)(const absl::StatusOr<Res>&, const std::string&)>
class ItemRun : public std::enable_shared_from_this<ItemRun<Req, Res, Result, ResultOf>> {
 public:
  using Answer = absl::StatusOr<Res>;
  using Results = google::protobuf::RepeatedPtrField<Result>;
  // Does one item and calls `done` once, on any thread.
  using Do =
      std::function<void(std::shared_ptr<const Req> item, std::function<void(const Answer&)> done)>;

  // `done` gets the results once End() was called and all are there. `log_id` is the call's own.
  ItemRun(Do one, std::string log_id, std::function<void(Results)> done)
      : do_(std::move(one)), log_id_(std::move(log_id)), done_(std::move(done)) {}

  // Takes the next item. Calls `more` once, when there is room for another.
  void Add(std::shared_ptr<const Req> item, std::function<void()> more) {
    size_t index = 0;
    bool room = false;
    {
      absl::MutexLock lock(&mutex_);
      index = results_.size();
      results_.emplace_back();
      room = ++under_way_ < kMaxItemsUnderWay;
      if (!room) waiting_ = more;
    }
    do_(std::move(item), [self = this->shared_from_this(), index](const Answer& answer) {
      self->Take(index, answer);
    });
    if (room) more();
  }

  // There are no more.
  void End() {
    {
      absl::MutexLock lock(&mutex_);
      ended_ = true;
    }
    FinishIfDone();
  }

 private:
  void Take(size_t index, const Answer& answer) {
    Result result = ResultOf(answer, log_id_);
    std::function<void()> more;
    {
      absl::MutexLock lock(&mutex_);
      results_[index] = std::move(result);
      --under_way_;
      std::swap(more, waiting_);
    }
    if (more) more();
    FinishIfDone();
  }

  void FinishIfDone() {
    std::function<void(Results)> done;
    Results results;
    {
      absl::MutexLock lock(&mutex_);
      if (!ended_ || under_way_ > 0 || !done_) return;
      std::swap(done, done_);
      for (Result& result : results_) results.Add(std::move(result));
    }
    done(std::move(results));
  }

  const Do do_;
  const std::string log_id_;
  absl::Mutex mutex_;
  std::deque<Result> results_ ABSL_GUARDED_BY(mutex_);
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> waiting_ ABSL_GUARDED_BY(mutex_);
  std::function<void(Results)> done_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
