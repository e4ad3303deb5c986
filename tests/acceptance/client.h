// A caller over a real socket, for acceptance tests.
//
//   Client rosa = As(v1::ROLE_AE, "rosa");
//   auto signals = rosa.Call(&v1::SignalHandoffService::Stub::ListSignals, request);
//   EXPECT_THAT(signals, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "tests/status_matchers.h"

namespace baton::testing {

// A call that takes longer is a defect; it keeps a broken test from hanging.
inline constexpr std::chrono::seconds kCallDeadline{60};

// The status as it came over the wire, its google.rpc details as payloads, so that
// domain::ReasonOf() and its like work on it.
absl::Status FromWire(const grpc::Status& status);

// The reason of a refusal, "SIGNAL_STATE"; empty when it carries none.
std::string ReasonOn(const absl::Status& status);

// The fields that a BadRequest names, in its order.
std::vector<std::string> ViolatedFields(const absl::Status& status);

// EXPECT_THAT(call, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
MATCHER_P2(Refuses, code, reason, "is refused with that code and reason, in the domain baton") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status << " reason " << ReasonOn(status);
  return status.code() == code && ReasonOn(status) == reason;
}

// One server stream. Ends it when destroyed.
template <class Res>
class Reader {
 public:
  Reader(std::unique_ptr<grpc::ClientContext> context,
         std::unique_ptr<grpc::ClientReader<Res>> reader)
      : context_(std::move(context)), reader_(std::move(reader)) {}
  ~Reader() {
    if (reader_ == nullptr || finished_) return;
    context_->TryCancel();
    reader_->Finish();
  }
  Reader(Reader&&) noexcept = default;

  // The next message; nothing at the end of the stream.
  std::optional<Res> Next() {
    Res message;
    if (!reader_->Read(&message)) return std::nullopt;
    return message;
  }
  // How it ended. Call once, after Next() answered nothing.
  absl::Status Finish() {
    finished_ = true;
    return FromWire(reader_->Finish());
  }
  void Cancel() { context_->TryCancel(); }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<Res>> reader_;
  bool finished_ = false;
};

// Hands every request that any Client of this process sends with Call() or Stream() to `watch`,
// with the caller's secret; an empty one ends that. For tests that go through requests that others
// make.
using RequestWatch =
    std::function<void(const google::protobuf::Message& request, const std::string& secret)>;
void WatchRequests(RequestWatch watch);

class Client {
 public:
  // An empty secret sends no token.
  Client(std::shared_ptr<grpc::Channel> channel, std::string secret)
      : channel_(std::move(channel)), secret_(std::move(secret)) {}

  template <class Stub, class Req, class Res>
  absl::StatusOr<Res> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*),
                           const Req& request) const {
    Stub stub(channel_);
    Sends(request);
    const auto context = Context();
    Res response;
    const absl::Status status = FromWire((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // For server streams; pass the generated method of the stub: &Stub::WatchSignals.
  template <class Stub, class Req, class Res>
  Reader<Res> Stream(std::unique_ptr<grpc::ClientReader<Res>> (Stub::*method)(grpc::ClientContext*,
                                                                              const Req&),
                     const Req& request) const {
    Stub stub(channel_);
    Sends(request);
    auto context = Context();
    auto reader = (stub.*method)(context.get(), request);
    return Reader<Res>(std::move(context), std::move(reader));
  }

  // One request of bytes to any method ("/baton.v1.TokenService/WhoAmI"), for tests that walk the
  // descriptors. A stream may answer one message, or its status alone.
  absl::StatusOr<std::string> CallBytes(const std::string& path, const std::string& request) const;

  std::unique_ptr<grpc::ClientContext> Context() const;
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const std::string& secret() const { return secret_; }

 private:
  // Tells who watches.
  void Sends(const google::protobuf::Message& request) const;

  std::shared_ptr<grpc::Channel> channel_;
  std::string secret_;
};

}  // namespace baton::testing
