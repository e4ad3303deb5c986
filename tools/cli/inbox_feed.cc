#include "tools/cli/inbox_feed.h"

#include <utility>

namespace baton::cli {
namespace {

bool IsWorthRetrying(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) || status.ok();
}

}  // namespace

InboxFeed::InboxFeed(const Client& client, v1::WatchSignalsRequest request, const Options& options)
    : client_(client),
      request_(std::move(request)),
      options_(options),
      reader_([this] { Read(); }) {}

InboxFeed::~InboxFeed() {
  Stop();
  reader_.join();
}

InboxFeed::News InboxFeed::Next(absl::Duration patience) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(
                              +[](InboxFeed* feed) {
                                feed->mutex_.AssertHeld();
                                return feed->fresh_ || feed->stopped_;
                              },
                              this),
                          patience);
  fresh_ = false;
  News news = news_;
  news_.signals.clear();
  return news;
}

void InboxFeed::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

void InboxFeed::Read() {
  while (true) {
    const absl::Status status = ReadStream();
    {
      absl::MutexLock lock(&mutex_);
      fresh_ = true;
      if (stopped_ || !connected_once_ || !IsWorthRetrying(status)) {
        news_.end = stopped_ ? absl::OkStatus() : status;
        return;
      }
      news_.waiting_to_reconnect = true;
    }
    if (!WaitToReconnect()) return;
  }
}

absl::Status InboxFeed::ReadStream() {
  grpc::ClientContext* context = nullptr;
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) return absl::OkStatus();
    news_.waiting_to_reconnect = false;
    context_ = std::make_unique<grpc::ClientContext>();
    // A first attempt fails at once where no server is; a later one waits for it to come back.
    context_->set_wait_for_ready(connected_once_);
    context = context_.get();
  }
  client_.Prepare(*context, options_.with_deadline);
  v1::SignalHandoffService::Stub stub(client_.channel());
  const auto reader = stub.WatchSignals(context, request_);
  v1::WatchSignalsResponse response;
  while (reader->Read(&response)) Take(response);
  return FromGrpc(reader->Finish());
}

void InboxFeed::Take(const v1::WatchSignalsResponse& response) {
  request_.set_resume_token(response.resume_token());
  absl::MutexLock lock(&mutex_);
  connected_once_ = true;
  fresh_ = true;
  news_.caught_up = news_.caught_up || response.caught_up();
  if (response.has_signal()) news_.signals.push_back(response.signal());
}

bool InboxFeed::WaitToReconnect() {
  absl::MutexLock lock(&mutex_);
  return !mutex_.AwaitWithTimeout(absl::Condition(&stopped_), options_.reconnect_after);
}

}  // namespace baton::cli
