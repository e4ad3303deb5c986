#include "store/sqlite/checkpointer.h"

#include <utility>

namespace baton::store {
namespace {

// Pages that wait in the log when a pass begins.
constexpr int64_t kPassPages = 1000;
// Pages in the log from which the writer finishes a pass, so that the log begins anew.
constexpr int64_t kFinishPages = 4000;
// Pages in the log from which the writer moves them whatever is left: it fills faster than it is
// emptied here, and a start reads what a crash leaves.
constexpr int64_t kMostPages = 16000;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<SqliteSession> session)
    : session_(std::move(session)), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() { Close(); }

void Checkpointer::Watch(SqliteSession* writer) {
  writer->OnLogGrown([this](int64_t pages) { return Committed(pages); });
}

void Checkpointer::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool Checkpointer::Committed(int64_t pages) {
  absl::MutexLock lock(&mutex_);
  if (pages < pages_) moved_ = 0;  // the log began anew
  pages_ = pages;
  const bool finish = (finish_ && pages >= kFinishPages) || pages >= kMostPages;
  finish_ = false;
  return finish;
}

void Checkpointer::Run() {
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return closed_ || pages_ - moved_ >= kPassPages;
  };
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_work));
      if (closed_) return;
      moved_ = pages_;  // what a pass that fails leaves is tried again with the next pages
    }
    const int64_t moved = session_->MovePages();
    absl::MutexLock lock(&mutex_);
    if (moved > moved_) moved_ = moved;
    finish_ = true;
  }
}

}  // namespace baton::store
