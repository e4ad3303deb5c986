// Debian's HAProxy in front of a server, set up as docs/deploy.md says.
#pragma once

#include <sys/types.h>

#include <string>

namespace baton::testing {

class Haproxy {
 public:
  // Starts it on a free port in front of `server`, host:port; its configuration goes into `folder`.
  Haproxy(const std::string& folder, const std::string& server);
  ~Haproxy();
  Haproxy(const Haproxy&) = delete;
  Haproxy& operator=(const Haproxy&) = delete;

  const std::string& address() const { return address_; }
  // True once it takes connections.
  bool Await() const;

 private:
  std::string address_;
  pid_t pid_ = -1;
};

}  // namespace baton::testing
