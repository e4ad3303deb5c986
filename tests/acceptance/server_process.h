// The server as a process of its own, to be killed.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace baton::testing {

class ServerProcess {
 public:
  // `program` is the server's executable; `folder` its data folder.
  // `more`: further words of its command line.
  ServerProcess(std::string program, std::string folder, std::vector<std::string> more = {});
  // Kills it, if it runs.
  ~ServerProcess();

  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // A variable of its environment, "NAME=value", from the next start on; empty: none.
  void SetEnvironment(std::string variable) { variable_ = std::move(variable); }

  // Starts it on free ports and waits until it serves. It ends with the thread that calls.
  absl::Status Start();

  // SIGKILL, and waits until it is gone.
  void Kill();

  // SIGTERM; answers the exit code, -1 when a signal ended it, or it doesn't run.
  int Stop();

  // -1 when it does not run.
  pid_t pid() const { return pid_; }

  // host:port of the last start.
  const std::string& address() const { return address_; }

 private:
  const std::string program_;
  const std::string folder_;
  const std::vector<std::string> more_;
  std::string variable_;
  std::string address_;
  pid_t pid_ = -1;
};

}  // namespace baton::testing
