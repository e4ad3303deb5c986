#include "tools/cli/connection_walk.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace baton::cli {
namespace {

// What is asked for.
enum class What {
  kUrl,
  kSetting,
  kWebhookSecret,
  kApiKey,
  kUser,
  kPassword,
  kTokenUrl,
  kClientId,
  kClientSecret,
};

struct Question {
  const char* vendor;
  What what;
  const char* text;
  // Taken for an empty answer; what begins with "/" stands behind the URL.
  const char* otherwise = "";
  // Of a setting.
  const char* setting = "";
};

constexpr Question kQuestions[] = {
    {"salesforce", What::kUrl, "Your org's address, as https://acme.my.salesforce.com"},
    {"salesforce", What::kClientId, "Consumer key of the external client app"},
    {"salesforce", What::kClientSecret, "Consumer secret"},
    {"salesforce", What::kTokenUrl, "Where access tokens come from", "/services/oauth2/token"},
    {"hubspot", What::kUrl, "HubSpot's address", "https://api.hubapi.com"},
    {"hubspot", What::kApiKey, "Access token of the private app"},
    {"hubspot", What::kWebhookSecret, "Client secret of the app, which signs its webhooks"},
    {"slack", What::kUrl, "Slack's address", "https://slack.com"},
    {"slack", What::kApiKey, "Bot token, xoxb-..."},
    {"smtp", What::kUrl, "Mail server, as smtps://mail.acme.example:465"},
    {"smtp", What::kSetting, "Address that mails come from", "", "from"},
    {"smtp", What::kUser, "User, if it asks for one"},
    {"smtp", What::kPassword, "Password"},
    {"webhook", What::kUrl, "Where events are sent, as https://acme.example/baton"},
    {"gainsight", What::kUrl, "Your Gainsight address, as https://acme.gainsightcloud.com"},
    {"gainsight", What::kApiKey, "API access key"},
    {"vitally", What::kUrl, "Your Vitally address, as https://acme.rest.vitally.io"},
    {"vitally", What::kApiKey, "API key"},
    {"churnzero", What::kUrl, "Address of your ChurnZero HTTP API"},
    {"churnzero", What::kApiKey, "Application key"},
    {"totango", What::kUrl, "Totango's address", "https://api.totango.com"},
    {"totango", What::kApiKey, "Service token"},
};

bool IsSecret(What what) {
  return what == What::kWebhookSecret || what == What::kApiKey || what == What::kPassword ||
         what == What::kClientSecret;
}

std::string Otherwise(const Question& question, const v1::CreateConnectionRequest& request) {
  if (question.otherwise[0] != '/') return question.otherwise;
  absl::string_view base = request.connection().base_url();
  absl::ConsumeSuffix(&base, "/");
  return base.empty() ? std::string() : absl::StrCat(base, question.otherwise);
}

// Whether the question still makes sense: who is not called needs no credentials.
bool Applies(const Question& question, const v1::CreateConnectionRequest& request) {
  if (question.what == What::kUrl || question.what == What::kWebhookSecret) return true;
  if (question.what == What::kPassword) return !request.credentials().user().empty();
  return !request.connection().base_url().empty();
}

void Take(const Question& question, const std::string& answer,
          v1::CreateConnectionRequest* request) {
  switch (question.what) {
    case What::kUrl:
      return request->mutable_connection()->set_base_url(answer);
    case What::kSetting: {
      v1::ConnectionSetting& setting = *request->mutable_connection()->add_settings();
      setting.set_name(question.setting);
      return setting.set_value(answer);
    }
    case What::kWebhookSecret:
      return request->set_webhook_secret(answer);
    case What::kApiKey:
      return request->mutable_credentials()->set_api_key(answer);
    case What::kUser:
      return request->mutable_credentials()->set_user(answer);
    case What::kPassword:
      return request->mutable_credentials()->set_password(answer);
    case What::kTokenUrl:
      return request->mutable_credentials()->set_token_url(answer);
    case What::kClientId:
      return request->mutable_credentials()->set_client_id(answer);
    case What::kClientSecret:
      return request->mutable_credentials()->set_client_secret(answer);
  }
}

absl::Status AskOne(const Ask& ask, const Question& question,
                    v1::CreateConnectionRequest* request) {
  const std::string otherwise = Otherwise(question, *request);
  const std::string hint = otherwise.empty() ? "" : absl::StrCat(" [", otherwise, "]");
  absl::StatusOr<std::string> answer =
      ask(absl::StrCat(question.text, hint, ": "), IsSecret(question.what));
  if (!answer.ok()) return answer.status();
  absl::StripAsciiWhitespace(&*answer);
  if (answer->empty()) *answer = otherwise;
  if (!answer->empty()) Take(question, *answer, request);
  return absl::OkStatus();
}

// While one lives, what is typed at standard input is not shown. Signals of the keyboard wait, so
// that none leaves the terminal silent.
class Unseen {
 public:
  Unseen() : held_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!held_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (held_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  const bool held_;
};

absl::StatusOr<std::string> ReadLine() {
  std::string line;
  if (std::getline(std::cin, line)) return line;
  return absl::CancelledError("nothing was connected: the questions were not answered");
}

}  // namespace

absl::Status WalkThrough(const Ask& ask, v1::CreateConnectionRequest* request) {
  for (const Question& question : kQuestions) {
    if (question.vendor != request->connection().vendor() || !Applies(question, *request)) continue;
    if (absl::Status status = AskOne(ask, question, request); !status.ok()) return status;
  }
  return absl::OkStatus();
}

bool SomebodyAnswers() { return isatty(STDIN_FILENO) == 1; }

Ask AskOnTerminal(std::ostream& notes) {
  return [&notes](const std::string& question, bool secret) -> absl::StatusOr<std::string> {
    notes << question << std::flush;
    if (!secret) return ReadLine();
    absl::StatusOr<std::string> line = [] {
      const Unseen unseen;
      return ReadLine();
    }();
    notes << "\n";
    return line;
  };
}

}  // namespace baton::cli
