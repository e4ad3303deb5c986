// One run of many filings: each a write of its own, one result for each in their order.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace baton::server {

// Filings of one run under way at most before it asks the caller to wait.
inline constexpr int kMaxFilingsUnderWay = 128;

// Thread safe.
class FilingRun : public std::enable_shared_from_this<FilingRun> {
 public:
  using Answer = absl::StatusOr<v1::FileSignalResponse>;
  using Results = google::protobuf::RepeatedPtrField<v1::FileResult>;
  // Files one signal and calls `done` once, on any thread.
  using File = std::function<void(std::shared_ptr<const v1::FileSignalRequest> request,
                                  std::function<void(const Answer&)> done)>;

  // `done` gets the results once End() was called and all are there. `log_id` is the call's own.
  FilingRun(File file, std::string log_id, std::function<void(Results)> done);

  // Takes the next signal. Calls `more` once, when there is room for another.
  void Add(std::shared_ptr<const v1::FileSignalRequest> request, std::function<void()> more);

  // There are no more.
  void End();

 private:
  void Take(size_t index, const Answer& answer);
  void FinishIfDone();

  const File file_;
  const std::string log_id_;
  absl::Mutex mutex_;
  std::deque<v1::FileResult> results_ ABSL_GUARDED_BY(mutex_);
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> waiting_ ABSL_GUARDED_BY(mutex_);
  std::function<void(Results)> done_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
