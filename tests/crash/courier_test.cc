// R18, R26: the courier is killed at random points while it sends, on one server over SQLite and on
// two over PostgreSQL. Everything arrives, under its own id, in the order of its record; the other
// server, or the next, goes on within 10 s.
#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "server/secret_box.h"
#include "store/sqlite/sqlite_session.h"
#include "tests/acceptance/fake_vendor.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using Stub = v1::IntegrationService::Stub;

constexpr int kRecords = 40;
constexpr int kOfEach = 40;
constexpr absl::Duration kTakenOver = absl::Seconds(10);
constexpr absl::Duration kPatience = absl::Seconds(60);

// Deliveries that the receiver saw: "r7.12" is the 12th of the 7th record.
struct Arrivals {
  std::vector<std::string> ids;

  // Every id at least once; of each record none before the one that it follows.
  void ExpectInOrder() const {
    std::map<std::string, int> last;
    std::map<std::string, int> times;
    for (const std::string& id : ids) {
      const std::vector<std::string> parts = absl::StrSplit(id, '.');
      int number = 0;
      ASSERT_TRUE(parts.size() == 2 && absl::SimpleAtoi(parts[1], &number)) << id;
      int& before = last[parts[0]];
      EXPECT_TRUE(number == before || number == before + 1) << id << " after " << before;
      before = std::max(before, number);
      ++times[id];
    }
    EXPECT_EQ(static_cast<int>(times.size()), kRecords * kOfEach);
    for (const auto& [record, number] : last) EXPECT_EQ(number, kOfEach) << record;
  }
};

class KilledCourier : public CrashCompany, public ::testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    // Servers that share a database share what opens its secrets.
    const std::string key = folder().File("secrets.key");
    ASSERT_TRUE(server::SecretBox::LoadOrMake(key).ok());
    std::ofstream(folder().File("server.toml"))
        << "secrets-key = \"" << key << "\"\ncourier-allow-private = true\n";
    SetEnvironment("BATON_SERVER_CONFIG=" + folder().File("server.toml"));
    if (on_postgresql()) cluster_ = std::make_unique<DurableCluster>();
    StartCompany(servers(), cluster_.get());
    receiver_.Answer([](const Asked&, httplib::Response& response) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      response.status = 204;
    });
    Connect();
    FillOutbox();
  }

  static bool on_postgresql() { return GetParam(); }
  static int servers() { return on_postgresql() ? 2 : 1; }

  void Connect() {
    v1::CreateConnectionRequest request;
    request.set_parent(kTenant);
    v1::Connection& connection = *request.mutable_connection();
    connection.set_vendor("webhook");
    connection.set_display_name("Receiver");
    connection.set_base_url(receiver_.url());
    v1::ConnectionSetting& setting = *connection.add_settings();
    setting.set_name("max_concurrent");
    setting.set_value("16");
    const auto created = Admin().Call(&Stub::CreateConnection, request);
    ASSERT_THAT(created, IsOk());
    connection_ = created->connection().name();
  }

  // In one statement, as if a rule had written them in this order.
  void FillOutbox() {
    const std::string numbers = absl::StrCat(
        "WITH RECURSIVE r(r) AS (SELECT 1 UNION ALL SELECT r + 1 FROM r WHERE r < ", kRecords,
        "), n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ", kOfEach, ") ");
    const std::string insert = absl::StrCat(
        "INSERT INTO deliveries (tenant, delivery_id, kind, state, recipient, record, subject, "
        "body, rule, created_us, next_attempt_us) ",
        numbers, "SELECT 'main', 'r' || r || '.' || n, 'event', 'pending', '", connection_,
        "', 'tenants/main/signals/r' || r, 's', '{}', 'H-11', 1000 + n, 1000 + n FROM r, n");
    if (on_postgresql()) {
      ASSERT_TRUE(cluster_->Run(insert));
      return;
    }
    store::SqliteSession::Options options;
    options.path = data() + "/baton.db";
    options.busy_timeout = absl::Seconds(5);
    auto session = store::SqliteSession::Open(options);
    ASSERT_TRUE(session.ok());
    const store::Sql sql{insert, ""};
    ASSERT_TRUE((*session)->Run(sql, {}).ok());
  }

  // Waits until the receiver has got that many; false when nothing more comes.
  bool WaitForArrivals(size_t count) {
    const absl::Time end = absl::Now() + kPatience;
    while (receiver_.asked().size() < count) {
      if (absl::Now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
  }

  int Pending() {
    v1::ListDeliveriesRequest request;
    request.set_parent(kTenant);
    request.set_filter("state = pending");
    request.set_page_size(1000);
    const auto listed = Admin().Call(&Stub::ListDeliveries, request);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->deliveries_size() : -1;
  }

  Arrivals Seen() {
    Arrivals arrivals;
    for (const Asked& asked : receiver_.asked()) {
      const std::string id = asked.Header("webhook-id");
      arrivals.ids.push_back(id.substr(id.rfind('/') + 1));
    }
    return arrivals;
  }

  FakeVendor receiver_;
  std::unique_ptr<DurableCluster> cluster_;
  std::string connection_;
};

INSTANTIATE_TEST_SUITE_P(Engines, KilledCourier, ::testing::Bool(), [](const auto& instance) {
  return instance.param ? "TwoOnPostgresql" : "OneOnSqlite";
});

TEST_P(KilledCourier, R26_EverythingArrivesInTheOrderOfItsRecord) {
  const unsigned seed = CrashSeed();
  const int points = CrashPoints(/*short_form=*/4);
  std::mt19937 random(seed);
  const size_t step = kRecords * kOfEach / static_cast<size_t>(points + 1);
  absl::Duration longest;
  for (int round = 0; round < points; ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", point ", round));
    ASSERT_TRUE(WaitForArrivals(step * static_cast<size_t>(round) + random() % step));
    const int victim = round % servers();
    process(victim).Kill();
    const size_t before = receiver_.asked().size();
    const absl::Time killed = absl::Now();
    if (!on_postgresql()) Start(victim);
    ASSERT_TRUE(WaitForArrivals(std::min<size_t>(before + 1, kRecords * kOfEach)));
    longest = std::max(longest, absl::Now() - killed);
    if (on_postgresql()) Start(victim);
    if (HasFatalFailure()) return;
  }
  const absl::Time end = absl::Now() + kPatience;
  while (Pending() > 0 && absl::Now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(Pending(), 0);
  EXPECT_LE(longest, kTakenOver);
  const Arrivals arrivals = Seen();
  arrivals.ExpectInOrder();
  std::printf("seed %u: %d kills, %zu requests for %d deliveries, longest pause %.1f s\n", seed,
              points, arrivals.ids.size(), kRecords * kOfEach, absl::ToDoubleSeconds(longest));
}

}  // namespace
}  // namespace baton::testing
