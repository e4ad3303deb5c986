// One server-streaming call from its bytes to its end. Private to the edge.
//
// Three parts with three lives: the reactor belongs to gRPC and lives until OnDone; the handle is
// what copies of Stream hold, and its end without a Finish() ends the stream; the StreamCall
// between them holds the state and lives as long as either. gRPC is never called with the lock
// held.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/call_state.h"
#include "server/reply.h"

namespace baton::server {

class StreamCall final : public std::enable_shared_from_this<StreamCall> {
 public:
  using Reactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

  StreamCall(Edge& edge, const Method& method);

  // The reactor, for gRPC. Call once.
  Reactor* Start();
  // What the handler's Stream holds.
  std::shared_ptr<StreamSink> Handle();
  CallState& state() { return state_; }

  bool Write(const google::protobuf::Message& message);
  void WhenReady(std::function<void()> go_on);
  bool over() const;
  // Ends the stream behind what is queued; with `drop_queue`, at once.
  void Finish(const absl::Status& status, bool drop_queue);

 private:
  class Handler;
  class SinkHandle;

  void OnWriteDone(bool ok);
  void OnDone();
  // Starts the next write or the finish, when none is under way.
  void Pump();

  Edge& edge_;
  CallState state_;
  Handler* reactor_ = nullptr;
  mutable absl::Mutex mutex_;
  std::deque<grpc::ByteBuffer> queue_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> go_on_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;  // a write is under way, or all is done
  grpc::ByteBuffer writing_;                   // its bytes; touched by whoever set busy_
};

}  // namespace baton::server
