#include "server/http_connection.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace baton::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Between two looks at whether others wait or the server stops.
constexpr milliseconds kLook{50};
// What a client still sends after its last answer is thrown away, so that the answer arrives.
constexpr milliseconds kLinger{500};

constexpr auto kNever = steady_clock::time_point::max();

}  // namespace

bool HangUp::Happened() const {
  absl::MutexLock lock(&mutex_);
  if (fd_ < 0) return true;
  pollfd wanted = {.fd = fd_, .events = POLLRDHUP, .revents = 0};
  return poll(&wanted, 1, 0) > 0 && (wanted.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void HangUp::End() {
  absl::MutexLock lock(&mutex_);
  fd_ = -1;
}

HttpConnection::HttpConnection(int fd, const Surroundings& around)
    : fd_(fd), around_(around), hang_up_(std::make_shared<HangUp>(fd)) {
  fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) | O_NONBLOCK);
}

HttpConnection::~HttpConnection() {
  if (tls_ != nullptr) SSL_shutdown(tls_.get());
  ERR_clear_error();
  shutdown(fd_, SHUT_WR);
  if (closing_ && !cut_off_) Linger();
  hang_up_->End();
  close(fd_);
}

// A socket that is closed with unread bytes takes back what the client hasn't read yet.
void HttpConnection::Linger() {
  const auto end = steady_clock::now() + kLinger;
  while (Wait(POLLIN, end, steady_clock::now()) && steady_clock::now() < end) {
    const ssize_t count = recv(fd_, buffer_.data(), buffer_.size(), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return;
  }
}

bool HttpConnection::Wait(short events, Time end, Time hurried_end) const {
  for (;;) {
    const Time now = steady_clock::now();
    if (now >= end) return false;
    pollfd wanted = {.fd = fd_, .events = events, .revents = 0};
    const auto left = std::chrono::ceil<milliseconds>(end - now);
    const int ready = poll(&wanted, 1, static_cast<int>(std::min(left, kLook).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
    if (hurried_end == kNever) continue;
    if (around_.stopping() || (steady_clock::now() >= hurried_end && around_.crowded())) {
      return false;
    }
  }
}

bool HttpConnection::WaitForTls(int result, Time end, Time hurried_end) const {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return Wait(POLLIN, end, hurried_end);
    case SSL_ERROR_WANT_WRITE:
      return Wait(POLLOUT, end, hurried_end);
    default:
      return false;
  }
}

bool HttpConnection::Handshake(std::shared_ptr<SSL_CTX> context) {
  context_ = std::move(context);
  tls_.reset(SSL_new(context_.get()));
  if (tls_ == nullptr || SSL_set_fd(tls_.get(), fd_) != 1) return false;
  const Time now = steady_clock::now();
  for (;;) {
    ERR_clear_error();
    const int result = SSL_accept(tls_.get());
    if (result == 1) return true;
    if (!WaitForTls(result, now + kRequestTime, now + kHurriedTime)) {
      // After a fault OpenSSL must not be asked to say goodbye.
      tls_.reset();
      return false;
    }
  }
}

bool HttpConnection::AwaitRequest() {
  const Time now = steady_clock::now();
  if (begin_ == end_) {
    read_end_ = now + kIdleTime;
    hurried_end_ = first_ ? now + kHurriedTime : now;
    const ssize_t count = Receive(buffer_.data(), buffer_.size());
    if (count <= 0) return false;
    begin_ = 0;
    end_ = static_cast<size_t>(count);
  }
  first_ = false;
  answering_ = false;
  in_head_ = true;
  line_ = head_ = request_ = 0;
  read_end_ = steady_clock::now() + kRequestTime;
  hurried_end_ = steady_clock::now() + kHurriedTime;
  return true;
}

ssize_t HttpConnection::Receive(char* to, size_t size) {
  for (;;) {
    // A client that sends a byte whenever one is awaited is slow, too.
    if (steady_clock::now() >= read_end_) return -1;
    if (tls_ != nullptr) {
      ERR_clear_error();
      const int count = SSL_read(tls_.get(), to, static_cast<int>(size));
      if (count > 0) return count;
      if (!WaitForTls(count, read_end_, hurried_end_)) return -1;
      continue;
    }
    const ssize_t count = recv(fd_, to, size, 0);
    if (count >= 0) return count;
    if (errno == EINTR) continue;
    if (errno != EAGAIN || !Wait(POLLIN, read_end_, hurried_end_)) return -1;
  }
}

ssize_t HttpConnection::read(char* to, size_t size) {
  if (begin_ == end_) {
    const ssize_t count = Receive(buffer_.data(), buffer_.size());
    if (count <= 0) {
      closing_ = cut_off_ = true;
      return count;
    }
    begin_ = 0;
    end_ = static_cast<size_t>(count);
  }
  const size_t count = std::min(size, end_ - begin_);
  memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  if (Count(to, count)) return static_cast<ssize_t>(count);
  closing_ = cut_off_ = true;
  return -1;
}

bool HttpConnection::Count(const char* bytes, size_t size) {
  request_ += size;
  if (request_ > around_.max_request) return false;
  for (size_t i = 0; in_head_ && i < size; ++i) {
    if (++head_ > kMaxHead) return false;
    ++line_;
    if (bytes[i] != '\n') continue;
    in_head_ = line_ > 2;  // more than the empty line's CR LF
    line_ = 0;
  }
  return true;
}

ssize_t HttpConnection::write(const char* from, size_t size) {
  if (!std::exchange(answering_, true)) answer_end_ = steady_clock::now() + kAnswerTime;
  for (;;) {
    const Time end = std::min(answer_end_, steady_clock::now() + kWritePatience);
    if (tls_ != nullptr) {
      ERR_clear_error();
      const int count = SSL_write(tls_.get(), from, static_cast<int>(size));
      if (count > 0) return count;
      if (!WaitForTls(count, end, kNever)) return -1;
      continue;
    }
    const ssize_t count = send(fd_, from, size, MSG_NOSIGNAL);
    if (count >= 0) return count;
    if (errno == EINTR) continue;
    if (errno != EAGAIN || !Wait(POLLOUT, end, kNever)) return -1;
  }
}

void HttpConnection::get_remote_ip_and_port(std::string&, int&) const {}

void HttpConnection::get_local_ip_and_port(std::string&, int&) const {}

}  // namespace baton::server
