// The real program, killed with SIGKILL while clients write: what was answered is there, nothing is
// there twice, and the history is whole.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/data_folder.h"
#include "tests/acceptance/client.h"
#include "tests/acceptance/server_process.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;
using AccountStub = v1::AccountService::Stub;

constexpr int kClients = 8;
constexpr int kRounds = 5;
constexpr unsigned kSeed = 20'260'105;
constexpr char kTenant[] = "tenants/main";

std::string Name(const std::string& collection, const std::string& id) {
  return absl::StrCat(kTenant, "/", collection, "/", id);
}

// What one client asked for and was told: a request without an answer may have happened or not.
struct Story {
  v1::FileSignalRequest file;
  std::unique_ptr<v1::FileSignalResponse> filed;
  v1::AcknowledgeSignalRequest acknowledge;
  std::unique_ptr<v1::AcknowledgeSignalResponse> acknowledged;
};

v1::FileSignalRequest Filing(const std::string& id, int client) {
  v1::FileSignalRequest request;
  request.set_parent(kTenant);
  request.set_request_id("file-" + id);
  v1::Signal& signal = *request.mutable_signal();
  signal.set_account(Name("accounts", absl::StrCat("customer-", client)));
  signal.set_trigger(v1::TRIGGER_CHAMPION_BUDGET);
  signal.set_evidence("Budget of 40,000 for next year");
  signal.mutable_buyer()->set_name("Oren Feldmann");
  signal.mutable_buyer()->set_title("Director of Revenue Systems");
  signal.set_timeline("By the end of January");
  signal.set_context_note("The budget was approved. Oren owns the purchase himself.");
  signal.add_product_lines(id);  // no two are possible duplicates
  signal.mutable_source()->set_system("plugin");
  signal.mutable_source()->set_record_id(id);
  signal.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  signal.mutable_qualification()->mutable_timeline()->set_yes(true);
  return request;
}

// Counts answers over all clients, and wakes who waits for enough of them.
class Tally {
 public:
  void Answered() {
    absl::MutexLock lock(&mutex_);
    ++answered_;
  }
  void Left() {
    absl::MutexLock lock(&mutex_);
    ++left_;
  }
  // Until that many answers came, or no client is left to get one.
  void Await(int answers) {
    const auto enough = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return answered_ >= answers || left_ == kClients;
    };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&enough));
  }

 private:
  absl::Mutex mutex_;
  int answered_ ABSL_GUARDED_BY(mutex_) = 0;
  int left_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Files and acknowledges until the server is gone.
void TellStories(const Client& plugin, int round, int number, Tally& tally,
                 std::vector<Story>& stories) {
  for (int i = 0;; ++i) {
    Story& story = stories.emplace_back();
    story.file = Filing(absl::StrCat(round, "-", number, "-", i), number);
    const auto filed = plugin.Call(&HandoffStub::FileSignal, story.file);
    if (!filed.ok()) break;
    story.filed = std::make_unique<v1::FileSignalResponse>(*filed);
    tally.Answered();
    story.acknowledge.set_name(filed->signal().name());
    story.acknowledge.set_request_id("ack-" + story.file.request_id());
    const auto acknowledged = plugin.Call(&HandoffStub::AcknowledgeSignal, story.acknowledge);
    if (!acknowledged.ok()) break;
    story.acknowledged = std::make_unique<v1::AcknowledgeSignalResponse>(*acknowledged);
    tally.Answered();
  }
  tally.Left();
}

class Crash : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = absl::StrCat(::testing::TempDir(), "/baton-crash-XXXXXX");
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    data_ = folder + "/data";
    process_ = std::make_unique<ServerProcess>(BATON_SERVER_PROGRAM, data_);
    Start();
    AddCompany();
  }

  void TearDown() override {
    process_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void Start() {
    ASSERT_THAT(process_->Start(), IsOk());
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(process_->address(), grpc::InsecureChannelCredentials(),
                                         arguments);
  }

  Client Admin() {
    const auto secret = server::ReadFile(data_ + "/admin.token");
    EXPECT_THAT(secret, IsOk());
    return Client(channel_, std::string(absl::StripAsciiWhitespace(secret.value_or(""))));
  }
  Client Plugin() { return Client(channel_, plugin_secret_); }

  void AddPerson(const std::string& id, v1::Role role) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Name("people", id));
    request.mutable_person()->set_display_name(id);
    request.mutable_person()->set_role(role);
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }

  void AddCompany() {
    AddPerson("imogen", v1::ROLE_CSM);
    AddPerson("rosa", v1::ROLE_AE);
    for (int i = 0; i < kClients; ++i) {
      v1::UpsertAccountRequest account;
      account.mutable_account()->set_name(Name("accounts", absl::StrCat("customer-", i)));
      account.mutable_account()->set_display_name("A customer");
      ASSERT_THAT(Admin().Call(&AccountStub::UpsertAccount, account), IsOk());
      v1::SetAccountTeamRequest team;
      team.set_account(account.account().name());
      team.mutable_member()->set_role(v1::ROLE_CSM);
      team.mutable_member()->set_person(Name("people", "imogen"));
      ASSERT_THAT(Admin().Call(&AccountStub::SetAccountTeam, team), IsOk());
      team.mutable_member()->set_role(v1::ROLE_AE);
      team.mutable_member()->set_person(Name("people", "rosa"));
      ASSERT_THAT(Admin().Call(&AccountStub::SetAccountTeam, team), IsOk());
    }
    v1::CreateTokenRequest token;
    token.set_parent(kTenant);
    token.mutable_token()->set_role(v1::ROLE_INTEGRATION);
    const auto made = Admin().Call(&v1::TokenService::Stub::CreateToken, token);
    ASSERT_THAT(made, IsOk());
    plugin_secret_ = made->secret();
  }

  // Lets the clients write, and kills the server after that many answers.
  std::vector<std::vector<Story>> WriteAndKill(int round, int answers) {
    std::vector<std::vector<Story>> stories(kClients);
    Tally tally;
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back(
          [&, i, plugin = Plugin()] { TellStories(plugin, round, i, tally, stories[i]); });
    }
    tally.Await(answers);
    process_->Kill();
    for (std::thread& client : clients) client.join();
    return stories;
  }

  // What was answered is answered the same again; what was not can be asked again. Answers the
  // signal's name.
  std::string Retry(const Story& story) {
    const auto filed = Plugin().Call(&HandoffStub::FileSignal, story.file);
    EXPECT_THAT(filed, IsOk());
    if (!filed.ok()) return "";
    if (story.filed != nullptr) {
      EXPECT_EQ(filed->SerializeAsString(), story.filed->SerializeAsString());
    }
    const std::string& name = filed->signal().name();
    v1::GetSignalRequest get;
    get.set_name(name);
    const auto found = Plugin().Call(&HandoffStub::GetSignal, get);
    EXPECT_THAT(found, IsOk());
    if (found.ok() && story.acknowledged != nullptr) {
      EXPECT_EQ(found->signal().state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
    }
    if (story.acknowledge.name().empty()) return name;
    const auto acknowledged = Plugin().Call(&HandoffStub::AcknowledgeSignal, story.acknowledge);
    EXPECT_THAT(acknowledged, IsOk());
    if (acknowledged.ok() && story.acknowledged != nullptr) {
      EXPECT_EQ(acknowledged->SerializeAsString(), story.acknowledged->SerializeAsString());
    }
    return name;
  }

  std::set<std::string> AllSignals() {
    std::set<std::string> names;
    v1::ListSignalsRequest request;
    request.set_parent(kTenant);
    request.set_page_size(1'000);
    do {
      const auto page = Plugin().Call(&HandoffStub::ListSignals, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Signal& signal : page->signals()) {
        EXPECT_TRUE(names.insert(signal.name()).second) << signal.name() << " is listed twice";
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  // The signals that were handed to the CRM; each must be handed over once.
  std::set<std::string> HandedOver() {
    std::set<std::string> records;
    v1::ListDeliveriesRequest request;
    request.set_parent(kTenant);
    request.set_page_size(1'000);
    request.set_filter("kind = crm_handoff");
    do {
      const auto page = Plugin().Call(&v1::IntegrationService::Stub::ListDeliveries, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Delivery& delivery : page->deliveries()) {
        EXPECT_TRUE(records.insert(delivery.record()).second) << delivery.record() << " left twice";
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return records;
  }

  void ExpectAuditIntact() {
    v1::VerifyAuditRequest request;
    request.set_parent(kTenant);
    const auto verified = Admin().Call(&v1::AuditService::Stub::VerifyAudit, request);
    ASSERT_THAT(verified, IsOk());
    EXPECT_TRUE(verified->intact()) << verified->fault();
    EXPECT_GT(verified->event_count(), 0);
  }

  std::string folder_;
  std::string data_;
  std::unique_ptr<ServerProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string plugin_secret_;
};

TEST_F(Crash, R1_AKillLosesNothingThatWasAnsweredAndDoublesNothing) {
  std::mt19937 random(kSeed);
  std::uniform_int_distribution<int> kill_after(1, 250);
  std::set<std::string> expected;
  size_t answered = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto stories = WriteAndKill(round, kill_after(random));
    Start();
    if (HasFatalFailure()) return;
    ExpectAuditIntact();
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) {
        answered += story.filed != nullptr;
        EXPECT_TRUE(expected.insert(Retry(story)).second) << story.file.request_id();
      }
    }
    ExpectAuditIntact();
    EXPECT_EQ(AllSignals(), expected);
    EXPECT_EQ(HandedOver(), expected);
  }
  EXPECT_GT(answered, 0u);
}

TEST_F(Crash, R22_ATerminatedServerStopsCleanlyAndFindsItsData) {
  const auto filed = Plugin().Call(&HandoffStub::FileSignal, Filing("one", 0));
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(process_->Stop(), 0);
  Start();
  EXPECT_EQ(AllSignals(), std::set<std::string>{filed->signal().name()});
}

TEST_F(Crash, ASecondServerOnTheSameFolderIsRefused) {
  ServerProcess second(BATON_SERVER_PROGRAM, data_);
  EXPECT_THAT(second.Start(), StatusIs(absl::StatusCode::kUnavailable));
  ExpectAuditIntact();
}

}  // namespace
}  // namespace baton::testing
