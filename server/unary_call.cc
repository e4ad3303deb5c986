#include "server/unary_call.h"

#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/slice.h"

namespace baton::server {

UnaryCall::UnaryCall(Edge& edge, const Method& method, grpc::CallbackServerContext* context,
                     grpc::ByteBuffer* response)
    : context_(context),
      reactor_(context->DefaultReactor()),
      response_(response),
      state_(edge, method) {
  state_.call().cancelled = [this] {
    return answered_.load(std::memory_order_acquire) || ClientGone(*context_);
  };
}

UnaryCall::~UnaryCall() { Fail(absl::InternalError("the handler dropped its reply")); }

void UnaryCall::Succeed(const google::protobuf::Message& response) {
  if (!ClaimAnswer()) return;
  bool own_buffer = false;
  const grpc::Status status = grpc::SerializationTraits<google::protobuf::Message>::Serialize(
      response, response_, &own_buffer);
  if (!status.ok()) {
    const absl::Status fault = absl::InternalError("the response can't be serialized");
    state_.Conclude(fault);
    reactor_->Finish(state_.ToGrpc(fault));
    return;
  }
  FinishOk();
}

void UnaryCall::SucceedSerialized(const std::string& response) {
  if (!ClaimAnswer()) return;
  const grpc::Slice slice(response);
  grpc::ByteBuffer buffer(&slice, 1);
  response_->Swap(&buffer);
  FinishOk();
}

void UnaryCall::Fail(const absl::Status& status) {
  if (!ClaimAnswer()) return;
  state_.Conclude(status);
  reactor_->Finish(state_.ToGrpc(status));
}

void UnaryCall::FinishOk() {
  state_.AddResponseBytes(response_->Length());
  state_.Conclude(absl::OkStatus());
  reactor_->Finish(grpc::Status::OK);
}

}  // namespace baton::server
