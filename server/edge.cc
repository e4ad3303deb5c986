#include "server/edge.h"

#include "absl/strings/str_format.h"
#include "domain/refusal.h"
#include "server/feed_call.h"
#include "server/http_call.h"
#include "server/ids.h"
#include "server/stream_call.h"
#include "server/unary_call.h"

namespace baton::server {
namespace {

constexpr absl::Duration kRestartDelay = absl::Seconds(1);

// Between two looks at the calls in flight while the server stops.
constexpr absl::Duration kDrainLook = absl::Milliseconds(2);

absl::Status TokenGone() {
  return domain::Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_TOKEN_INVALID,
                        "the token has expired or was revoked");
}

// Log ids of two runs differ by the random tail of a ULID.
std::string LogPrefix(absl::Time now) { return IdSource().Next(now).substr(18); }

}  // namespace

Edge::Edge(const Clock& clock, const Callers& callers, Log& log, Metrics& metrics, Limits limits)
    : clock_(clock),
      callers_(callers),
      log_(log),
      metrics_(metrics),
      log_prefix_(LogPrefix(clock.Now())),
      unary_(limits.in_flight),
      streaming_(limits.streams) {}

Edge::~Edge() = default;

grpc::ServerUnaryReactor* Edge::Unary(const Method& method, grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                      const UnaryRun& run) {
  const auto call = std::make_shared<UnaryCall>(*this, method, context, response);
  // Taken first: the call may be answered and its context gone before the handler returns.
  grpc::ServerUnaryReactor* const reactor = call->reactor();
  absl::Status status = call->state().Admit(*context, *request, &unary_);
  if (status.ok() && draining_) status = Stopping();
  if (status.ok()) {
    run(call->state().call(), call->state().request(), call);
  } else {
    call->Fail(status);
  }
  return reactor;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* Edge::ServerStream(const Method& method,
                                                               grpc::CallbackServerContext* context,
                                                               const grpc::ByteBuffer* request,
                                                               const StreamRun& run) {
  const auto stream = std::make_shared<StreamCall>(*this, method);
  StreamCall::Reactor* const reactor = stream->Start();
  absl::Status status = stream->state().Admit(*context, *request, &streaming_);
  if (status.ok()) status = Remember(stream);
  if (status.ok()) {
    run(stream->state().call(), stream->state().request(), stream->Handle());
  } else {
    stream->Finish(status, true);
  }
  return reactor;
}

grpc::ServerReadReactor<grpc::ByteBuffer>* Edge::ClientStream(const Method& method,
                                                              grpc::CallbackServerContext* context,
                                                              grpc::ByteBuffer* response,
                                                              const FeedRun& run) {
  const auto call = std::make_shared<FeedCall>(*this, method, response);
  FeedCall::Reactor* const reactor = call->Start();
  absl::Status status = call->state().Admit(*context, grpc::ByteBuffer(), &unary_);
  if (status.ok() && draining_) status = Stopping();
  if (status.ok()) {
    call->Read(run(call->state().call(), call));
  } else {
    call->Fail(status);
  }
  return reactor;
}

void Edge::Http(const Method& method, HttpRequest request, const UnaryRun& run,
                std::function<void(HttpAnswer)> done) {
  const auto call =
      std::make_shared<HttpCall>(*this, method, request.deadline, request.hung_up, std::move(done));
  absl::Status status = call->Admit(request, &unary_);
  if (status.ok() && draining_) status = Stopping();
  if (status.ok() && absl::Now() >= request.deadline) {
    status = absl::DeadlineExceededError("the client's time was over before the work began");
  }
  if (status.ok()) {
    run(call->state().call(), call->state().request(), call);
  } else {
    call->Fail(status);
  }
}

absl::Status Edge::Stopping() {
  return domain::RetryLater(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                            "the server is stopping; resume on the next one", kRestartDelay);
}

void Edge::EndStaleStreams() {
  const absl::Time now = clock_.Now();
  for (const auto& stream : Streams()) {
    if (!callers_.StillKnown(stream->state().call().caller(), now)) {
      stream->Finish(TokenGone(), true);
    }
  }
}

void Edge::Drain(absl::Duration timeout) {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  for (const auto& stream : Streams()) stream->Finish(Stopping(), true);
  const absl::Time end = absl::Now() + timeout;
  while (unary_.in_flight() > 0 && absl::Now() < end) absl::SleepFor(kDrainLook);
}

absl::Status Edge::Remember(const std::shared_ptr<StreamCall>& stream) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return Stopping();
  streams_.emplace(stream.get(), stream);
  return absl::OkStatus();
}

void Edge::Forget(StreamCall* stream) {
  absl::MutexLock lock(&mutex_);
  streams_.erase(stream);
}

std::vector<std::shared_ptr<StreamCall>> Edge::Streams() {
  std::vector<std::shared_ptr<StreamCall>> streams;
  absl::MutexLock lock(&mutex_);
  for (const auto& [_, stream] : streams_) {
    if (auto alive = stream.lock()) streams.push_back(std::move(alive));
  }
  return streams;
}

std::string Edge::NextLogId() {
  const uint64_t count = log_count_.fetch_add(1, std::memory_order_relaxed);
  return absl::StrFormat("%s-%06x", log_prefix_, count);
}

}  // namespace baton::server
