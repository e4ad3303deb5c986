// The server on PostgreSQL by a clock that a test moves: baton-server-on-test-clock OPTION..., as
// the server's own, and SERVER_TEST_CLOCK in its environment: a file with the microseconds since
// 1970 as eight bytes, which the test maps and writes.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "server/baton_server.h"
#include "server/config.h"
#include "server/data_folder.h"
#include "store/postgres/postgres_store.h"

namespace baton::server {
namespace {

class MappedClock final : public Clock {
 public:
  explicit MappedClock(const std::string& file) {
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    void* mapped =
        fd < 0 ? MAP_FAILED : mmap(nullptr, sizeof *micros_, PROT_READ, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED) std::abort();
    micros_ = static_cast<const std::atomic<int64_t>*>(mapped);
  }
  absl::Time Now() const override { return absl::FromUnixMicros(micros_->load()); }

 private:
  const std::atomic<int64_t>* micros_ = nullptr;
};

absl::Status Serve(const Config& config) {
  const MappedClock clock(std::filesystem::path(config.data).parent_path() / "clock");
  BATON_ASSIGN_OR_RETURN(const std::unique_ptr<DataFolder> folder,
                         DataFolder::Open(config.data, false));
  Log log(open(config.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600),
          config.log_level);
  store::PostgresOptions store;
  store.url = config.store;
  BatonServer::Options options;
  options.config = config;
  BATON_ASSIGN_OR_RETURN(options.store, store::OpenPostgresStore(store));
  options.clock = &clock;
  options.log = &log;
  options.admin_token_file = folder->File("admin.token");
  BATON_ASSIGN_OR_RETURN(const std::unique_ptr<BatonServer> server,
                         BatonServer::Start(std::move(options)));
  std::printf("Baton serves on %s\n  to stop       SIGTERM\n", server->address().c_str());
  std::fflush(stdout);
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  int signal = 0;
  sigwait(&stops, &signal);
  server->Stop();
  return absl::OkStatus();
}

int Main(int argc, char** argv, char** environment) {
  sigset_t stops;  // before the first thread, so that every one inherits it
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  std::vector<std::string> variables;
  for (char** variable = environment; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  const auto invocation = ReadConfig({argv + 1, argv + argc}, variables);
  const absl::Status status = invocation.ok() ? Serve(invocation->config) : invocation.status();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}

}  // namespace
}  // namespace baton::server

int main(int argc, char** argv, char** environment) {
  return baton::server::Main(argc, argv, environment);
}
