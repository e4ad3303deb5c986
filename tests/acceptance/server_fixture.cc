#include "tests/acceptance/server_fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/access.h"
#include "server/callers.h"
#include "server/data_folder.h"
#include "store/people.h"
#include "store/postgres/postgres_session.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "store/tenants.h"
#include "store/tokens.h"

namespace baton::testing {
namespace {

store::WriteOptions TestWrite(const std::string& tenant, absl::Time now) {
  store::WriteOptions options;
  options.tenant = tenant;
  options.actor = "system/test";
  options.method = "Test";
  options.now = now;
  return options;
}

}  // namespace

ServerFixture::ServerFixture() : fake_clock_(Start()) {
  const char* engine = std::getenv("BATON_TEST_ENGINE");
  if (engine != nullptr && std::string(engine) == "postgresql") {
    database_ = std::make_unique<tests::TestDatabase>();
  }
  config_.listen = "127.0.0.1:0";
  config_.metrics = "off";
  config_.http = "off";
  config_.data = folder_.path();
}

ServerFixture::~ServerFixture() {
  Stop();
  log_.reset();
  if (log_fd_ >= 0) close(log_fd_);
}

void ServerFixture::SetUp() {
  log_fd_ = open(folder_.File("log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ASSERT_GE(log_fd_, 0);
  log_ = std::make_unique<server::Log>(log_fd_, config_.log_level);
  StartServer();
}

void ServerFixture::StartServer() {
  if (config_.demo) {
    auto demo_clock = server::DemoClock::Open(folder_.File("demo_clock"), Start());
    ASSERT_THAT(demo_clock, IsOk());
    demo_clock_ = *std::move(demo_clock);
  }
  auto store = OpenStore();
  ASSERT_THAT(store, IsOk());
  server::BatonServer::Options options;
  options.config = config_;
  options.store = *std::move(store);
  options.clock = &clock();
  options.demo_clock = demo_clock_.get();
  options.log = log_.get();
  options.ids = MakeIds();
  options.sweep = false;
  options.send = false;
  options.admin_token_file = folder_.File("admin.token");
  auto secrets = server::SecretBox::LoadOrMake(folder_.File("secrets.key"));
  ASSERT_THAT(secrets, IsOk());
  options.secrets = *std::move(secrets);
  auto server = server::BatonServer::Start(std::move(options));
  ASSERT_THAT(server, IsOk());
  server_ = *std::move(server);
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // no connection of an earlier server
  arguments.SetMaxReceiveMessageSize(-1);
  channel_ =
      grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
}

absl::StatusOr<std::unique_ptr<store::Store>> ServerFixture::OpenStore() {
  if (database_ != nullptr) {
    store::PostgresOptions options;
    options.url = database_->url();
    return store::OpenPostgresStore(options);
  }
  store::SqliteOptions options;
  options.path = folder_.File("baton.db");
  return store::OpenSqliteStore(options);
}

std::unique_ptr<store::SociSession> ServerFixture::OpenSession() {
  if (database_ != nullptr) {
    store::PostgresSession::Options options;
    options.url = database_->url();
    auto session = store::PostgresSession::Open(options);
    EXPECT_THAT(session, IsOk());
    return session.ok() ? *std::move(session) : nullptr;
  }
  store::SqliteSession::Options options;
  options.path = folder_.File("baton.db");
  options.busy_timeout = absl::Seconds(5);
  auto session = store::SqliteSession::Open(options);
  EXPECT_THAT(session, IsOk());
  return session.ok() ? *std::move(session) : nullptr;
}

void ServerFixture::Stop() {
  if (server_ != nullptr) server_->Stop();
  server_.reset();
  channel_.reset();
}

void ServerFixture::Restart() {
  Stop();
  StartServer();
}

int ServerFixture::Advance(absl::Duration by) { return AdvanceTo(Now() + by); }

const server::Clock& ServerFixture::clock() const {
  if (demo_clock_ != nullptr) return *demo_clock_;
  return fake_clock_;
}

void ServerFixture::SetClock(absl::Time time) {
  if (demo_clock_ != nullptr) {
    EXPECT_THAT(demo_clock_->MoveTo(time), IsOk());
  } else {
    fake_clock_.Set(time);
  }
}

int ServerFixture::AdvanceTo(absl::Time time) {
  SetClock(time);
  const absl::StatusOr<int> handled = server_->SweepAll();
  EXPECT_THAT(handled, IsOk());
  return handled.value_or(-1);
}

std::string ServerFixture::Name(std::string_view collection, std::string_view id) {
  return domain::ResourceName("main", collection, id);
}

void ServerFixture::AddPerson(const std::string& id, v1::Role role, const std::string& manager) {
  v1::Person person;
  person.set_name(Person(id));
  person.set_display_name(id);
  person.set_role(role);
  person.set_payee_id(id);
  if (!manager.empty()) person.set_manager(Person(manager));
  *person.mutable_create_time() = domain::ToTimestamp(Now());
  *person.mutable_update_time() = domain::ToTimestamp(Now());
  const auto kept = server_->store().WriteAndWait(
      TestWrite("main", Now()), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(store::InsertPerson(tx, person));
        return std::string();
      });
  ASSERT_THAT(kept, IsOk());
}

Client ServerFixture::As(v1::Role role, const std::string& person) {
  std::string id = person;
  if (id.empty() && role != v1::ROLE_INTEGRATION) {
    id = absl::StrCat("the-", absl::StrReplaceAll(server::RoleText(role), {{"_", "-"}}));
  }
  std::string& secret = secrets_[{role, id}];
  if (!secret.empty()) return With(secret);
  if (!id.empty()) {
    const absl::Status known = server_->store().ReadAndWait(
        [&](store::Session& session) { return store::GetPerson(session, "main", id).status(); });
    if (absl::IsNotFound(known)) AddPerson(id, role);
  }
  v1::CreateTokenRequest request;
  request.set_parent(Tenant());
  request.mutable_token()->set_role(role);
  if (!id.empty()) request.mutable_token()->set_person(Person(id));
  const auto created = Admin().Call(&v1::TokenService::Stub::CreateToken, request);
  EXPECT_THAT(created, IsOk());
  if (created.ok()) secret = created->secret();
  return With(secret);
}

Client ServerFixture::Admin() {
  const auto secret = server::ReadFile(folder_.File("admin.token"));
  EXPECT_THAT(secret, IsOk());
  return With(std::string(absl::StripAsciiWhitespace(secret.value_or(""))));
}

Client ServerFixture::Nobody() { return With(""); }

Client ServerFixture::With(const std::string& secret) { return Client(channel_, secret); }

Client ServerFixture::AdminOf(const std::string& tenant) {
  const absl::StatusOr<std::string> secret = server::NewSecret();
  EXPECT_THAT(secret, IsOk());
  v1::Token token;
  token.set_name(domain::ResourceName(tenant, "tokens", "admin"));
  token.set_role(v1::ROLE_ADMIN);
  *token.mutable_create_time() = domain::ToTimestamp(Now());
  *token.mutable_expire_time() = domain::ToTimestamp(Now() + absl::Hours(24));
  const auto kept = server_->store().WriteAndWait(
      TestWrite(tenant, Now()), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(store::EnsureTenant(tx));
        BATON_RETURN_IF_ERROR(store::InsertToken(tx, token, server::HashSecret(*secret)));
        return std::string();
      });
  EXPECT_THAT(kept, IsOk());
  // The server learns of it like of any other token: when one is made through it.
  v1::CreateTokenRequest request;
  request.set_parent(Tenant());
  request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  EXPECT_THAT(Admin().Call(&v1::TokenService::Stub::CreateToken, request), IsOk());
  return With(*secret);
}

std::string ServerFixture::LogText() {
  log_->Flush();
  return server::ReadFile(folder_.File("log")).value_or("");
}

std::string ServerFixture::MetricsPage() { return server_->metrics().Page(); }

}  // namespace baton::testing
