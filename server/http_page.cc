#include "server/http_page.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/config.h"

namespace baton::server {
namespace {

constexpr size_t kThreads = 2;
constexpr time_t kPatienceSeconds = 1;  // with a client that sends or reads nothing

// The library's own options would let a second server share the port.
void AllowRestart(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

// The port in use, below 1 when it can't be bound.
int Bind(httplib::Server& server, const std::string& host, int port) {
  if (port == 0) return server.bind_to_any_port(host);
  return server.bind_to_port(host, port) ? port : 0;
}

}  // namespace

class HttpPage::Server {
 public:
  explicit Server(Content content) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_socket_options(AllowRestart);
    server_.set_keep_alive_max_count(1);
    server_.set_keep_alive_timeout(kPatienceSeconds);
    server_.set_read_timeout(kPatienceSeconds);
    server_.set_write_timeout(kPatienceSeconds);
    server_.Get(content.path, [content](const httplib::Request&, httplib::Response& response) {
      response.set_content(content.render(), content.type);
    });
  }

  ~Server() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  // The port in use, below 1 when it can't be bound.
  int Start(const std::string& host, int port) {
    const int bound = Bind(server_, host, port);
    if (bound < 1) return bound;
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // Before it runs, stop() would do nothing.
    while (!server_.is_running()) std::this_thread::yield();
    return bound;
  }

 private:
  httplib::Server server_;
  std::thread thread_;
};

HttpPage::HttpPage(std::unique_ptr<Server> server, std::string address)
    : server_(std::move(server)), address_(std::move(address)) {}

HttpPage::~HttpPage() = default;

absl::StatusOr<std::unique_ptr<HttpPage>> HttpPage::Serve(const std::string& address,
                                                          Content content) {
  std::string host;
  int port = 0;
  if (!SplitAddress(address, &host, &port)) {
    return absl::UnavailableError(absl::StrCat("\"", address, "\" is no HOST:PORT"));
  }
  auto server = std::make_unique<Server>(std::move(content));
  const int bound = server->Start(host, port);
  if (bound < 1) return absl::UnavailableError(absl::StrCat("can't serve HTTP on ", address));
  return std::unique_ptr<HttpPage>(new HttpPage(
      std::move(server), absl::StrCat(address.substr(0, address.rfind(':')), ":", bound)));
}

}  // namespace baton::server
