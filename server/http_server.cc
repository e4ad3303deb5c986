#include "server/http_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/time/clock.h"

namespace baton::server {
namespace {

// The kernel keeps as many connections that were not accepted yet; the library asks for 5, and a
// burst beyond that waits for a second or three until the client tries again.
constexpr int kBacklog = 1'024;
constexpr int kCallsOfAConnection = 1'000;
// A chunked body has no length to be judged by: chunks' heads make it longer.
constexpr size_t kChunkHeads = 2;

thread_local HttpConnection* current = nullptr;
// True while the queue runs a connection's task only to have it closed.
thread_local bool turned_away = false;

// The library's own options would let a second server share the port.
void AllowRestart(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

}  // namespace

// The library's pool of threads, with a limit on what waits and a count of it.
class HttpServer::Threads final : public httplib::TaskQueue {
 public:
  explicit Threads(std::atomic<size_t>& waiting) : waiting_(waiting) {
    for (size_t i = 0; i < kHttpThreads; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  void enqueue(std::function<void()> task) override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (tasks_.size() < kHttpQueue) {
        tasks_.push_back(std::move(task));
        Count();
        task = nullptr;
      }
    }
    if (task == nullptr) return wake_.notify_one();
    turned_away = true;
    task();
    turned_away = false;
  }

  void shutdown() override {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void Work() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      ++idle_;
      Count();
      wake_.wait(lock, [this] { return !tasks_.empty() || ended_; });
      --idle_;
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      Count();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  // What an idle thread is about to take waits for nobody.
  void Count() { waiting_ = tasks_.size() > idle_ ? tasks_.size() - idle_ : 0; }

  std::atomic<size_t>& waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  size_t idle_ = 0;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(size_t max_body, std::unique_ptr<HttpTls> tls) : tls_(std::move(tls)) {
  around_ = {.crowded = [this] { return waiting_.load(std::memory_order_relaxed) > 0; },
             .stopping = [this] { return svr_sock_ == INVALID_SOCKET; },
             .max_request = kChunkHeads * (max_body + kMaxHead)};
  new_task_queue = [this] { return new Threads(waiting_); };
  set_socket_options(AllowRestart);
  set_payload_max_length(max_body);
  // What the library itself refuses it may not have read to its end: the rest of a body must not be
  // taken for the next request.
  set_error_handler(Handler([](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) Current()->CloseAfterAnswer();
  }));
}

HttpServer::~HttpServer() = default;

int HttpServer::Bind(const std::string& host, int port) {
  const int bound = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : 0);
  if (bound > 0) ::listen(svr_sock_, kBacklog);
  return bound;
}

HttpConnection* HttpServer::Current() { return current; }

bool HttpServer::process_and_close_socket(socket_t socket) {
  if (turned_away) {
    close(socket);
  } else {
    Serve(socket);
  }
  return true;
}

void HttpServer::Serve(socket_t socket) {
  HttpConnection connection(socket, around_);
  if (tls_ != nullptr && !connection.Handshake(tls_->ForNewConnection(absl::Now()))) return;
  current = &connection;
  for (int left = kCallsOfAConnection; left > 0 && connection.AwaitRequest(); --left) {
    bool closed = false;
    const bool written = process_request(connection, left == 1, closed, nullptr);
    if (!written || closed || connection.closing()) break;
  }
  current = nullptr;
}

}  // namespace baton::server
