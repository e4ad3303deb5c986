// httplib's server with connections of our own (http_connection.h), a queue that listens to bursts,
// and threads that know whether others wait for one.
#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http_connection.h"
#include "server/http_tls.h"

namespace baton::server {

// Connections that are served at once: each has a thread from its first byte to its end.
inline constexpr size_t kHttpThreads = 128;
// Connections that wait for a thread; what comes beyond is closed at once.
inline constexpr size_t kHttpQueue = 4'096;

class HttpServer final : public httplib::Server {
 public:
  // Bodies hold `max_body` bytes at most. `tls` null: plain text.
  HttpServer(size_t max_body, std::unique_ptr<HttpTls> tls);
  // After stop() and the end of listen_after_bind().
  ~HttpServer() override;

  // Binds and listens. The port in use, below 1 when it can't be bound.
  int Bind(const std::string& host, int port);

  // The connection that this thread serves; null on any other.
  static HttpConnection* Current();

 private:
  class Threads;

  bool process_and_close_socket(socket_t socket) override;
  void Serve(socket_t socket);

  const std::unique_ptr<HttpTls> tls_;
  std::atomic<size_t> waiting_{0};  // connections without a thread
  HttpConnection::Surroundings around_;
};

}  // namespace baton::server
