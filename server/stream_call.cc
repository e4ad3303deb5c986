#include "server/stream_call.h"

#include <utility>

#include "domain/refusal.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace baton::server {
namespace {

absl::Status CallerLeft() {
  return domain::Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALLER_GONE,
                        "the client left");
}

}  // namespace

class StreamCall::Handler final : public StreamCall::Reactor {
 public:
  explicit Handler(std::shared_ptr<StreamCall> call) : call_(std::move(call)) {}

  void OnWriteDone(bool ok) override { call_->OnWriteDone(ok); }
  void OnCancel() override { call_->Finish(CallerLeft(), true); }
  void OnDone() override {
    call_->OnDone();
    delete this;
  }

 private:
  const std::shared_ptr<StreamCall> call_;
};

class StreamCall::SinkHandle final : public StreamSink {
 public:
  explicit SinkHandle(std::shared_ptr<StreamCall> call) : call_(std::move(call)) {}
  ~SinkHandle() override {
    call_->Finish(absl::InternalError("the handler dropped its stream"), false);
  }

  bool Write(const google::protobuf::Message& message) override { return call_->Write(message); }
  void WhenReady(std::function<void()> go_on) override { call_->WhenReady(std::move(go_on)); }
  bool over() const override { return call_->over(); }
  void Finish(const absl::Status& status) override { call_->Finish(status, false); }

 private:
  const std::shared_ptr<StreamCall> call_;
};

StreamCall::StreamCall(Edge& edge, const Method& method) : edge_(edge), state_(edge, method) {
  state_.call().cancelled = [this] { return over(); };
}

StreamCall::Reactor* StreamCall::Start() {
  reactor_ = new Handler(shared_from_this());  // deletes itself in OnDone
  return reactor_;
}

std::shared_ptr<StreamSink> StreamCall::Handle() {
  return std::make_shared<SinkHandle>(shared_from_this());
}

bool StreamCall::Write(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  if (!grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &bytes, &own_buffer)
           .ok()) {
    Finish(absl::InternalError("a message can't be serialized"), true);
    return false;
  }
  {
    absl::MutexLock lock(&mutex_);
    if (end_.has_value() || queue_.size() >= kMaxQueuedMessages) return false;
    state_.AddResponseBytes(bytes.Length());
    queue_.push_back(std::move(bytes));
  }
  Pump();
  return true;
}

void StreamCall::WhenReady(std::function<void()> go_on) {
  std::function<void()> replaced;  // dropped without the lock: it may hold the last handle
  {
    absl::MutexLock lock(&mutex_);
    if (end_.has_value()) return;
    if (busy_) {
      // Kept even if there is room by now: called from here, a client that keeps pace would make
      // the handler's loop a recursion.
      replaced = std::exchange(go_on_, std::move(go_on));
      return;
    }
  }
  go_on();
}

bool StreamCall::over() const {
  absl::MutexLock lock(&mutex_);
  return end_.has_value();
}

void StreamCall::Finish(const absl::Status& status, bool drop_queue) {
  std::function<void()> dropped;
  {
    absl::MutexLock lock(&mutex_);
    if (drop_queue) queue_.clear();
    if (!end_.has_value()) end_ = status;
    dropped = std::exchange(go_on_, nullptr);
  }
  Pump();
}

void StreamCall::Pump() {
  bool finish = false;
  absl::Status end;
  {
    absl::MutexLock lock(&mutex_);
    if (busy_ || (queue_.empty() && !end_.has_value())) return;
    busy_ = true;
    finish = queue_.empty();
    if (finish) {
      end = *end_;
    } else {
      writing_ = std::move(queue_.front());
      queue_.pop_front();
    }
  }
  if (!finish) {
    reactor_->StartWrite(&writing_);
    return;
  }
  state_.Conclude(end);
  reactor_->Finish(state_.ToGrpc(end));
}

void StreamCall::OnWriteDone(bool ok) {
  std::function<void()> go_on;
  {
    absl::MutexLock lock(&mutex_);
    busy_ = false;
    if (queue_.size() <= kMaxQueuedMessages / 2) go_on = std::exchange(go_on_, nullptr);
  }
  if (!ok) return Finish(CallerLeft(), true);
  Pump();
  if (go_on) go_on();
}

void StreamCall::OnDone() { edge_.Forget(this); }

}  // namespace baton::server
