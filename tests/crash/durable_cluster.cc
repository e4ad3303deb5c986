#include "tests/crash/durable_cluster.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "store/postgres/postgres_session.h"
#include "tests/postgres/cluster_script.h"

namespace baton::testing {

void DurableCluster::TakeFile() {
  static std::atomic<int> count{0};
  file_ = (std::filesystem::temp_directory_path() /
           absl::StrCat("baton-durable-", getpid(), "-", count.fetch_add(1)))
              .string();
}

DurableCluster::DurableCluster() {
  TakeFile();
  tests::RunClusterScript(absl::StrCat("start '", file_, "' 'fsync = on'"));
  std::ifstream file(file_);
  std::getline(file, url_);
}

DurableCluster::DurableCluster(const char* disk_fault) {
  TakeFile();
  setenv("BATON_DISK_FAULT", disk_fault, 1);
  tests::RunClusterScript(absl::StrCat("start '", file_, "' 'fsync = on'"));
  unsetenv("BATON_DISK_FAULT");
  std::ifstream file(file_);
  std::getline(file, url_);
}

DurableCluster::DurableCluster(const DurableCluster& primary) {
  TakeFile();
  tests::RunClusterScript(absl::StrCat("standby '", file_, "' '", primary.file_, "'"));
  std::ifstream file(file_);
  std::getline(file, url_);
}

std::string DurableCluster::host() const { return url_.substr(url_.find("host=") + 5); }

void DurableCluster::Deafen() { tests::RunClusterScript(absl::StrCat("deafen '", file_, "'")); }

void DurableCluster::Promote() { tests::RunClusterScript(absl::StrCat("promote '", file_, "'")); }

DurableCluster::~DurableCluster() { tests::RunClusterScript(absl::StrCat("stop '", file_, "'")); }

void DurableCluster::Kill() { tests::RunClusterScript(absl::StrCat("kill '", file_, "'")); }

void DurableCluster::BreakDisk(const std::string& fault) {
  fault_ = absl::StrCat(host(), "/", fault);
  std::ofstream file(fault_);
}

void DurableCluster::HealDisk() { std::filesystem::remove(fault_); }

bool DurableCluster::Run(const std::string& statement) {
  store::PostgresSession::Options options;
  options.url = url_;
  const auto session = store::PostgresSession::Open(options);
  return session.ok() && (*session)->Run({statement, "", statement}, {}).ok();
}

void DurableCluster::Restart() { tests::RunClusterScript(absl::StrCat("restart '", file_, "'")); }

}  // namespace baton::testing
