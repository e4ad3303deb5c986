// Baton's server as one object: the edge, the services and their listeners over one store. The
// program (main.cc) and the acceptance tests run the same.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/server.h"
#include "server/callers.h"
#include "server/clock.h"
#include "server/config.h"
#include "server/courier.h"
#include "server/demo_clock.h"
#include "server/demo_service.h"
#include "server/edge.h"
#include "server/health.h"
#include "server/http_edge.h"
#include "server/ids.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/secret_box.h"
#include "server/service.h"
#include "server/sweeper.h"
#include "store/store.h"

namespace baton::server {

class BatonServer {
 public:
  struct Options {
    Config config;
    std::unique_ptr<store::Store> store;
    const Clock* clock = nullptr;     // outlives the server
    DemoClock* demo_clock = nullptr;  // set with config.demo only
    Log* log = nullptr;               // outlives the server
    std::unique_ptr<IdSource> ids;    // null: random ones
    // False: nothing sweeps but AdvanceClock and SweepAll(). For tests on a clock of their own.
    bool sweep = true;
    // False: nothing is sent but by DrainOutbox(). For tests, too.
    bool send = true;
    // PEM file of whom the courier trusts. Empty: whom the system trusts.
    std::string courier_ca_file;
    // Where the secret of the first admin goes, when the store has no token yet: a path, mode 0600.
    std::string admin_token_file;
    // Seals connections' secrets; without a key they are refused.
    SecretBox secrets;
  };

  // Opens nothing that Options doesn't bring but the two ports. Any fault that keeps the server
  // from serving is in the status.
  static absl::StatusOr<std::unique_ptr<BatonServer>> Start(Options options);
  // Stops, if Stop() wasn't called.
  ~BatonServer();

  // Host and chosen port.
  const std::string& address() const { return address_; }
  // Empty when none are served.
  const std::string& metrics_address() const { return metrics_address_; }
  // Empty when none is served.
  std::string http_address() const;
  // True when this start made an admin's token (admin_token.h).
  bool made_admin_token() const { return made_admin_token_; }

  // Health NOT_SERVING, streams ended, calls in flight answered (at most config.drain_timeout, then
  // cancelled), the store closed. Nothing that was answered is lost. Idempotent; blocks.
  void Stop();

  // Handles what is due at the clock's time; see Sweeper::SweepAll. Blocks.
  absl::StatusOr<int> SweepAll() { return sweeper_.SweepAll(clock_.Now()); }

  // Sends what is due at the clock's time and waits for what comes of it; see Courier::DrainAll.
  absl::StatusOr<int> DrainOutbox() { return courier_.DrainAll(); }

  store::Store& store() { return *store_; }
  Metrics& metrics() { return metrics_; }

 private:
  explicit BatonServer(Options options);

  absl::Status PrepareCallers();
  absl::Status PrepareServices();
  absl::Status Listen();
  absl::Status ServeHttp();
  void WatchFigures();

  const Config config_;
  const Clock& clock_;
  DemoClock* const demo_clock_;
  const std::string admin_token_file_;
  const SecretBox secrets_;
  Log& log_;
  Metrics metrics_;
  std::unique_ptr<store::Store> store_;
  const std::unique_ptr<IdSource> ids_;
  std::unique_ptr<Identity> identity_;  // null: our own tokens alone
  Callers callers_;
  Edge edge_;
  Sweeper sweeper_;
  Courier courier_;
  const bool sweep_;
  const bool send_;
  std::vector<std::unique_ptr<Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Health> health_;
  std::unique_ptr<HttpEdge> http_;
  std::string address_;
  std::string metrics_address_;
  bool made_admin_token_ = false;
  bool stopped_ = false;
};

}  // namespace baton::server
