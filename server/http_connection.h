// One connection of the HTTP edge as httplib's stream, with what the library lacks: a limit on the
// time of a whole request and on its head, an end to slow clients while others wait for a thread,
// descriptors beyond 1,024, and whether the client hung up.
#pragma once

#include <httplib.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace baton::server {

// A whole request, from its first byte to its last.
inline constexpr std::chrono::seconds kRequestTime{10};
// The same while other connections wait for a thread.
inline constexpr std::chrono::milliseconds kHurriedTime{500};
// An idle connection keeps its thread as long, unless others wait for it.
inline constexpr std::chrono::seconds kIdleTime{1};
// A whole answer; and a client that takes nothing of it.
inline constexpr std::chrono::seconds kAnswerTime{60};
inline constexpr std::chrono::seconds kWritePatience{5};
// Bytes of request line and headers.
inline constexpr size_t kMaxHead = 32 << 10;

// Whether the client of a connection closed its side. Outlives the connection; any thread.
class HangUp {
 public:
  explicit HangUp(int fd) : fd_(fd) {}
  // True once the connection has ended, too.
  bool Happened() const;
  void End();

 private:
  mutable absl::Mutex mutex_;
  int fd_ ABSL_GUARDED_BY(mutex_);
};

class HttpConnection final : public httplib::Stream {
 public:
  struct Surroundings {
    // Whether connections wait for a thread; asked often.
    std::function<bool()> crowded;
    // Whether the server is stopping; asked often.
    std::function<bool()> stopping;
    // Bytes of a whole request; what is beyond is not read.
    size_t max_request = 0;
  };

  // Takes `fd`, a connected socket, and closes it.
  HttpConnection(int fd, const Surroundings& around);
  ~HttpConnection() override;
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // True once TLS stands. `context` is kept as long as the connection.
  bool Handshake(std::shared_ptr<SSL_CTX> context);
  // True when a request begins; from now on its times count.
  bool AwaitRequest();

  // After the answer the connection ends: what comes next on it is not the beginning of a request.
  void CloseAfterAnswer() { closing_ = true; }
  bool closing() const { return closing_; }
  std::shared_ptr<const HangUp> hang_up() const { return hang_up_; }

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override;
  ssize_t write(const char* from, size_t size) override;
  // Nothing goes by addresses.
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  // The library refuses descriptors that select() can't take. It isn't used here.
  socket_t socket() const override { return -1; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  // One read of what has come; waits for it. 0 at the end, -1 when it took too long.
  ssize_t Receive(char* to, size_t size);
  bool Wait(short events, Time end, Time hurried_end) const;
  // Waits for what `result` of OpenSSL asks for. False when it is an end or a fault.
  bool WaitForTls(int result, Time end, Time hurried_end) const;
  // Counts bytes of the request; false when they are too many.
  bool Count(const char* bytes, size_t size);
  void Linger();

  const int fd_;
  const Surroundings& around_;
  const std::shared_ptr<HangUp> hang_up_;
  std::shared_ptr<SSL_CTX> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, SSL_free};
  std::array<char, 16 << 10> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool first_ = true;
  bool closing_ = false;
  bool cut_off_ = false;  // in the middle of a request
  bool answering_ = false;
  bool in_head_ = false;
  size_t line_ = 0;  // bytes of the head's line so far
  size_t head_ = 0;
  size_t request_ = 0;
  Time read_end_;
  Time hurried_end_;
  Time answer_end_;
};

}  // namespace baton::server
