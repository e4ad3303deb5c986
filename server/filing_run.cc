#include "server/filing_run.h"

#include <utility>

#include "server/error_details.h"

namespace baton::server {
namespace {

// What a single call would have answered.
v1::FileResult ResultOf(const FilingRun::Answer& answer, const std::string& log_id) {
  v1::FileResult result;
  if (answer.ok()) {
    *result.mutable_signal() = answer->signal();
    result.set_already_filed(answer->already_filed());
    return result;
  }
  *result.mutable_error() = ItemErrorOf(answer.status(), log_id);
  return result;
}

}  // namespace

FilingRun::FilingRun(File file, std::string log_id, std::function<void(Results)> done)
    : file_(std::move(file)), log_id_(std::move(log_id)), done_(std::move(done)) {}

void FilingRun::Add(std::shared_ptr<const v1::FileSignalRequest> request,
                    std::function<void()> more) {
  size_t index = 0;
  bool room = false;
  {
    absl::MutexLock lock(&mutex_);
    index = results_.size();
    results_.emplace_back();
    room = ++under_way_ < kMaxFilingsUnderWay;
    if (!room) waiting_ = more;
  }
  file_(std::move(request),
        [self = shared_from_this(), index](const Answer& answer) { self->Take(index, answer); });
  if (room) more();
}

void FilingRun::End() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  FinishIfDone();
}

void FilingRun::Take(size_t index, const Answer& answer) {
  v1::FileResult result = ResultOf(answer, log_id_);
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

void FilingRun::FinishIfDone() {
  std::function<void(Results)> done;
  Results results;
  {
    absl::MutexLock lock(&mutex_);
    if (!ended_ || under_way_ > 0 || !done_) return;
    std::swap(done, done_);
    for (v1::FileResult& result : results_) results.Add(std::move(result));
  }
  done(std::move(results));
}

}  // namespace baton::server
