// A real server over a real socket: port 0, a data folder of its own, a clock that the test moves.
// The store is SQLite, or PostgreSQL where BATON_TEST_ENGINE says so: CTest runs every case on
// both.
//
//   class Handoff : public ServerFixture {};
//   TEST_F(Handoff, H7_RoutesToTheAccountsAe) {
//     AddPerson("mona", v1::ROLE_MANAGER);
//     AddPerson("rosa", v1::ROLE_AE, "mona");
//     Client cs = As(v1::ROLE_INTEGRATION);
//     Client rosa = As(v1::ROLE_AE, "rosa");
//     auto filed = cs.Call(&v1::SignalHandoffService::Stub::FileSignal, request);
//     ASSERT_THAT(filed, IsOk());
//     Advance(absl::Hours(4) + absl::Microseconds(1));  // and sweeps
//   }
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "server/baton_server.h"
#include "server/clock.h"
#include "server/demo_clock.h"
#include "server/log.h"
#include "store/soci_session.h"
#include "tests/acceptance/client.h"
#include "tests/postgres/test_database.h"
#include "tests/temporary_folder.h"

namespace baton::testing {

// Thread safe.
class FakeClock final : public server::Clock {
 public:
  explicit FakeClock(absl::Time now) : micros_(absl::ToUnixMicros(now)) {}
  absl::Time Now() const override { return absl::FromUnixMicros(micros_.load()); }
  void Set(absl::Time now) { micros_.store(absl::ToUnixMicros(now)); }

 private:
  std::atomic<int64_t> micros_;
};

class ServerFixture : public ::testing::Test {
 protected:
  // On the engine that BATON_TEST_ENGINE names.
  ServerFixture();
  ~ServerFixture() override;

  // A Monday, 09:00 UTC.
  static absl::Time Start() { return absl::FromUnixSeconds(1'767'603'600); }  // 2026-01-05

  void SetUp() override;

  // What the server is started with; change it in the test class's constructor. With config().demo
  // the server has a demo clock and serves DemoService. Metrics aren't served over HTTP: the port's
  // threads take two seconds to end.
  server::Config& config() { return config_; }

  // Where the server's ids come from; null for its own source.
  virtual std::unique_ptr<server::IdSource> MakeIds() { return nullptr; }

  // Stops the server and starts another one on the same data.
  void Restart();
  void Stop();

  server::BatonServer& server() { return *server_; }
  absl::Time Now() const { return clock().Now(); }
  // Moves the clock and handles what fell due; answers how many deadlines.
  int Advance(absl::Duration by);
  int AdvanceTo(absl::Time time);
  // Moves the clock, also backwards (a demo's only forward), and sweeps nothing.
  void SetClock(absl::Time time);

  // A connection beside the server's, to look and to tamper.
  std::unique_ptr<store::SociSession> OpenSession();

  // "tenants/main" and names under it: Name("people", "rosa").
  static std::string Tenant() { return "tenants/main"; }
  static std::string Name(std::string_view collection, std::string_view id);
  static std::string Person(std::string_view id) { return Name("people", id); }

  // Puts a person straight into the store; `manager` is an id or empty.
  void AddPerson(const std::string& id, v1::Role role, const std::string& manager = "");

  // A caller with a token of that role, made by the first admin. The person is added when they are
  // not known yet; every role but integration gets one ("the-csm") when none is named. The same
  // arguments get the same token.
  Client As(v1::Role role, const std::string& person = "");
  // The first admin.
  Client Admin();
  // A caller who sends no token.
  Client Nobody();
  // A caller who sends this secret.
  Client With(const std::string& secret);
  // An admin of another tenant on the same server.
  Client AdminOf(const std::string& tenant);

  // Everything logged so far.
  std::string LogText();
  std::string data_folder() const { return folder_.path(); }
  // The page that Prometheus reads.
  std::string MetricsPage();

 private:
  void StartServer();
  absl::StatusOr<std::unique_ptr<store::Store>> OpenStore();
  const server::Clock& clock() const;

  const TemporaryFolder folder_;
  std::unique_ptr<tests::TestDatabase> database_;  // null on SQLite
  FakeClock fake_clock_;
  std::unique_ptr<server::DemoClock> demo_clock_;
  server::Config config_;
  int log_fd_ = -1;
  std::unique_ptr<server::Log> log_;
  std::unique_ptr<server::BatonServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::map<std::pair<v1::Role, std::string>, std::string> secrets_;
};

}  // namespace baton::testing
