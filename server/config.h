// The server's configuration: flags over environment over file over defaults.
//
// Every setting has one name: --drain-timeout on the command line, BATON_SERVER_DRAIN_TIMEOUT in
// the environment, `drain-timeout = "10s"` in the file that --config (or BATON_SERVER_CONFIG)
// names. What isn't known is refused wherever it stands, and every fault is named at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/log.h"

namespace baton::server {

struct Config {
  // host:port for callers; port 0 picks one. Anything but loopback needs TLS.
  std::string listen = "127.0.0.1:7411";
  // host:port for Prometheus; loopback only; port 0 picks one. "off" serves none.
  std::string metrics = "127.0.0.1:7412";
  // host:port for HTTP: webhooks and the API as Connect's protocol (http_edge.h). Anything but
  // loopback needs TLS; port 0 picks one; "off" serves none.
  std::string http = "127.0.0.1:7413";
  // The data folder, created where it is missing.
  std::string data = "data";
  // "sqlite:" and the database's file, or "postgresql://" and what libpq makes of it. Empty:
  // baton.db in the data folder.
  std::string store;
  bool on_postgresql() const { return store.rfind("postgresql://", 0) == 0; }
  // PEM files. Both or neither.
  std::string tls_cert;
  std::string tls_key;
  // The file of keys that seal connections' secrets (secret_box.h). Empty: secrets.key in the data
  // folder, made at the first start; on PostgreSQL, which servers share, none.
  std::string secrets_key;
  // Whether deliveries may go to loopback, private and link-local addresses (address_filter.h).
  bool courier_allow_private = false;
  // The table of trust: who vouches for callers beside our own tokens (identity_file.h). Empty:
  // nobody.
  std::string identity;
  // The tenant that the first start makes.
  std::string tenant = "main";
  // A server on a movable clock, on a data folder of its own.
  bool demo = false;
  // Where a new demo's clock begins.
  absl::Time demo_start = absl::FromUnixSeconds(1'767'225'600);  // 2026-01-01T00:00:00Z
  LogLevel log_level = LogLevel::kInfo;
  // Where the log goes. Empty: standard error.
  std::string log_file;
  // How long a stop waits for calls in flight. 0 to 60 s.
  absl::Duration drain_timeout = absl::Seconds(10);
  // Threads that read the store. 1 to 64.
  int reader_threads = 2;
  // Bytes of one request at most. 1 KiB to 64 MiB.
  int64_t max_message_bytes = 4 << 20;
  // Unary calls at once; more are refused as OVERLOADED. 1 to 100,000.
  int max_in_flight = 4096;
  // Server streams at once; more are refused as OVERLOADED. 1 to 100,000.
  int max_streams = 1024;

  bool serves_metrics() const { return metrics != "off"; }
  bool serves_http() const { return http != "off"; }
  bool tls() const { return !tls_cert.empty(); }
};

// What a command line asks for.
struct Invocation {
  Config config;
  // Not empty: print this and stop (--help, --version, --print-config).
  std::string print;
};

// `args` without the program's name; `environment` as "KEY=value" lines. INVALID_ARGUMENT names
// every fault, one a line.
absl::StatusOr<Invocation> ReadConfig(const std::vector<std::string>& args,
                                      const std::vector<std::string>& environment);

// Takes "host:port" and "[::1]:port" apart; false when it is neither.
bool SplitAddress(const std::string& address, std::string* host, int* port);

// True for localhost, 127.0.0.0/8 and ::1, with a port behind.
bool IsLoopback(const std::string& address);

}  // namespace baton::server
