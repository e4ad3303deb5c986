#include "tests/postgres/test_database.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "store/postgres/postgres_session.h"
#include "tests/postgres/cluster_script.h"

namespace baton::tests {
namespace {

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

// A cluster of this process's own.
class OwnCluster {
 public:
  OwnCluster() {
    file_ = (std::filesystem::temp_directory_path() / absl::StrCat("baton-pg-", getpid())).string();
    RunClusterScript(absl::StrCat("start '", file_, "'"));
  }
  ~OwnCluster() { RunClusterScript(absl::StrCat("stop '", file_, "'")); }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
};

std::string ClusterFile() {
  if (const char* given = std::getenv("BATON_POSTGRES_FILE"); given != nullptr) return given;
  static OwnCluster own;
  return own.file();
}

std::string ClusterUrl() {
  std::ifstream file(ClusterFile());
  std::string url;
  if (!std::getline(file, url)) Die(absl::StrCat("no cluster in ", ClusterFile()));
  return url;
}

void RunOnCluster(const std::string& statement) {
  store::PostgresSession::Options options;
  options.url = ClusterUrl();
  options.lock_timeout = absl::Seconds(60);
  const auto session = store::PostgresSession::Open(options);
  if (!session.ok()) Die(session.status().ToString());
  const auto run = (*session)->Run({statement, ""}, {});
  if (!run.ok()) Die(absl::StrCat(statement, ": ", run.status().ToString()));
}

}  // namespace

void RunClusterScript(const std::string& arguments) {
  const std::string command = absl::StrCat("'", BATON_CLUSTER_SCRIPT, "' ", arguments);
  if (std::system(command.c_str()) != 0) Die(absl::StrCat(command, " failed"));
}

TestDatabase::TestDatabase(const std::string& icu_locale) {
  static std::atomic<int> count{0};
  name_ = absl::StrCat("test_", getpid(), "_", count.fetch_add(1));
  const std::string locale =
      icu_locale.empty()
          ? ""
          : absl::StrCat(" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '", icu_locale, "'");
  RunOnCluster(absl::StrCat("CREATE DATABASE ", name_, " STRATEGY wal_log", locale));
  url_ = absl::StrReplaceAll(ClusterUrl(), {{"/postgres?", absl::StrCat("/", name_, "?")}});
}

TestDatabase::~TestDatabase() {
  RunOnCluster(absl::StrCat("DROP DATABASE ", name_, " WITH (FORCE)"));
}

}  // namespace baton::tests
