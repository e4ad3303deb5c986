#include "server/baton_server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "domain/status_macros.h"
#include "server/admin_token.h"
#include "server/caller_loader.h"
#include "server/identity.h"
#include "server/listener.h"
#include "server/metered_store.h"
#include "server/services.h"

namespace baton::server {

absl::StatusOr<std::unique_ptr<BatonServer>> BatonServer::Start(Options options) {
  std::unique_ptr<BatonServer> server(new BatonServer(std::move(options)));
  BATON_RETURN_IF_ERROR(server->PrepareCallers());
  BATON_RETURN_IF_ERROR(server->PrepareServices());
  BATON_RETURN_IF_ERROR(server->Listen());
  if (server->sweep_) server->sweeper_.Start();
  if (server->send_) server->courier_.Start();
  return server;
}

BatonServer::BatonServer(Options options)
    : config_(std::move(options.config)),
      clock_(*options.clock),
      demo_clock_(options.demo_clock),
      admin_token_file_(std::move(options.admin_token_file)),
      secrets_(std::move(options.secrets)),
      log_(*options.log),
      store_(std::make_unique<MeteredStore>(std::move(options.store), metrics_)),
      ids_(options.ids != nullptr ? std::move(options.ids) : std::make_unique<IdSource>()),
      edge_(clock_, callers_, log_, metrics_,
            {.in_flight = config_.max_in_flight, .streams = config_.max_streams}),
      sweeper_(*store_, clock_, log_, metrics_),
      courier_(*store_, clock_, log_, metrics_, secrets_,
               {.allow_private = config_.courier_allow_private,
                .ca_file = std::move(options.courier_ca_file)}),
      sweep_(options.sweep),
      send_(options.send) {}

BatonServer::~BatonServer() { Stop(); }

absl::Status BatonServer::PrepareCallers() {
  if (!config_.identity.empty()) {
    BATON_ASSIGN_OR_RETURN(identity_, Identity::Open(config_.identity, config_.tls(), log_));
    callers_.Trust(identity_.get());
  }
  BATON_ASSIGN_OR_RETURN(made_admin_token_, EnsureAdminToken(*store_, *ids_, config_.tenant,
                                                             admin_token_file_, clock_.Now()));
  absl::Status status;
  absl::Notification loaded;
  LoadCallers(*store_, callers_, [&](absl::Status result) {
    status = std::move(result);
    loaded.Notify();
  });
  loaded.WaitForNotification();
  FollowCallers(*store_, callers_);
  return status;
}

absl::Status BatonServer::PrepareServices() {
  const Parts parts{.edge = edge_,
                    .store = *store_,
                    .ids = *ids_,
                    .callers = callers_,
                    .secrets = secrets_,
                    .courier = courier_};
  services_ = MakeServices(parts);
  if (demo_clock_ != nullptr) {
    services_.push_back(std::make_unique<DemoService>(
        parts, *demo_clock_, [this](absl::Time now) { return sweeper_.SweepAll(now); }));
  }
  for (const auto& service : services_) BATON_RETURN_IF_ERROR(service->Verify());
  return absl::OkStatus();
}

absl::Status BatonServer::Listen() {
  WatchFigures();
  if (config_.serves_metrics()) {
    BATON_ASSIGN_OR_RETURN(metrics_address_, metrics_.Expose(config_.metrics));
  }
  const bool ask_for_certificates = identity_ != nullptr && identity_->takes_certificates();
  BATON_ASSIGN_OR_RETURN(Listener listener,
                         StartListening(config_, ask_for_certificates, services_));
  server_ = std::move(listener.server);
  address_ = std::move(listener.address);
  std::vector<std::string> names;
  for (const auto& service : services_) names.push_back(service->full_name());
  health_ = std::make_unique<Health>(*store_, *server_->GetHealthCheckService(), std::move(names),
                                     [this] {
                                       if (identity_ != nullptr) identity_->Refresh(clock_.Now());
                                       edge_.EndStaleStreams();
                                     });
  return config_.serves_http() ? ServeHttp() : absl::OkStatus();
}

absl::Status BatonServer::ServeHttp() {
  HttpEdge::Parts parts{.edge = edge_,
                        .store = *store_,
                        .secrets = secrets_,
                        .clock = clock_,
                        .services = services_,
                        .is_well = [this] { return !edge_.draining() && store_->Ping().ok(); },
                        .metrics_page = nullptr};
  // Figures are for whoever runs the server: beyond loopback they have their own port alone.
  if (IsLoopback(config_.http)) parts.metrics_page = [this] { return metrics_.Page(); };
  BATON_ASSIGN_OR_RETURN(http_, HttpEdge::Serve(config_, std::move(parts)));
  return absl::OkStatus();
}

std::string BatonServer::http_address() const { return http_ == nullptr ? "" : http_->address(); }

void BatonServer::WatchFigures() {
  metrics_.Watch("baton_log_lines_dropped_total",
                 "Log lines lost because the log could not keep up.", true,
                 [this] { return static_cast<double>(log_.dropped()); });
}

void BatonServer::Stop() {
  if (std::exchange(stopped_, true)) return;
  if (health_ != nullptr) health_->Drain();
  sweeper_.Stop();
  courier_.Stop();
  edge_.Drain(config_.drain_timeout);
  http_.reset();
  if (server_ != nullptr) StopListening(*server_);
  health_.reset();
  metrics_.StopExposing();
  store_->Close();
  log_.Flush();
}

}  // namespace baton::server
