// Sends requests over HTTP and mails over SMTP, many at a time, on a thread of its own (libcurl's
// multi interface).
//
// Never does more than one was asked for: no redirect is followed, no proxy of the environment is
// used, TLS is verified, answers are cut at a limit, and addresses are filtered when the socket is
// opened, after the name was looked up (address_filter.h).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace baton::server {

// Of an answer's body, in bytes; more is a failure.
inline constexpr size_t kMaxAnswerBytes = 1 << 20;
inline constexpr absl::Duration kConnectTimeout = absl::Seconds(10);
// From the start to the end of the answer.
inline constexpr absl::Duration kSendTimeout = absl::Seconds(30);

struct Outgoing {
  std::string method = "POST";  // of HTTP
  std::string url;              // https://, http://, smtps:// or smtp://
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  absl::Duration timeout = kSendTimeout;
  // SMTP: the envelope, and who logs in.
  std::string mail_from;
  std::vector<std::string> mail_to;
  std::string user;
  std::string password;
  // SMTP without TLS. Else smtp:// must offer STARTTLS.
  bool plain_smtp = false;
};

struct Answered {
  // Empty when an answer came; else for people why none did: "timed out", "connection refused".
  std::string failure;
  // The sender was stopped before an answer came.
  bool cut = false;
  // HTTP's, or SMTP's last reply.
  int status = 0;
  // Names in lower case.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Empty where it is missing.
  absl::string_view Header(absl::string_view lower_name) const;
};

class HttpSender {
 public:
  struct Options {
    // Loopback, private and link-local addresses, too.
    bool allow_private = false;
    // PEM file of who is trusted. Empty: whom the system trusts.
    std::string ca_file;
    // Sockets kept open.
    int max_connections = 256;
  };
  using Done = std::function<void(Answered)>;

  explicit HttpSender(Options options);
  // What is under way is answered as cut off.
  ~HttpSender();

  // Calls `done` once, on the sender's thread; it must return quickly and may call Send.
  // Thread safe.
  void Send(Outgoing outgoing, Done done);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace baton::server
