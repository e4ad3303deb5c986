#include "tests/bench/bench_server.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/byte_buffer.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace baton::bench {
namespace {

constexpr char kTenant[] = "tenants/main";

// A benchmark that can't be set up has nothing to say.
template <class T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
    std::exit(1);
  }
  return *std::move(value);
}

void Must(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.error_message().c_str());
  std::exit(1);
}

template <class Stub, class Req, class Res>
Res Ask(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Res*),
        const std::string& authorization, const Req& request) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", authorization);
  Res response;
  Must((stub.*method)(&context, request, &response));
  return response;
}

std::unique_ptr<store::Store> OpenStore(const std::string& folder, const std::string& url) {
  if (!url.empty()) {
    store::PostgresOptions postgres;
    postgres.url = url;
    return Must(store::OpenPostgresStore(postgres));
  }
  store::SqliteOptions sqlite;
  sqlite.path = folder + "/baton.db";
  return Must(store::OpenSqliteStore(sqlite));
}

void AddPerson(v1::AccountService::Stub& accounts, const std::string& authorization,
               const std::string& id, v1::Role role, const std::string& manager = "") {
  v1::UpsertPersonRequest request;
  request.mutable_person()->set_name(absl::StrCat(kTenant, "/people/", id));
  request.mutable_person()->set_display_name(id);
  request.mutable_person()->set_role(role);
  if (!manager.empty()) {
    request.mutable_person()->set_manager(absl::StrCat(kTenant, "/people/", manager));
  }
  Ask(accounts, &v1::AccountService::Stub::UpsertPerson, authorization, request);
}

void AddAccount(v1::AccountService::Stub& accounts, const std::string& authorization, int number) {
  const std::string name = absl::StrCat(kTenant, "/accounts/a", number);
  v1::UpsertAccountRequest request;
  request.mutable_account()->set_name(name);
  request.mutable_account()->set_display_name(absl::StrCat("Account ", number));
  request.mutable_account()->set_segment(v1::SEGMENT_MID_MARKET);
  auto& line = *request.mutable_account()->add_opening_lines();
  line.set_product_line("core");
  line.mutable_arr()->set_amount_minor(12'000'000);
  line.mutable_arr()->set_currency_code("USD");
  Ask(accounts, &v1::AccountService::Stub::UpsertAccount, authorization, request);
  for (const auto& [role, person] :
       {std::pair(v1::ROLE_CSM, "csm"), std::pair(v1::ROLE_AE, "ae")}) {
    v1::SetAccountTeamRequest team;
    team.set_account(name);
    team.mutable_member()->set_role(role);
    team.mutable_member()->set_person(absl::StrCat(kTenant, "/people/", person));
    Ask(accounts, &v1::AccountService::Stub::SetAccountTeam, authorization, team);
  }
}

}  // namespace

class EchoServer::Service : public grpc::Service {
 public:
  Service() {
    AddMethod(new grpc::internal::RpcServiceMethod("/bench.Echo/Answer",
                                                   grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        0, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
               [this](grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                      grpc::ByteBuffer* response) {
                 *response = answer;
                 auto* reactor = context->DefaultReactor();
                 reactor->Finish(grpc::Status::OK);
                 return reactor;
               }));
  }
  grpc::ByteBuffer answer;
};

EchoServer::EchoServer() : service_(std::make_unique<Service>()) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

EchoServer::~EchoServer() { server_->Shutdown(); }

void EchoServer::SetAnswer(const std::string& bytes) {
  grpc::Slice slice(bytes);
  service_->answer = grpc::ByteBuffer(&slice, 1);
}

class BenchServer::RealClock : public server::Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

BenchServer::BenchServer(const std::string& folder, const std::string& url, int accounts)
    : folder_(folder),
      url_(url),
      clock_(std::make_unique<RealClock>()),
      log_fd_(
          open(absl::StrCat(folder, "/server.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)),
      log_(std::make_unique<server::Log>(log_fd_, server::LogLevel::kInfo)) {
  Start();
  std::string secret;
  std::ifstream(folder + "/admin.token") >> secret;
  const std::string admin = "Bearer " + secret;
  const auto channel = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
  v1::TokenService::Stub tokens(channel);
  v1::CreateTokenRequest create;
  create.set_parent(kTenant);
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  authorization_ =
      "Bearer " + Ask(tokens, &v1::TokenService::Stub::CreateToken, admin, create).secret();
  v1::AccountService::Stub accounts_stub(channel);
  AddPerson(accounts_stub, admin, "csm", v1::ROLE_CSM);
  AddPerson(accounts_stub, admin, "lead", v1::ROLE_MANAGER);
  AddPerson(accounts_stub, admin, "ae", v1::ROLE_AE, "lead");
  for (int i = 0; i < accounts; ++i) AddAccount(accounts_stub, admin, i);
}

void BenchServer::Start() {
  server::BatonServer::Options options;
  options.config.listen = "127.0.0.1:0";
  options.config.metrics = "127.0.0.1:0";
  options.config.http = "off";
  options.config.data = folder_;
  options.store = OpenStore(folder_, url_);
  options.clock = clock_.get();
  options.log = log_.get();
  options.admin_token_file = folder_ + "/admin.token";
  server_ = Must(server::BatonServer::Start(std::move(options)));
}

void BenchServer::Stop() {
  server_->Stop();
  server_.reset();
}

BenchServer::~BenchServer() {
  Stop();
  log_.reset();
  close(log_fd_);
}

}  // namespace baton::bench
