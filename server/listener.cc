#include "server/listener.h"

#include <grpc/support/time.h>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "server/tls.h"

namespace baton::server {
namespace {

constexpr int kSecondMs = 1'000;
constexpr int kMinuteMs = 60 * kSecondMs;

constexpr std::pair<const char*, int> kChannelArguments[] = {
    // Two servers on one port would share its calls in silence.
    {GRPC_ARG_ALLOW_REUSEPORT, 0},
    {GRPC_ARG_KEEPALIVE_TIME_MS, kMinuteMs},
    {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecondMs},
    {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
    {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kSecondMs},
    {GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2},
    {GRPC_ARG_MAX_CONNECTION_IDLE_MS, 30 * kMinuteMs},
    {GRPC_ARG_MAX_CONNECTION_AGE_MS, 24 * 60 * kMinuteMs},
    {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kMinuteMs},
    {GRPC_ARG_MAX_CONCURRENT_STREAMS, 1'024},
    {GRPC_ARG_MAX_METADATA_SIZE, 8 << 10},
};

constexpr size_t kMemoryQuota = 512 << 20;

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(const Config& config,
                                                                     bool ask_for_certificates) {
  if (!config.tls()) return grpc::InsecureServerCredentials();
  return TlsCredentials(config.tls_cert, config.tls_key, ask_for_certificates);
}

// Both are switches of the whole process, to be thrown before its first server.
void EnableHealthAndReflection() {
  [[maybe_unused]] static const bool enabled = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
}

}  // namespace

absl::StatusOr<Listener> StartListening(const Config& config, bool ask_for_certificates,
                                        const std::vector<std::unique_ptr<Service>>& services) {
  EnableHealthAndReflection();
  BATON_ASSIGN_OR_RETURN(const auto credentials, Credentials(config, ask_for_certificates));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen, credentials, &port);
  for (const auto& [name, value] : kChannelArguments) builder.AddChannelArgument(name, value);
  builder.SetMaxReceiveMessageSize(static_cast<int>(config.max_message_bytes));
  builder.SetResourceQuota(grpc::ResourceQuota("baton").Resize(kMemoryQuota));
  // Only reflection is served by the library's own threads.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
  for (const auto& service : services) builder.RegisterService(service.get());
  Listener listener;
  listener.server = builder.BuildAndStart();
  if (listener.server == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("can't listen on ", config.listen,
                                               ": the address is taken, unknown or not allowed"));
  }
  listener.address = absl::StrCat(config.listen.substr(0, config.listen.rfind(':')), ":", port);
  return listener;
}

void StopListening(grpc::Server& server) {
  server.Shutdown(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                   gpr_time_from_millis(absl::ToInt64Milliseconds(kGoodbye), GPR_TIMESPAN)));
}

}  // namespace baton::server
