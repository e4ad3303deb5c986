// The gRPC server's own settings: address, TLS, limits, keepalive. All of them explicit, since the
// library's defaults let a client idle for ever and treat an eager ping as abuse.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/server.h"
#include "server/config.h"
#include "server/service.h"

namespace baton::server {

struct Listener {
  std::unique_ptr<grpc::Server> server;
  std::string address;  // host and chosen port
};

// Serves the services, health and reflection on config.listen. UNAVAILABLE when the address can't
// be bound, INVALID_ARGUMENT when a TLS file can't be used.
absl::StatusOr<Listener> StartListening(const Config& config,
                                        const std::vector<std::unique_ptr<Service>>& services);

// Stops accepting, lets calls in flight end, and cancels what is left after `timeout`. Blocks.
void StopListening(grpc::Server& server, absl::Duration timeout);

}  // namespace baton::server
