// The way to the server: channel, token, deadline, request id.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "tools/cli/errors.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {

struct ClientOptions {
  // Host and port.
  std::string address;
  // The bearer token's secret; empty sends none.
  std::string token;
  // PEM certificates that the server's must be signed by; empty means no TLS.
  std::string tls_ca_pem;
  // Stamped on every request that has a request_id and leaves it empty.
  std::string request_id;
  // How long one call may take. Streams have no deadline unless it was asked for.
  absl::Duration timeout = absl::Seconds(30);
  bool timeout_on_streams = false;
};

// Calls methods of the API one at a time. Not for several threads, except that streams opened here
// may be read on others.
class Client {
 public:
  // Connects on the first call. A usage error: the token would travel to another machine without
  // TLS.
  static absl::StatusOr<Client> Create(ClientOptions options);

  // Calls one method: client.Call(&v1::TokenService::Stub::WhoAmI, request). The status carries the
  // server's details (FromGrpc).
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                Request request) {
    StampRequestId(request);
    grpc::ClientContext context;
    Prepare(context, true);
    Response response;
    Stub stub(channel_);
    BATON_RETURN_IF_ERROR(FromGrpc((stub.*method)(&context, request, &response)));
    return response;
  }

  // Calls a method that streams, and hands each message to `visit`, which returns an absl::Status;
  // one that is not OK ends the call and is returned.
  template <typename Stub, typename Request, typename Response, typename Visit>
  absl::Status Stream(std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                          grpc::ClientContext*, const Request&),
                      Request request, Visit visit) {
    StampRequestId(request);
    grpc::ClientContext context;
    Prepare(context, options_.timeout_on_streams);
    Stub stub(channel_);
    const auto reader = (stub.*method)(&context, request);
    Response response;
    while (reader->Read(&response)) {
      if (absl::Status status = visit(response); !status.ok()) {
        context.TryCancel();
        reader->Finish();
        return status;
      }
    }
    return FromGrpc(reader->Finish());
  }

  // Sets token and deadline on a call that is made by hand.
  void Prepare(grpc::ClientContext& context, bool with_deadline) const;

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const std::string& request_id() const { return options_.request_id; }

 private:
  Client(ClientOptions options, std::shared_ptr<grpc::Channel> channel)
      : options_(std::move(options)), channel_(std::move(channel)) {}

  void StampRequestId(google::protobuf::Message& request) const;

  ClientOptions options_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace baton::cli
