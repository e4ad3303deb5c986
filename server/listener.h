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
// With `ask_for_certificates` clients may show one in the handshake, which proves that they hold
// its key; whether it is to be trusted is the callers' to say.
absl::StatusOr<Listener> StartListening(const Config& config, bool ask_for_certificates,
                                        const std::vector<std::unique_ptr<Service>>& services);

// How long clients that are connected may take to go.
inline constexpr absl::Duration kGoodbye = absl::Milliseconds(50);

// Stops accepting, and after kGoodbye cancels what is left: health watches, or calls that outlasted
// the edge's drain. Clients that look at their connections rarely are not waited for. Blocks.
void StopListening(grpc::Server& server);

}  // namespace baton::server
