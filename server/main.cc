// The program: reads the configuration, opens what the server works on, serves until a signal.
// Nothing else names the real clock or an engine.

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "domain/status_macros.h"
#include "server/baton_server.h"
#include "server/config.h"
#include "server/data_folder.h"
#include "server/demo_clock.h"
#include "server/tls.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace baton::server {
namespace {

constexpr int kExitFailed = 1;  // could not start
constexpr int kExitUsage = 2;   // the configuration is wrong

class RealClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// What lives as long as the program serves.
struct Ground {
  std::unique_ptr<DataFolder> folder;
  std::unique_ptr<DemoClock> demo_clock;
  RealClock real_clock;
  int log_fd = STDERR_FILENO;
  std::unique_ptr<Log> log;

  const Clock& clock() const {
    if (demo_clock != nullptr) return *demo_clock;
    return real_clock;
  }
};

absl::Status Prepare(const Config& config, Ground* ground) {
  BATON_ASSIGN_OR_RETURN(ground->folder, DataFolder::Open(config.data, config.demo));
  if (config.demo) {
    BATON_ASSIGN_OR_RETURN(ground->demo_clock,
                           DemoClock::Open(ground->folder->File("demo_clock"), config.demo_start));
  }
  if (!config.log_file.empty()) {
    ground->log_fd = open(config.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (ground->log_fd < 0) {
      return absl::UnavailableError(absl::StrCat("can't write the log ", config.log_file));
    }
  }
  ground->log = std::make_unique<Log>(ground->log_fd, config.log_level);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<store::Store>> OpenStore(const Config& config,
                                                        const Ground& ground) {
  const store::ErrorLog log = [&ground](std::string_view words) {
    ground.log->Event(LogLevel::kError, ground.clock().Now(), "store",
                      {{"fault", std::string(words)}});
  };
  if (config.on_postgresql()) {
    store::PostgresOptions options;
    options.url = config.store;
    options.reader_threads = config.reader_threads;
    options.log = log;
    return store::OpenPostgresStore(options);
  }
  store::SqliteOptions options;
  options.path = config.store.empty() ? ground.folder->File("baton.db")
                                      : std::string(absl::StripPrefix(config.store, "sqlite:"));
  options.reader_threads = config.reader_threads;
  options.log = log;
  return store::OpenSqliteStore(options);
}

absl::StatusOr<SecretBox> LoadSecrets(const Config& config, const Ground& ground) {
  if (!config.secrets_key.empty()) return SecretBox::Load(config.secrets_key);
  if (config.on_postgresql()) return SecretBox();
  return SecretBox::LoadOrMake(ground.folder->File("secrets.key"));
}

absl::StatusOr<std::unique_ptr<BatonServer>> Serve(const Config& config, const Ground& ground) {
  BatonServer::Options options;
  options.config = config;
  BATON_ASSIGN_OR_RETURN(options.store, OpenStore(config, ground));
  options.clock = &ground.clock();
  options.demo_clock = ground.demo_clock.get();
  options.log = ground.log.get();
  options.admin_token_file = ground.folder->File("admin.token");
  BATON_ASSIGN_OR_RETURN(options.secrets, LoadSecrets(config, ground));
  BATON_ASSIGN_OR_RETURN(std::unique_ptr<BatonServer> server,
                         BatonServer::Start(std::move(options)));
  BATON_RETURN_IF_ERROR(
      WriteFileDurably(ground.folder->File("address"), absl::StrCat(server->address(), "\n")));
  return server;
}

std::string AdminToken(const Ground& ground, const BatonServer& server) {
  const std::string file = ground.folder->File("admin.token");
  if (server.made_admin_token()) return absl::StrCat(file, " (made just now; keep it safe)");
  return access(file.c_str(), F_OK) == 0 ? file : "made before, by the store's first start";
}

void Greet(const Config& config, const Ground& ground, const BatonServer& server) {
  std::string text = absl::StrCat(
      "Baton serves on ", server.address(), config.tls() ? " (TLS)" : "", "\n",  //
      "  data folder   ", ground.folder->path(), config.demo ? " (a demo's)" : "", "\n",
      "  admin token   ", AdminToken(ground, server), "\n",
      config.serves_metrics()
          ? absl::StrCat("  metrics       http://", server.metrics_address(), "/metrics\n")
          : std::string(),
      config.serves_http() ? absl::StrCat("  HTTP          ", config.tls() ? "https://" : "http://",
                                          server.http_address(), "/\n")
                           : std::string(),
      "  to stop       Ctrl-C\n");
  if (ground.demo_clock != nullptr) {
    absl::StrAppend(
        &text, "  clock         ",
        absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", ground.clock().Now(), absl::UTCTimeZone()),
        ", moved by AdvanceClock\n");
  }
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

int Fail(int code, const absl::Status& status) {
  std::fprintf(stderr, "baton-server: %s\n", std::string(status.message()).c_str());
  return code;
}

// Before the first thread, so that every thread inherits it and only WaitForStop gets the signals.
sigset_t BlockStopSignals() {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return stops;
}

void WaitForStop(const sigset_t& stops) {
  int signal = 0;
  sigwait(&stops, &signal);
  // A second Ctrl-C ends the program at once.
  pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
}

// The library's own log lines are no JSON and repeat what the statuses say. Whoever sets
// GRPC_VERBOSITY gets them back.
void QuietGrpc() { setenv("GRPC_VERBOSITY", "NONE", 0); }

int Main(const std::vector<std::string>& args, const std::vector<std::string>& environment) {
  const absl::StatusOr<Invocation> invocation = ReadConfig(args, environment);
  if (!invocation.ok()) return Fail(kExitUsage, invocation.status());
  if (!invocation->print.empty()) {
    std::fputs(invocation->print.c_str(), stdout);
    return 0;
  }
  const Config& config = invocation->config;
  QuietGrpc();
  RequireTls13();
  // Debian's Abseil looks for lock cycles at every lock, at a cost that shows under load.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t stops = BlockStopSignals();
  Ground ground;
  const absl::Status prepared = Prepare(config, &ground);
  if (!prepared.ok()) return Fail(kExitFailed, prepared);
  absl::StatusOr<std::unique_ptr<BatonServer>> server = Serve(config, ground);
  if (!server.ok()) return Fail(kExitFailed, server.status());
  Greet(config, ground, **server);
  WaitForStop(stops);
  std::puts("Baton stops.");
  std::fflush(stdout);
  (*server)->Stop();
  return 0;
}

}  // namespace
}  // namespace baton::server

int main(int argc, char** argv) {
  std::vector<std::string> environment;
  for (char** line = environ; *line != nullptr; ++line) environment.emplace_back(*line);
  return baton::server::Main({argv + 1, argv + argc}, environment);
}
