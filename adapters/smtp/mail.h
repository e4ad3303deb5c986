// A mail as RFC 5322 writes it, plain text in UTF-8.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace baton::adapters {

struct MailMessage {
  // The delivery's name: the Message-ID, so that who gets it twice can tell.
  std::string key;
  std::string from;  // a bare address
  std::vector<std::string> to;
  std::string subject;
  std::string body;
  // When the message was written.
  absl::Time time;
};

// Whether it is an address that can stand in an envelope and a header: one "@", no blanks, no
// brackets or control characters, ASCII.
bool IsMailAddress(absl::string_view text);

// With CRLF line ends, the body in base64. Nothing in subject or body can add a header.
// INVALID_ARGUMENT, reason INVALID_FIELDS, for an address that is none.
absl::StatusOr<std::string> RenderMail(const MailMessage& mail);

}  // namespace baton::adapters
