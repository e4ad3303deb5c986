#include "tests/acceptance/smtp_sink.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace baton::testing {
namespace {

// "a@b" of "MAIL FROM:<a@b> SIZE=1".
std::string AddressIn(const std::string& line) {
  const size_t begin = line.find('<');
  const size_t end = line.find('>', begin);
  return end == std::string::npos ? "" : line.substr(begin + 1, end - begin - 1);
}

// Reads until `mark` is in the buffer and takes what is before it; false when the client is gone.
bool ReadUntil(int socket, const std::string& mark, std::string* buffer, std::string* taken) {
  size_t at = 0;
  while ((at = buffer->find(mark)) == std::string::npos) {
    char piece[4096];
    const ssize_t got = recv(socket, piece, sizeof(piece), 0);
    if (got <= 0) return false;
    buffer->append(piece, static_cast<size_t>(got));
  }
  *taken = buffer->substr(0, at);
  buffer->erase(0, at + mark.size());
  return true;
}

void Say(int socket, const std::string& line) {
  const std::string text = line + "\r\n";
  (void)!send(socket, text.data(), text.size(), MSG_NOSIGNAL);
}

}  // namespace

SmtpSink::SmtpSink() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, SOMAXCONN) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  url_ = absl::StrCat("smtp://127.0.0.1:", ntohs(address.sin_port));
  thread_ = std::thread([this] { Serve(); });
}

SmtpSink::~SmtpSink() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  {
    absl::MutexLock lock(&mutex_);
    for (const int each : sockets_) shutdown(each, SHUT_RDWR);
  }
  for (std::thread& talk : talks_) talk.join();
  for (const int each : sockets_) close(each);
  close(listener_);
}

std::vector<Mail> SmtpSink::mails() const {
  absl::MutexLock lock(&mutex_);
  return mails_;
}

void SmtpSink::AnswerRecipientsWith(const std::string& reply) {
  absl::MutexLock lock(&mutex_);
  recipient_reply_ = reply;
}

void SmtpSink::Serve() {
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    absl::MutexLock lock(&mutex_);
    sockets_.push_back(client);
    talks_.emplace_back([this, client] { Talk(client); });
  }
}

std::string SmtpSink::ReplyTo(const std::string& line, Mail* mail) {
  if (absl::StartsWithIgnoreCase(line, "EHLO")) return "250 sink";
  if (absl::StartsWithIgnoreCase(line, "MAIL FROM:")) {
    *mail = Mail();
    mail->from = AddressIn(line);
    return "250 OK";
  }
  if (absl::StartsWithIgnoreCase(line, "RCPT TO:")) {
    mail->to.push_back(AddressIn(line));
    absl::MutexLock lock(&mutex_);
    return recipient_reply_;
  }
  if (absl::StartsWithIgnoreCase(line, "DATA")) return "354 go on";
  if (absl::StartsWithIgnoreCase(line, "QUIT")) return "221 bye";
  if (absl::StartsWithIgnoreCase(line, "RSET")) return "250 OK";
  return "502 not here";
}

void SmtpSink::Talk(int socket) {
  std::string buffer;
  std::string line;
  Mail mail;
  Say(socket, "220 sink");
  while (ReadUntil(socket, "\r\n", &buffer, &line)) {
    const std::string reply = ReplyTo(line, &mail);
    Say(socket, reply);
    if (reply == "354 go on") {
      if (!ReadUntil(socket, "\r\n.\r\n", &buffer, &mail.text)) return;
      {
        absl::MutexLock lock(&mutex_);
        mails_.push_back(mail);
      }
      Say(socket, "250 kept");
    }
    if (reply == "221 bye") return;
  }
}

}  // namespace baton::testing
