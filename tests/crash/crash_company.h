// A company whose clients write while servers, or the database under them, are killed; and the
// checks of what is found afterwards against what the clients were told.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "baton/v1/integration_service.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "grpcpp/channel.h"
#include "tests/acceptance/client.h"
#include "tests/acceptance/server_process.h"
#include "tests/crash/durable_cluster.h"
#include "tests/temporary_folder.h"

namespace baton::testing {

// How much is tried: BATON_CRASH_POINTS and BATON_CRASH_SEED, which tools/torture sets, or the
// short form's. Printed with every test, so that a failure can be had again.
int CrashPoints(int short_form);
unsigned CrashSeed();

// What one client asked for and was told: a request without an answer may have happened or not.
struct Story {
  v1::FileSignalRequest file;
  std::unique_ptr<v1::FileSignalResponse> filed;
  v1::AcknowledgeSignalRequest acknowledge;
  std::unique_ptr<v1::AcknowledgeSignalResponse> acknowledged;
};

inline constexpr int kClients = 8;
inline constexpr char kTenant[] = "tenants/main";

v1::FileSignalRequest Filing(const std::string& id, int client);

// Servers of one company over one store.
class CrashCompany : public ::testing::Test {
 protected:
  // Starts `servers` of them, each with a data folder of its own; on the cluster when one is given,
  // else on SQLite.
  void StartCompany(int servers, const DurableCluster* cluster);
  void StartCompanyOn(int servers, const std::string& url,
                      const std::string& program = BATON_SERVER_PROGRAM);
  void TearDown() override;

  // A variable of every server's environment, "NAME=value"; before StartCompany.
  void SetEnvironment(std::string variable) { variable_ = std::move(variable); }

  // (Re)starts one server and connects to it.
  void Start(int server = 0);
  // The same where it may end before it serves.
  absl::Status TryStart(int server = 0);

  ServerProcess& process(int server = 0) { return *processes_[server]; }
  Client Admin(int server = 0);
  std::shared_ptr<grpc::Channel> channel(int server) const { return channels_[server]; }
  Client Plugin(int server = 0) { return Client(channels_[server], plugin_secret_); }
  const std::string& data(int server = 0) const { return data_[server]; }
  // Holds every server's data folder.
  const TemporaryFolder& folder() const { return folder_; }

  // Lets the clients write, client i on server i modulo their number, each until its calls fail;
  // calls `kill` after that many answers.
  std::vector<std::vector<Story>> WriteUntil(int round, int answers,
                                             const std::function<void()>& kill);

  // What was answered is answered the same again; what was not can be asked again. Answers the
  // signal's name.
  std::string Retry(const Story& story, int server = 0);
  std::set<std::string> AllSignals(int server = 0);
  // The records that were handed to the CRM; each must be there once.
  std::set<std::string> HandedOver(int server = 0);
  // How many messages that person was sent, by the record that they are about.
  std::map<std::string, int> MessagesTo(const std::string& person, int server = 0);
  void ExpectAuditIntact(int server = 0);

 private:
  std::string variable_;
  std::vector<v1::Delivery> Deliveries(const std::string& filter, int server);
  void AddPerson(const std::string& id, v1::Role role, const std::string& manager);
  void AddCompany();

  const TemporaryFolder folder_;
  std::vector<std::string> data_;
  std::vector<std::unique_ptr<ServerProcess>> processes_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::string plugin_secret_;
};

}  // namespace baton::testing
