#include "adapters/request_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "adapters/cs_update.h"
#include "adapters/json.h"
#include "domain/json_object.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kAnswerBegins = "{{responses[";
constexpr absl::string_view kPathBegins = "].body.";
constexpr absl::string_view kEnds = "}}";
constexpr size_t kMaxId = 64;
// A body that takes the key begins with it; the same words anywhere else are somebody's text.
constexpr absl::string_view kKeyField = "{\"appKey\":";

absl::Status Missing(absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat("the connection has no ", what));
}

bool IsId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxId &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  absl::string_view("-_.:").find(c) != absl::string_view::npos;
         });
}

// Paths that lead to an id; anything else of an answer stays where it is.
bool IsIdPath(absl::string_view path) { return path == "id" || absl::EndsWith(path, ".id"); }

// "0].body.user.id" of "{{responses[0].body.user.id}}".
absl::StatusOr<std::string> IdOf(absl::string_view place, const std::vector<std::string>& answers) {
  const size_t middle = place.find(kPathBegins);
  size_t which = 0;
  if (middle == absl::string_view::npos || !absl::SimpleAtoi(place.substr(0, middle), &which) ||
      which >= answers.size()) {
    return absl::FailedPreconditionError("an answer is missing that the next request needs");
  }
  const absl::string_view path = place.substr(middle + kPathBegins.size());
  const auto answer = json::Parse(answers[which]);
  const json::Value* value = answer.ok() && IsIdPath(path) ? answer->Lookup(path) : nullptr;
  if (value == nullptr || !IsId(value->text())) {
    return absl::FailedPreconditionError(
        absl::StrCat("the answer has no ", std::string(path), " that the next request needs"));
  }
  return value->text();
}

absl::StatusOr<std::string> FillIds(absl::string_view text,
                                    const std::vector<std::string>& answers) {
  std::string filled;
  while (true) {
    const size_t begin = text.find(kAnswerBegins);
    const size_t end = begin == absl::string_view::npos ? begin : text.find(kEnds, begin);
    if (end == absl::string_view::npos) break;
    const absl::string_view place =
        text.substr(begin + kAnswerBegins.size(), end - begin - kAnswerBegins.size());
    BATON_ASSIGN_OR_RETURN(const std::string id, IdOf(place, answers));
    absl::StrAppend(&filled, text.substr(0, begin), id);
    text.remove_prefix(end + kEnds.size());
  }
  absl::StrAppend(&filled, text);
  return filled;
}

absl::Status FillSecret(absl::string_view place, const std::string& secret, absl::string_view what,
                        std::string* text) {
  if (!absl::StrContains(*text, place)) return absl::OkStatus();
  if (secret.empty()) return Missing(what);
  *text = absl::StrReplaceAll(*text, {{place, secret}});
  return absl::OkStatus();
}

absl::Status FillKeyField(const std::string& api_key, std::string* body) {
  const std::string place = absl::StrCat(kKeyField, "\"", kApiKey, "\"");
  if (!absl::StartsWith(*body, place)) return absl::OkStatus();
  if (api_key.empty()) return Missing("API key");
  std::string field(kKeyField);
  domain::AppendJsonString(api_key, &field);
  *body = field + body->substr(place.size());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HttpRequest> FillIn(const HttpRequest& request, const RequestSecrets& secrets,
                                   const std::vector<std::string>& answers) {
  HttpRequest filled = request;
  BATON_ASSIGN_OR_RETURN(filled.path, FillIds(request.path, answers));
  BATON_ASSIGN_OR_RETURN(filled.body, FillIds(request.body, answers));
  BATON_RETURN_IF_ERROR(FillKeyField(secrets.api_key, &filled.body));
  for (auto& [name, value] : filled.headers) {
    BATON_RETURN_IF_ERROR(
        FillSecret(kAccessToken, secrets.access_token, "access token or API key", &value));
    BATON_RETURN_IF_ERROR(FillSecret(kApiKey, secrets.api_key, "API key", &value));
    BATON_RETURN_IF_ERROR(FillSecret(kBasic, secrets.basic, "user and password", &value));
  }
  return filled;
}

}  // namespace baton::adapters
