#include "store/postgres/postgres_listener.h"

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "store/postgres/commit_word.h"

namespace baton::store {
namespace {

const Commit kUnknown = {{}, {}, /*elsewhere=*/true, /*unknown=*/true};

// Between two tries to connect.
constexpr absl::Duration kReconnectInterval = absl::Milliseconds(500);

}  // namespace

PostgresListener::PostgresListener(std::unique_ptr<PostgresSession> session, std::string server)
    : session_(std::move(session)), server_(std::move(server)) {
  int ends[2];
  if (pipe(ends) == 0) {
    wake_read_ = ends[0];
    wake_write_ = ends[1];
  }
}

PostgresListener::~PostgresListener() {
  Close();
  close(wake_read_);
  close(wake_write_);
}

void PostgresListener::Start() {
  // Before anything is read: no word is missed, so nobody need be told of the unknown.
  thread_ = std::thread([this, listening = Listen()] { Serve(listening); });
}

void PostgresListener::Close() {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_) return;
    closed_ = true;
  }
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = write(wake_write_, &byte, 1);
  if (thread_.joinable()) thread_.join();
}

bool PostgresListener::closed() {
  absl::MutexLock lock(&mutex_);
  return closed_;
}

void PostgresListener::Serve(bool listening) {
  // A timer, not a time of day.
  const auto patience = absl::ToChronoSeconds(kListenerPatience);
  auto any = std::chrono::steady_clock::now() + patience;
  while (!closed()) {
    if (!listening) {
      listening = Listen();
      if (listening) listeners_.Tell(kUnknown);  // what was said meanwhile is lost
    }
    if (!Rest(listening ? kListenerPatience : kReconnectInterval)) return;
    if (listening) Hear();
    listening = listening && PQstatus(session_->handle()) == CONNECTION_OK;
    connected_ = listening;
    if (std::chrono::steady_clock::now() < any) continue;
    listeners_.Tell(kUnknown);
    any = std::chrono::steady_clock::now() + patience;
  }
}

bool PostgresListener::Listen() {
  session_->ClearFailure();
  if (!session_->Recover().ok()) return false;
  const std::string listen = absl::StrCat("LISTEN ", std::string(kCommitChannel));
  connected_ = session_->Run({listen, ""}, {}).ok();
  return connected_;
}

void PostgresListener::Hear() {
  pg_conn* connection = session_->handle();
  PQconsumeInput(connection);
  while (PGnotify* word = PQnotifies(connection)) {
    const std::optional<Commit> commit = ReadCommitWord(server_, word->extra);
    PQfreemem(word);
    if (commit.has_value()) listeners_.Tell(*commit);
  }
}

bool PostgresListener::Rest(absl::Duration patience) {
  pollfd watched[2] = {{wake_read_, POLLIN, 0}, {-1, POLLIN, 0}};
  const bool connected = PQstatus(session_->handle()) == CONNECTION_OK;
  if (connected) watched[1].fd = PQsocket(session_->handle());
  poll(watched, connected ? 2 : 1, static_cast<int>(absl::ToInt64Milliseconds(patience)));
  return !closed();
}

}  // namespace baton::store
