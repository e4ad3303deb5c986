// One unary call from its bytes to its answer. Private to the edge.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/call_state.h"
#include "server/reply.h"

namespace baton::server {

class UnaryCall final : public Answerer {
 public:
  UnaryCall(Edge& edge, const Method& method, grpc::CallbackServerContext* context,
            grpc::ByteBuffer* response);
  ~UnaryCall() override;

  grpc::ServerUnaryReactor* reactor() { return reactor_; }
  CallState& state() { return state_; }

  void Succeed(const google::protobuf::Message& response) override;
  void SucceedSerialized(const std::string& response) override;
  void Fail(const absl::Status& status) override;

 private:
  bool ClaimAnswer() { return !answered_.exchange(true, std::memory_order_acq_rel); }
  void FinishOk();

  // gRPC owns these three; they are gone soon after the answer.
  grpc::CallbackServerContext* const context_;
  grpc::ServerUnaryReactor* const reactor_;
  grpc::ByteBuffer* const response_;
  CallState state_;
  std::atomic<bool> answered_{false};
};

}  // namespace baton::server
