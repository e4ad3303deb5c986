#include "tests/acceptance/variant_server.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/status_macros.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/data_folder.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/acceptance/request_id_source.h"

namespace baton::testing {

std::string Variant::Name() const {
  return absl::StrCat(postgresql ? "PostgreSQL" : "SQLite", batching ? "" : ", batches of one",
                      ", ", callers, callers == 1 ? " caller" : " callers");
}

VariantServer::VariantServer(const Variant& variant)
    : variant_(variant), clock_(absl::FromUnixSeconds(1'767'225'600)) {
  if (variant_.postgresql) database_ = std::make_unique<tests::TestDatabase>("en-US");
}

VariantServer::~VariantServer() {
  if (server_ != nullptr) server_->Stop();
  server_.reset();
  log_.reset();
  if (log_fd_ >= 0) close(log_fd_);
}

absl::StatusOr<std::unique_ptr<store::Store>> VariantServer::OpenStore() {
  const int batched_writes = variant_.batching ? store::kMaxBatchedWrites : 1;
  if (database_ != nullptr) {
    store::PostgresOptions options;
    options.url = database_->url();
    options.batched_writes = batched_writes;
    return store::OpenPostgresStore(options);
  }
  store::SqliteOptions options;
  options.batched_writes = batched_writes;
  return store::OpenSqliteStore(options);
}

absl::Status VariantServer::Start() {
  log_fd_ = open(folder_.File("log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  server::BatonServer::Options options;
  options.config.listen = "127.0.0.1:0";
  options.config.metrics = "off";
  options.config.http = "off";
  options.config.data = folder_.path();
  log_ = std::make_unique<server::Log>(log_fd_, options.config.log_level);
  BATON_ASSIGN_OR_RETURN(options.store, OpenStore());
  options.clock = &clock_;
  options.log = log_.get();
  options.ids = std::make_unique<RequestIdSource>();
  options.sweep = false;
  options.admin_token_file = folder_.File("admin.token");
  BATON_ASSIGN_OR_RETURN(server_, server::BatonServer::Start(std::move(options)));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  channel_ =
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
  return absl::OkStatus();
}

absl::Status VariantServer::AdvanceTo(absl::Time now) {
  SetClock(now);
  return server_->SweepAll().status();
}

absl::Status VariantServer::ReloadTokens() {
  BATON_ASSIGN_OR_RETURN(const std::string secret, server::ReadFile(folder_.File("admin.token")));
  v1::CreateTokenRequest request;
  request.set_parent("tenants/main");
  request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  return With(std::string(absl::StripAsciiWhitespace(secret)))
      .Call(&v1::TokenService::Stub::CreateToken, request)
      .status();
}

}  // namespace baton::testing
