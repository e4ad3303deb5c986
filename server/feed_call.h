// One client-streaming call from its first message to its answer. Private to the edge.
//
// The reactor belongs to gRPC and lives until OnDone; the FeedCall holds the state and lives as
// long as the reactor, the handler's Reply or its Intake does.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/call_state.h"
#include "server/reply.h"

namespace baton::server {

class FeedCall final : public Answerer, public std::enable_shared_from_this<FeedCall> {
 public:
  using Reactor = grpc::ServerReadReactor<grpc::ByteBuffer>;

  FeedCall(Edge& edge, const Method& method, grpc::ByteBuffer* response);

  // The reactor, for gRPC. Call once.
  Reactor* Start();
  CallState& state() { return state_; }
  // Begins to read: every message goes to `intake`, one at a time.
  void Read(std::shared_ptr<Intake> intake);

  void Succeed(const google::protobuf::Message& response) override;
  void SucceedSerialized(const std::string& response) override;
  void Fail(const absl::Status& status) override;

 private:
  class Handler;

  void ReadNext();
  void OnReadDone(bool ok);
  void OnDone();
  // Ends the call once; `response` is empty for a refusal.
  void Finish(const absl::Status& status, const std::string& response);

  Edge& edge_;
  const Method& method_;
  CallState state_;
  Handler* reactor_ = nullptr;
  grpc::ByteBuffer* const response_;
  grpc::ByteBuffer reading_;
  std::shared_ptr<Intake> intake_;
  absl::Mutex mutex_;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace baton::server
