// A mail server that keeps what it is sent (RFC 5321, as far as a client needs it), on loopback.
#pragma once

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace baton::testing {

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string text;  // headers and body
};

class SmtpSink {
 public:
  SmtpSink();
  ~SmtpSink();

  // smtp://127.0.0.1:PORT
  const std::string& url() const { return url_; }
  std::vector<Mail> mails() const;
  // What RCPT TO is answered with; "250 OK" at first.
  void AnswerRecipientsWith(const std::string& reply);

 private:
  void Serve();
  void Talk(int socket);
  std::string ReplyTo(const std::string& line, Mail* mail);

  int listener_ = -1;
  std::string url_;
  mutable absl::Mutex mutex_;
  std::vector<Mail> mails_ ABSL_GUARDED_BY(mutex_);
  std::string recipient_reply_ ABSL_GUARDED_BY(mutex_) = "250 OK";
  std::vector<int> sockets_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> talks_;
  std::thread thread_;
};

}  // namespace baton::testing
