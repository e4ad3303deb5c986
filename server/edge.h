// The edge: what every call passes through, written once.
//
//   caller -> access -> admission -> parse -> request id -> handler -> error details -> one
//   log line -> metrics
//
// Requests arrive here as bytes. Nothing of them is looked at before the caller is known and
// allowed (trust.md R11), and bytes that are no such message are refused as INVALID_ARGUMENT with
// the usual details. Services don't use the edge directly: see service.h.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/access.h"
#include "server/admission.h"
#include "server/call.h"
#include "server/callers.h"
#include "server/clock.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/reply.h"

namespace baton::server {

// Characters of a caller's request_id at most.
inline constexpr int kMaxRequestIdChars = 100;

// What the edge knows of one method; made once when its service is built.
struct Method {
  std::string service;                                 // "baton.v1.TokenService"
  std::string name;                                    // "CreateToken"
  std::string full_name;                               // "TokenService.CreateToken"
  std::string path;                                    // "/baton.v1.TokenService/CreateToken"
  const google::protobuf::Message* request = nullptr;  // the default instance
  const google::protobuf::FieldDescriptor* request_id = nullptr;  // null: takes none
  const AccessRow* access = nullptr;                              // null: nobody may call it
  MethodMetrics* metrics = nullptr;
};

// One unary call as it came over HTTP.
struct HttpRequest {
  // The value of its "authorization" header.
  std::string authorization;
  // Whoever proved itself in another way, in the place of `authorization`.
  std::shared_ptr<const Caller> caller;
  // The request's bytes, or its JSON.
  std::string body;
  bool json = false;
  // The client waits no longer.
  absl::Time deadline = absl::InfiniteFuture();
  // Whether the client is gone. Asked on any thread; null: never.
  std::function<bool()> hung_up = nullptr;
};

// What a call over HTTP came to.
struct HttpAnswer {
  // As it may be shown.
  google::rpc::Status status;
  // Of an OK call: the response's bytes, or its JSON.
  std::string body;
};

class StreamCall;
class UnaryCall;

class Edge {
 public:
  struct Limits {
    int in_flight = 4096;  // unary calls at once
    int streams = 1024;    // server streams at once
  };

  // All of them must outlive the edge.
  Edge(const Clock& clock, const Callers& callers, Log& log, Metrics& metrics, Limits limits);
  ~Edge();

  // Runs a handler: `run` gets the call, its request and where to answer.
  using UnaryRun = std::function<void(const Call&, const google::protobuf::Message& request,
                                      std::shared_ptr<Answerer>)>;
  using StreamRun = std::function<void(const Call&, const google::protobuf::Message& request,
                                       std::shared_ptr<StreamSink>)>;

  // Answers where the caller's messages go.
  using FeedRun = std::function<std::shared_ptr<Intake>(const Call&, std::shared_ptr<Answerer>)>;

  grpc::ServerUnaryReactor* Unary(const Method& method, grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                  const UnaryRun& run);
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ServerStream(const Method& method,
                                                           grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           const StreamRun& run);
  // Gates a client stream before its first message is read.
  grpc::ServerReadReactor<grpc::ByteBuffer>* ClientStream(const Method& method,
                                                          grpc::CallbackServerContext* context,
                                                          grpc::ByteBuffer* response,
                                                          const FeedRun& run);

  // A unary call over HTTP, which passes the same gates. `done` is called once, on any thread.
  void Http(const Method& method, HttpRequest request, const UnaryRun& run,
            std::function<void(HttpAnswer)> done);

  // Ends the streams whose token no longer works. Called after a change of tokens and once a
  // second.
  void EndStaleStreams();

  // Ends every stream, refuses every new call as UNAVAILABLE and waits until those in flight are
  // answered, `timeout` at most.
  void Drain(absl::Duration timeout);

  // True once Drain() was called; what callers hear then.
  bool draining() const { return draining_.load(); }
  static absl::Status Stopping();

  Metrics& metrics() { return metrics_; }
  Log& log() { return log_; }

 private:
  friend class CallState;
  friend class StreamCall;

  // Adds a running stream; a refusal once Drain() was called.
  absl::Status Remember(const std::shared_ptr<StreamCall>& stream);
  void Forget(StreamCall* stream);
  std::vector<std::shared_ptr<StreamCall>> Streams();
  std::string NextLogId();

  const Clock& clock_;
  const Callers& callers_;
  Log& log_;
  Metrics& metrics_;
  const std::string log_prefix_;
  std::atomic<uint64_t> log_count_{0};
  Admission unary_;
  Admission streaming_;

  std::atomic<bool> draining_{false};
  absl::Mutex mutex_;
  std::unordered_map<StreamCall*, std::weak_ptr<StreamCall>> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace baton::server
