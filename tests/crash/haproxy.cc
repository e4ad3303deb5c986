#include "tests/crash/haproxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/acceptance/raw_socket.h"

namespace baton::testing {
namespace {

constexpr char kProgram[] = "/usr/sbin/haproxy";

constexpr char kSettings[] = R"(global
    maxconn 8000
    tune.h2.max-concurrent-streams 100
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout http-request 10s
    timeout http-keep-alive 60s
)";

// A port that nobody used a moment ago.
int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace

Haproxy::Haproxy(const std::string& folder, const std::string& server)
    : address_(absl::StrCat("127.0.0.1:", FreePort())) {
  const std::string file = folder + "/haproxy.cfg";
  std::ofstream(file) << kSettings << "frontend calls\n    bind " << address_
                      << " proto h2\n    default_backend baton\nbackend baton\n    server baton "
                      << server << " proto h2 maxconn 256\n";
  std::string words[] = {kProgram, "-q", "-db", "-f", file};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                       words[3].data(), words[4].data(), nullptr};
  pid_ = fork();
  if (pid_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execv(kProgram, arguments);
  _exit(127);
}

Haproxy::~Haproxy() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

bool Haproxy::Await() const {
  for (int i = 0; i < 500; ++i) {
    if (RawSocket(address_).connected()) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

}  // namespace baton::testing
