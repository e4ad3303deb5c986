#include "tests/acceptance/raw_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/time/clock.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kSendPatience = absl::Seconds(5);

bool Ready(int fd, short events, absl::Duration patience) {
  pollfd wanted = {.fd = fd, .events = events, .revents = 0};
  const int64_t wait = std::max<int64_t>(0, absl::ToInt64Milliseconds(patience));
  return poll(&wanted, 1, static_cast<int>(wait)) > 0;
}

}  // namespace

RawSocket::RawSocket(const std::string& address) {
  const size_t colon = address.rfind(':');
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    return;
  }
  fd_ = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
  if (fd_ >= 0 && connect(fd_, found->ai_addr, found->ai_addrlen) != 0) Close();
  freeaddrinfo(found);
}

RawSocket::~RawSocket() { Close(); }

RawSocket::RawSocket(RawSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

void RawSocket::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
}

bool RawSocket::Send(std::string_view bytes) {
  const absl::Time end = absl::Now() + kSendPatience;
  while (!bytes.empty()) {
    if (!Ready(fd_, POLLOUT, end - absl::Now())) return false;
    const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

std::string RawSocket::ReadSome(absl::Duration patience) {
  char buffer[16 << 10];
  if (!Ready(fd_, POLLIN, patience)) return {};
  const ssize_t count = recv(fd_, buffer, sizeof(buffer), 0);
  return count > 0 ? std::string(buffer, static_cast<size_t>(count)) : std::string();
}

std::string RawSocket::ReadAll(absl::Duration patience) {
  const absl::Time end = absl::Now() + patience;
  std::string all;
  for (;;) {
    const std::string some = ReadSome(end - absl::Now());
    if (some.empty()) return all;
    all += some;
  }
}

bool RawSocket::AwaitEnd(absl::Duration patience) {
  const absl::Time end = absl::Now() + patience;
  char buffer[16 << 10];
  while (Ready(fd_, POLLIN, end - absl::Now())) {
    if (recv(fd_, buffer, sizeof(buffer), 0) <= 0) return true;
  }
  return false;
}

int RawSocket::Retransmissions() const {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  getsockopt(fd_, IPPROTO_TCP, TCP_INFO, &info, &size);
  return static_cast<int>(info.tcpi_total_retrans);
}

}  // namespace baton::testing
