// Servers that must not differ (R10): one program on either engine, with its writes committed
// together or each by itself, and with one caller or many.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/baton_server.h"
#include "server/log.h"
#include "tests/acceptance/client.h"
#include "tests/acceptance/server_fixture.h"
#include "tests/postgres/test_database.h"
#include "tests/temporary_folder.h"

namespace baton::testing {

struct Variant {
  bool postgresql = false;
  bool batching = true;
  int callers = 1;  // threads that call at once

  // "PostgreSQL, batches of one, 16 callers"
  std::string Name() const;
};

// The server over a socket. Its ids are made of the calls' request ids, which must be digits, at
// most 15: the same calls then make the same records in whatever order they come, and ids of one
// time sort by their requests'. PostgreSQL's database compares text as English does unless told
// otherwise, SQLite byte by byte.
class VariantServer {
 public:
  explicit VariantServer(const Variant& variant);
  ~VariantServer();

  absl::Status Start();

  const Variant& variant() const { return variant_; }
  absl::Time Now() const { return clock_.Now(); }
  void SetClock(absl::Time now) { clock_.Set(now); }
  // Moves the clock and handles what fell due.
  absl::Status AdvanceTo(absl::Time now);

  store::Store& store() { return server_->store(); }
  Client With(const std::string& secret) const { return Client(channel_, secret); }
  // Has the server read its tokens again, after some were put into the store.
  absl::Status ReloadTokens();

 private:
  absl::StatusOr<std::unique_ptr<store::Store>> OpenStore();

  const Variant variant_;
  const TemporaryFolder folder_;
  std::unique_ptr<tests::TestDatabase> database_;  // null on SQLite
  FakeClock clock_;
  int log_fd_ = -1;
  std::unique_ptr<server::Log> log_;
  std::unique_ptr<server::BatonServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace baton::testing
