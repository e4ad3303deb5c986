#include "tests/acceptance/server_process.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace baton::testing {
namespace {

constexpr char kGreeting[] = "Baton serves on ";
constexpr char kGreetingEnd[] = "  to stop";

// Only what may be called between fork and exec.
[[noreturn]] void Run(int output, char* const* arguments, char* variable) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  char* const environment[] = {variable, nullptr};
  execve(arguments[0], arguments, environment);
  _exit(127);
}

// Reads the greeting line by line; empty when the program ended before it was said.
std::string ReadAddress(int input) {
  std::string address;
  std::FILE* lines = fdopen(input, "r");
  char line[512];
  while (std::fgets(line, sizeof(line), lines) != nullptr) {
    absl::string_view text(line);
    if (absl::ConsumePrefix(&text, kGreeting)) {
      address = std::string(text.substr(0, text.find_first_of(" \n")));
    }
    if (absl::StartsWith(text, kGreetingEnd)) break;
  }
  std::fclose(lines);
  return address;
}

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

ServerProcess::ServerProcess(std::string program, std::string folder, std::vector<std::string> more)
    : program_(std::move(program)), folder_(std::move(folder)), more_(std::move(more)) {}

ServerProcess::~ServerProcess() { Kill(); }

absl::Status ServerProcess::Start() {
  const std::string log = absl::StrCat(folder_, ".log");
  std::vector<std::string> words = {program_,      "--data",     folder_, "--listen",
                                    "127.0.0.1:0", "--http",     "off",   "--metrics",
                                    "127.0.0.1:0", "--log-file", log};
  words.insert(words.end(), more_.begin(), more_.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe(ends) != 0) return absl::UnavailableError("no pipe");
  pid_ = fork();
  if (pid_ == 0) Run(ends[1], arguments.data(), variable_.empty() ? nullptr : variable_.data());
  close(ends[1]);
  if (pid_ < 0) {
    close(ends[0]);
    return absl::UnavailableError("no process");
  }
  address_ = ReadAddress(ends[0]);
  if (!address_.empty()) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(program_, " ended with ", WaitFor(std::exchange(pid_, -1)), "; see ", log));
}

void ServerProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  WaitFor(std::exchange(pid_, -1));
}

int ServerProcess::Stop() {
  if (pid_ < 0) return -1;
  kill(pid_, SIGTERM);
  return WaitFor(std::exchange(pid_, -1));
}

}  // namespace baton::testing
