#include "server/feed_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/slice.h"

namespace baton::server {
namespace {

absl::Status Unreadable(const google::protobuf::Message& message) {
  domain::Violations violations;
  violations.Add("", absl::StrCat("a message is no ", message.GetTypeName(),
                                  ": broken bytes, or a text that is not UTF-8"));
  return violations.ToStatus();
}

}  // namespace

class FeedCall::Handler final : public FeedCall::Reactor {
 public:
  explicit Handler(std::shared_ptr<FeedCall> call) : call_(std::move(call)) {}

  void OnReadDone(bool ok) override { call_->OnReadDone(ok); }
  void OnCancel() override {
    call_->Fail(domain::Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CALLER_GONE,
                               "the client left"));
  }
  void OnDone() override {
    call_->OnDone();
    delete this;
  }

 private:
  const std::shared_ptr<FeedCall> call_;
};

FeedCall::FeedCall(Edge& edge, const Method& method, grpc::ByteBuffer* response)
    : edge_(edge), method_(method), state_(edge, method), response_(response) {
  state_.call().cancelled = [this] {
    absl::MutexLock lock(&mutex_);
    return finished_;
  };
}

FeedCall::Reactor* FeedCall::Start() {
  reactor_ = new Handler(shared_from_this());  // deletes itself in OnDone
  return reactor_;
}

void FeedCall::Read(std::shared_ptr<Intake> intake) {
  intake_ = std::move(intake);
  ReadNext();
}

// The lock keeps a read from beginning on a call that has ended; gRPC calls nobody back inside.
void FeedCall::ReadNext() {
  absl::MutexLock lock(&mutex_);
  if (!finished_) reactor_->StartRead(&reading_);
}

void FeedCall::OnReadDone(bool ok) {
  if (!ok) return intake_->End();
  std::shared_ptr<google::protobuf::Message> message(method_.request->New());
  grpc::ProtoBufferReader reader(&reading_);
  if (!message->ParseFromZeroCopyStream(&reader)) return Fail(Unreadable(*message));
  if (edge_.draining()) return Fail(Edge::Stopping());
  intake_->Take(std::move(message), [self = shared_from_this()] { self->ReadNext(); });
}

// The intake holds the reply, which holds this.
void FeedCall::OnDone() { intake_.reset(); }

void FeedCall::Succeed(const google::protobuf::Message& response) {
  Finish(absl::OkStatus(), response.SerializeAsString());
}

void FeedCall::SucceedSerialized(const std::string& response) {
  Finish(absl::OkStatus(), response);
}

void FeedCall::Fail(const absl::Status& status) { Finish(status, ""); }

void FeedCall::Finish(const absl::Status& status, const std::string& response) {
  absl::MutexLock lock(&mutex_);
  if (finished_) return;
  finished_ = true;
  if (status.ok()) {
    const grpc::Slice slice(response);
    grpc::ByteBuffer buffer(&slice, 1);
    response_->Swap(&buffer);
    state_.AddResponseBytes(response.size());
  }
  state_.Conclude(status);
  reactor_->Finish(state_.ToGrpc(status));
}

}  // namespace baton::server
