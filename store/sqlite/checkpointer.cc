#include "store/sqlite/checkpointer.h"

#include <algorithm>
#include <utility>

namespace baton::store {
namespace {

// Pages that wait in the log when a pass begins.
constexpr int64_t kPassPages = 1000;
// Pages in the log from which the writer finishes a pass, so that the log begins anew.
constexpr int64_t kFinishPages = 4000;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<SqliteSession> session)
    : session_(std::move(session)), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() { Close(); }

void Checkpointer::Watch(SqliteSession* writer) {
  writer->OnLogGrown([this, writer](int64_t pages) { Committed(writer, pages); });
}

void Checkpointer::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Checkpointer::Pass(SqliteSession* session) {
  int64_t log;
  {
    absl::MutexLock lock(&mutex_);
    log = log_;
    moved_ = pages_;  // what a pass that fails leaves is tried again with the next pages
  }
  const int64_t moved = session->MovePages();
  absl::MutexLock lock(&mutex_);
  // What this pass moved may be all, and the log have begun anew already.
  if (log == log_) moved_ = std::max(moved_, moved);
  passing_ = false;
}

void Checkpointer::Committed(SqliteSession* writer, int64_t pages) {
  {
    absl::MutexLock lock(&mutex_);
    if (pages < pages_) {  // the log began anew
      ++log_;
      moved_ = 0;
    }
    pages_ = pages;
    if (passing_ || !finish_ || pages < kFinishPages) return;
    finish_ = false;
    passing_ = true;
  }
  Pass(writer);
}

void Checkpointer::Run() {
  const auto has_work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return closed_ || (!passing_ && pages_ - moved_ >= kPassPages);
  };
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_work));
      if (closed_) return;
      passing_ = true;
    }
    Pass(session_.get());
    absl::MutexLock lock(&mutex_);
    finish_ = true;
  }
}

}  // namespace baton::store
