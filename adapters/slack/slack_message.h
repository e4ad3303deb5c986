// Direct messages through Slack's Web API, never into a channel.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/crm_writer.h"

namespace baton::adapters {

// Of a direct message that goes to several people at once, by Slack.
inline constexpr size_t kMaxSlackPeople = 8;

// Somebody a message is for: Slack's own id of them where it is known, else their mail address.
struct SlackPerson {
  std::string slack_id;
  std::string email;
};

struct SlackMessage {
  // The delivery's name; travels with the message as metadata.
  std::string key;
  std::vector<SlackPerson> to;
  std::string subject;
  std::string body;
};

// Looks the people up, opens the direct conversation with them, posts. INVALID_ARGUMENT, reason
// INVALID_FIELDS, when nobody is named, too many, or one without either id or address.
absl::StatusOr<HttpRequests> RenderSlackMessage(const SlackMessage& message);

}  // namespace baton::adapters
