// What unary calls and streams share while they run: the call, its request, its gates, its line in
// the log. Private to the edge.
#pragma once

#include <chrono>
#include <functional>
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
  using CallerOr = absl::StatusOr<std::shared_ptr<const Caller>>;
  // Reads the bytes into the request; a refusal when they are none.
  using ReadRequest = std::function<absl::Status(google::protobuf::Message* request)>;

  CallState(Edge& edge, const Method& method);
  ~CallState();

  // Caller, access, limit, parse, request id: the first refusal wins. The call is in
  // flight until Conclude().
  absl::Status Admit(const grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
                     Admission* admission);
  // The same for a caller who is known already and bytes that are read in another way.
  absl::Status Admit(CallerOr caller, int64_t bytes, const ReadRequest& read, Admission* admission);

  // Who the value of an "authorization" header is, now.
  CallerOr Authenticate(std::string_view authorization) const;

  // Counts the call and writes its line. Once.
  void Conclude(const absl::Status& status);

  // The status as it leaves.
  grpc::Status ToGrpc(const absl::Status& status) const;

  Call& call() { return call_; }
  const google::protobuf::Message& request() const { return *request_; }
  void AddResponseBytes(size_t bytes) { response_bytes_ += static_cast<int64_t>(bytes); }

 private:
  absl::Status Parse(const ReadRequest& read);

  Edge& edge_;
  const Method& method_;
  const std::chrono::steady_clock::time_point begin_;
  google::protobuf::Arena arena_;
  google::protobuf::Message* request_ = nullptr;
  Call call_;
  Admission* admission_ = nullptr;  // once it let the call in
  int64_t request_bytes_ = 0;
  int64_t response_bytes_ = 0;
};

// INVALID_ARGUMENT: the bytes are no such message.
absl::Status NoSuchRequest(const google::protobuf::Message& request);

// True when the client is gone or its deadline has passed. Only while the call is unanswered.
bool ClientGone(const grpc::CallbackServerContext& context);

}  // namespace baton::server
