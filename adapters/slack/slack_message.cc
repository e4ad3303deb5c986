#include "adapters/slack/slack_message.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "adapters/crm_fields.h"
#include "domain/json_object.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

HttpRequest Request(absl::string_view method, std::string path, std::string body) {
  HttpRequest request{std::string(method),
                      std::move(path),
                      {{"Authorization", absl::StrCat("Bearer ", kAccessToken)}},
                      std::move(body)};
  if (!request.body.empty()) {
    request.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  }
  return request;
}

// What Slack reads as markup or as a mention is text only: "<!channel>" calls nobody.
std::string PlainText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}});
}

std::string PostBody(const SlackMessage& message, size_t open_step) {
  domain::JsonObject payload;
  payload.Text("delivery", message.key);
  domain::JsonObject metadata;
  metadata.Text("event_type", "baton_delivery").Raw("event_payload", std::move(payload).Finish());
  domain::JsonObject post(message.body.size() + 512);
  post.Text("channel", absl::StrCat("{{responses[", open_step, "].body.channel.id}}"));
  post.Text("text", absl::StrCat("*", PlainText(message.subject), "*\n", PlainText(message.body)));
  post.Raw("metadata", std::move(metadata).Finish());
  post.Raw("unfurl_links", "false").Raw("unfurl_media", "false");
  return std::move(post).Finish();
}

absl::Status Check(const SlackMessage& message) {
  domain::Violations faults;
  if (message.to.empty()) faults.Add("to", "names nobody");
  if (message.to.size() > kMaxSlackPeople) faults.Add("to", "names more than 8 people");
  for (const SlackPerson& person : message.to) {
    if (person.slack_id.empty() && person.email.empty()) {
      faults.Add("to", "names somebody without a mail address");
    }
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<HttpRequests> RenderSlackMessage(const SlackMessage& message) {
  BATON_RETURN_IF_ERROR(Check(message));
  HttpRequests requests;
  std::vector<std::string> ids;
  for (const SlackPerson& person : message.to) {
    if (!person.slack_id.empty()) {
      ids.push_back(person.slack_id);
      continue;
    }
    ids.push_back(absl::StrCat("{{responses[", requests.size(), "].body.user.id}}"));
    requests.push_back(Request(
        "GET", absl::StrCat("/api/users.lookupByEmail?email=", EscapePath(person.email)), ""));
  }
  domain::JsonObject open;
  open.Text("users", absl::StrJoin(ids, ","));
  const size_t open_step = requests.size();
  requests.push_back(Request("POST", "/api/conversations.open", std::move(open).Finish()));
  requests.push_back(Request("POST", "/api/chat.postMessage", PostBody(message, open_step)));
  return requests;
}

}  // namespace baton::adapters
