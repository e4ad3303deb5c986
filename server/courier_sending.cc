#include "server/courier_sending.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "adapters/answer.h"
#include "server/backoff.h"
#include "server/connection_settings.h"

namespace baton::server {
namespace {

using adapters::Verdict;

constexpr int kServerError = 500;
constexpr int kMailTaken = 250;
constexpr int kMailNever = 500;

std::string BaseUrl(const v1::Connection& connection, const std::string& path) {
  // A webhook's address stands for itself, with its query and whatever ends it.
  if (path.empty()) return connection.base_url();
  absl::string_view base = connection.base_url();
  while (absl::ConsumeSuffix(&base, "/")) {
  }
  return absl::StrCat(base, path);
}

adapters::RequestSecrets SecretsOf(const v1::Connection& connection,
                                   const v1::ConnectionCredentials& credentials) {
  adapters::RequestSecrets secrets;
  secrets.api_key = credentials.api_key();
  // A key that does not run out stands in the token's place.
  if (!UsesOAuth(credentials)) secrets.access_token = credentials.api_key();
  // Vitally's key is the user, without a password.
  const bool key_alone = connection.vendor() == "vitally" || credentials.user().empty();
  const std::string pair =
      key_alone ? absl::StrCat(credentials.api_key(), ":")
                : absl::StrCat(credentials.user(), ":",
                               credentials.password().empty() ? credentials.api_key()
                                                              : credentials.password());
  if (pair != ":") secrets.basic = absl::Base64Escape(pair);
  return secrets;
}

// What a mail server answers to a login that it does not take (RFC 4954).
bool IsAboutLogin(int status) {
  return status == 530 || status == 534 || status == 535 || status == 538;
}

Reception ReceptionOf(const Answered& answered) {
  const bool failing = !answered.failure.empty() || answered.status >= kServerError;
  return failing ? Reception::kFailing : Reception::kWell;
}

}  // namespace

CourierSending::CourierSending(Means means, v1::Connection connection,
                               v1::ConnectionCredentials credentials, Letter letter,
                               std::string key, Done done)
    : means_(means),
      connection_(std::move(connection)),
      credentials_(std::move(credentials)),
      letter_(std::move(letter)),
      key_(std::move(key)),
      done_(std::move(done)),
      secrets_(SecretsOf(connection_, credentials_)) {}

void CourierSending::Start() {
  if (!letter_.mail.empty()) return SendMail();
  if (UsesOAuth(credentials_)) return WithToken();
  SendNext();
}

void CourierSending::WithToken() {
  means_.tokens.Get(connection_.name(), credentials_,
                    [self = shared_from_this()](const absl::StatusOr<std::string>& token) {
                      if (!token.ok()) {
                        Answered none;
                        none.failure = std::string(token.status().message());
                        return self->Finish(Verdict::kTryAgain, none.failure, none);
                      }
                      self->secrets_.access_token = *token;
                      self->SendNext();
                    });
}

void CourierSending::SendMail() {
  Outgoing outgoing;
  outgoing.url = connection_.base_url();
  outgoing.body = letter_.mail;
  outgoing.mail_from = letter_.mail_from;
  outgoing.mail_to = letter_.mail_to;
  outgoing.user = credentials_.user();
  outgoing.password = credentials_.password();
  outgoing.plain_smtp = SettingOf(connection_, "tls") == "off";
  means_.sender.Send(std::move(outgoing), [self = shared_from_this()](const Answered& answered) {
    self->TakeMailAnswer(answered);
  });
}

void CourierSending::TakeMailAnswer(const Answered& answered) {
  if (answered.failure.empty() && answered.status == kMailTaken) {
    return Finish(Verdict::kDone, absl::StrCat(answered.status, " OK"), answered);
  }
  // 5xx is never, but for a login: somebody mends that. Everything else is not now.
  const bool never = answered.status >= kMailNever && !IsAboutLogin(answered.status);
  const std::string words = answered.status >= 400
                                ? absl::StrCat(answered.status, " from the mail server")
                                : answered.failure;
  Answered heard = answered;
  if (answered.status >= 400) {
    heard.failure.clear();
    heard.status = 0;
  }
  Finish(never ? Verdict::kRefused : Verdict::kTryAgain, words, heard);
}

void CourierSending::SendRequest(const adapters::HttpRequest& request,
                                 std::function<void(Answered)> take) {
  absl::StatusOr<adapters::HttpRequest> filled = adapters::FillIn(request, secrets_, answers_);
  if (!filled.ok()) {
    return Finish(Verdict::kTryAgain, std::string(filled.status().message()), Answered());
  }
  Outgoing outgoing;
  outgoing.method = filled->method;
  outgoing.url = BaseUrl(connection_, filled->path);
  outgoing.headers = std::move(filled->headers);
  outgoing.headers.emplace_back("Idempotency-Key", key_);
  outgoing.body = std::move(filled->body);
  means_.sender.Send(std::move(outgoing), std::move(take));
}

void CourierSending::SendNext() {
  SendRequest(
      letter_.requests[answers_.size()],
      [self = shared_from_this()](const Answered& answered) { self->TakeAnswer(answered); });
}

void CourierSending::TakeAnswer(const Answered& answered) {
  if (!answered.failure.empty()) {
    return Finish(Verdict::kTryAgain, answered.failure, answered);
  }
  const adapters::Judgement judged = adapters::JudgeAnswer(
      connection_.vendor(),
      {answered.status, std::string(answered.Header("content-type")), answered.body});
  if (id_.empty()) id_ = judged.id;
  const bool last = answers_.size() + 1 == letter_.requests.size();
  const bool to_find = judged.verdict == Verdict::kDoneBefore &&
                       !letter_.requests[answers_.size()].find_path.empty();
  if (to_find) return FindMadeBefore();
  const bool done = judged.verdict == Verdict::kDone || judged.verdict == Verdict::kDoneBefore;
  if (done && !last) return Advance(answered.body);
  if (judged.verdict == Verdict::kNewToken && UsesOAuth(credentials_) && !renewed_) {
    renewed_ = true;
    means_.tokens.Drop(connection_.name(), secrets_.access_token);
    return WithToken();
  }
  Finish(judged.verdict == Verdict::kNewToken ? Verdict::kTryAgain : judged.verdict, judged.words,
         answered);
}

void CourierSending::Advance(std::string body) {
  answers_.push_back(std::move(body));
  SendNext();
}

void CourierSending::FindMadeBefore() {
  const adapters::HttpRequest& made = letter_.requests[answers_.size()];
  adapters::HttpRequest find = made;
  find.method = "GET";
  find.path = made.find_path;
  find.body.clear();
  SendRequest(find, [self = shared_from_this()](const Answered& answered) {
    const adapters::Judgement judged = adapters::JudgeAnswer(
        self->connection_.vendor(),
        {answered.status, std::string(answered.Header("content-type")), answered.body});
    const bool found = answered.failure.empty() && judged.verdict == Verdict::kDone;
    if (!found) {
      return self->Finish(Verdict::kTryAgain,
                          answered.failure.empty() ? judged.words : answered.failure, answered);
    }
    self->id_ = judged.id;
    if (self->answers_.size() + 1 < self->letter_.requests.size()) {
      return self->Advance(answered.body);
    }
    self->Finish(Verdict::kDoneBefore, judged.words, answered);
  });
}

void CourierSending::Finish(Verdict verdict, std::string words, const Answered& answered) {
  TryResult result;
  result.verdict = verdict;
  result.words = std::move(words);
  result.id = id_;
  result.connection = connection_.name();
  result.retry_after = ParseRetryAfter(answered.Header("retry-after"), means_.clock.Now());
  done_(std::move(result), ReceptionOf(answered), answered.cut);
}

}  // namespace baton::server
