// What unary calls and streams share while they run: the call, its request, its gates, its line in
// the log. Private to the edge.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/call.h"
#include "server/edge.h"

namespace baton::server {

class CallState {
 public:
  CallState(Edge& edge, const Method& method, grpc::CallbackServerContext* context);
  ~CallState();

  // Caller, access, limit, parse, request id: the first refusal wins. `in_flight` is counted up
  // until Conclude().
  absl::Status Admit(const grpc::ByteBuffer& bytes, std::atomic<int>* in_flight, int limit);

  // Counts the call and writes its line. Once.
  void Conclude(const absl::Status& status);

  // The status as it leaves.
  grpc::Status ToGrpc(const absl::Status& status) const;

  Call& call() { return call_; }
  const google::protobuf::Message& request() const { return *request_; }
  void AddResponseBytes(size_t bytes) { response_bytes_ += static_cast<int64_t>(bytes); }

 private:
  absl::Status Parse(const grpc::ByteBuffer& bytes);

  Edge& edge_;
  const Method& method_;
  grpc::CallbackServerContext* const context_;
  const std::chrono::steady_clock::time_point begin_;
  google::protobuf::Arena arena_;
  google::protobuf::Message* request_ = nullptr;
  Call call_;
  std::atomic<int>* in_flight_ = nullptr;
  int64_t request_bytes_ = 0;
  int64_t response_bytes_ = 0;
};

// True when the client is gone or its deadline has passed. Only while the call is unanswered.
bool ClientGone(const grpc::CallbackServerContext& context);

}  // namespace baton::server
