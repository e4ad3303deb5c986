// The HTTP edge: the API as Connect's unary protocol in JSON and binary, vendors' webhooks, and
// whether the server is well. What arrives here passes the same gates as over gRPC.
//
//   POST /baton.v1.SignalHandoffService/FileSignal    application/json or application/proto
//   POST /v1/connections/{connection}/payloads        a webhook, byte for byte
//   GET  /healthz                                     200 "ok", 503 while stopping or out of reach
//   GET  /metrics                                     as on the metrics' own port, on loopback only
//
// A webhook is answered 200 once what it says is durable and applied, 202 when it is durable as a
// dead letter; anything else keeps nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/clock.h"
#include "server/config.h"
#include "server/edge.h"
#include "server/secret_box.h"
#include "server/service.h"
#include "store/store.h"

namespace baton::server {

class HttpEdge {
 public:
  // All of them outlive the edge.
  struct Parts {
    Edge& edge;
    store::Store& store;
    const SecretBox& secrets;
    const Clock& clock;
    const std::vector<std::unique_ptr<Service>>& services;
    std::function<bool()> is_well;
    std::function<std::string()> metrics_page;  // null: serves none
  };

  // Serves on config.http, with TLS where config has it. UNAVAILABLE when the address can't be
  // bound, INVALID_ARGUMENT when the TLS files don't match.
  static absl::StatusOr<std::unique_ptr<HttpEdge>> Serve(const Config& config, Parts parts);
  // Takes no more connections, and waits for the calls in flight.
  ~HttpEdge();

  // Host and chosen port.
  const std::string& address() const { return address_; }

 private:
  class Server;

  HttpEdge(std::unique_ptr<Server> server, std::string address);

  std::unique_ptr<Server> server_;
  std::string address_;
};

}  // namespace baton::server
