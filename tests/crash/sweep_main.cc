// The server's own sweeper as a program, to be killed while it sweeps at an instant of the test's
// choice: baton-sweep-once URL SECONDS_SINCE_1970. Prints a line when it is about to begin.
#include <cstdio>

#include "absl/strings/numbers.h"
#include "server/sweeper.h"
#include "store/postgres/postgres_store.h"

namespace {

class OneInstant final : public baton::server::Clock {
 public:
  explicit OneInstant(absl::Time now) : now_(now) {}
  absl::Time Now() const override { return now_; }

 private:
  const absl::Time now_;
};

}  // namespace

int main(int argc, char** argv) {
  int64_t seconds = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &seconds)) return 2;
  const OneInstant clock(absl::FromUnixSeconds(seconds));
  baton::store::PostgresOptions options;
  options.url = argv[1];
  auto store = baton::store::OpenPostgresStore(options);
  if (!store.ok()) return 1;
  baton::server::Log log(STDERR_FILENO, baton::server::LogLevel::kError);
  baton::server::Metrics metrics;
  baton::server::Sweeper sweeper(**store, clock, log, metrics);
  std::puts("sweeps");
  std::fflush(stdout);
  const auto handled = sweeper.SweepAll(clock.Now());
  (*store)->Close();
  return handled.ok() ? 0 : 1;
}
