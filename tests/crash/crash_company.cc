#include "tests/crash/crash_company.h"

#include <cstdlib>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/status_macros.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/data_folder.h"
#include "tests/acceptance/outbox.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;
using AccountStub = v1::AccountService::Stub;

constexpr int kDefaultSeed = 20'260'105;

std::string Name(const std::string& collection, const std::string& id) {
  return absl::StrCat(kTenant, "/", collection, "/", id);
}

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
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

}  // namespace

int CrashPoints(int short_form) { return FromEnvironment("BATON_CRASH_POINTS", short_form); }

unsigned CrashSeed() {
  return static_cast<unsigned>(FromEnvironment("BATON_CRASH_SEED", kDefaultSeed));
}

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

void CrashCompany::StartCompany(int servers, const DurableCluster* cluster) {
  StartCompanyOn(servers, cluster == nullptr ? "" : cluster->url());
}

void CrashCompany::StartCompanyOn(int servers, const std::string& url, const std::string& program) {
  std::vector<std::string> store;
  if (!url.empty()) store = {"--store", url};
  channels_.resize(servers);
  for (int i = 0; i < servers; ++i) {
    data_.push_back(folder_.File(absl::StrCat("data", i)));
    processes_.push_back(std::make_unique<ServerProcess>(program, data_.back(), store));
    if (!variable_.empty()) processes_.back()->SetEnvironment(variable_);
    Start(i);
    if (HasFatalFailure()) return;
  }
  AddCompany();
}

void CrashCompany::TearDown() { processes_.clear(); }

void CrashCompany::Start(int server) { ASSERT_THAT(TryStart(server), IsOk()); }

absl::Status CrashCompany::TryStart(int server) {
  BATON_RETURN_IF_ERROR(process(server).Start());
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channels_[server] = grpc::CreateCustomChannel(process(server).address(),
                                                grpc::InsecureChannelCredentials(), arguments);
  return absl::OkStatus();
}

// The first server made the token.
Client CrashCompany::Admin(int server) {
  const auto secret = server::ReadFile(data_[0] + "/admin.token");
  EXPECT_THAT(secret, IsOk());
  return Client(channels_[server], std::string(absl::StripAsciiWhitespace(secret.value_or(""))));
}

void CrashCompany::AddPerson(const std::string& id, v1::Role role, const std::string& manager) {
  v1::UpsertPersonRequest request;
  request.mutable_person()->set_name(Name("people", id));
  request.mutable_person()->set_display_name(id);
  request.mutable_person()->set_role(role);
  if (!manager.empty()) request.mutable_person()->set_manager(Name("people", manager));
  ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
}

void CrashCompany::AddCompany() {
  AddPerson("mona", v1::ROLE_MANAGER, "");
  AddPerson("imogen", v1::ROLE_CSM, "");
  AddPerson("rosa", v1::ROLE_AE, "mona");
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

std::vector<std::vector<Story>> CrashCompany::WriteUntil(int round, int answers,
                                                         const std::function<void()>& kill) {
  std::vector<std::vector<Story>> stories(kClients);
  Tally tally;
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    const int server = i % static_cast<int>(processes_.size());
    clients.emplace_back(
        [&, i, plugin = Plugin(server)] { TellStories(plugin, round, i, tally, stories[i]); });
  }
  tally.Await(answers);
  kill();
  for (std::thread& client : clients) client.join();
  return stories;
}

std::string CrashCompany::Retry(const Story& story, int server) {
  const auto filed = Plugin(server).Call(&HandoffStub::FileSignal, story.file);
  EXPECT_THAT(filed, IsOk());
  if (!filed.ok()) return "";
  if (story.filed != nullptr) {
    EXPECT_EQ(filed->SerializeAsString(), story.filed->SerializeAsString());
  }
  const std::string& name = filed->signal().name();
  v1::GetSignalRequest get;
  get.set_name(name);
  const auto found = Plugin(server).Call(&HandoffStub::GetSignal, get);
  EXPECT_THAT(found, IsOk());
  if (found.ok() && story.acknowledged != nullptr) {
    EXPECT_EQ(found->signal().state(), v1::SIGNAL_STATE_ACKNOWLEDGED);
  }
  if (story.acknowledge.name().empty()) return name;
  const auto acknowledged = Plugin(server).Call(&HandoffStub::AcknowledgeSignal, story.acknowledge);
  EXPECT_THAT(acknowledged, IsOk());
  if (acknowledged.ok() && story.acknowledged != nullptr) {
    EXPECT_EQ(acknowledged->SerializeAsString(), story.acknowledged->SerializeAsString());
  }
  return name;
}

std::set<std::string> CrashCompany::AllSignals(int server) {
  std::set<std::string> names;
  v1::ListSignalsRequest request;
  request.set_parent(kTenant);
  request.set_page_size(1'000);
  do {
    const auto page = Plugin(server).Call(&HandoffStub::ListSignals, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    for (const v1::Signal& signal : page->signals()) {
      EXPECT_TRUE(names.insert(signal.name()).second) << signal.name() << " is listed twice";
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return names;
}

std::vector<v1::Delivery> CrashCompany::Deliveries(const std::string& filter, int server) {
  return ListOutbox(Plugin(server), kTenant, filter);
}

std::set<std::string> CrashCompany::HandedOver(int server) {
  std::set<std::string> records;
  for (const v1::Delivery& delivery : Deliveries("kind = crm_handoff", server)) {
    EXPECT_TRUE(records.insert(delivery.record()).second) << delivery.record() << " left twice";
  }
  return records;
}

std::map<std::string, int> CrashCompany::MessagesTo(const std::string& person, int server) {
  std::map<std::string, int> messages;
  for (const v1::Delivery& delivery : Deliveries("kind = direct_message", server)) {
    if (delivery.recipient() == Name("people", person)) ++messages[delivery.record()];
  }
  return messages;
}

void CrashCompany::ExpectAuditIntact(int server) {
  v1::VerifyAuditRequest request;
  request.set_parent(kTenant);
  const auto verified = Admin(server).Call(&v1::AuditService::Stub::VerifyAudit, request);
  ASSERT_THAT(verified, IsOk());
  EXPECT_TRUE(verified->intact()) << verified->fault();
  EXPECT_GT(verified->event_count(), 0);
}

}  // namespace baton::testing
