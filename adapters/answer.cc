#include "adapters/answer.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/json.h"

namespace baton::adapters {
namespace {

constexpr size_t kMaxCode = 60;
constexpr size_t kMaxCodes = 5;

bool IsSuccess(int status) { return status >= 200 && status < 300; }

Judgement ByStatus(int status) {
  Judgement judgement;
  judgement.words = StatusWords(status);
  switch (status) {
    case 401:
      judgement.verdict = Verdict::kNewToken;
      break;
    case 410:
      judgement.verdict = Verdict::kGone;
      break;
    case 429:
      judgement.verdict = Verdict::kSlowDown;
      break;
    case 400:
    case 404:
    case 405:
    case 406:
    case 413:
    case 414:
    case 415:
    case 422:
    case 431:
      judgement.verdict = Verdict::kRefused;
      break;
    default:
      judgement.verdict = IsSuccess(status) ? Verdict::kDone : Verdict::kTryAgain;
  }
  return judgement;
}

// A code as programs write it, "REQUIRED_FIELD_MISSING"; anything longer or with blanks may be
// content and is left out.
std::string Code(const json::Value* value) {
  if (value == nullptr || value->text().size() > kMaxCode) return "";
  const std::string& text = value->text();
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
  });
  return plain ? text : "";
}

const json::Value* At(const json::Value& value, absl::string_view path) {
  return value.Lookup(path);
}

// Salesforce's list of errors: [{"errorCode", "fields"}].
struct SalesforceErrors {
  std::vector<std::string> codes;

  void Read(const json::Value& body) {
    if (body.is_object()) Add(body);
    for (const json::Value& error : body.items()) Add(error);
  }

  void Add(const json::Value& error) {
    const std::string code = Code(error.Find("errorCode"));
    // The bystanders of a graph that was rolled back.
    if (code.empty() || code == "PROCESSING_HALTED" || codes.size() == kMaxCodes) return;
    std::vector<std::string> fields;
    if (const json::Value* list = error.Find("fields"); list != nullptr) {
      for (const json::Value& field : list->items()) {
        if (const std::string name = Code(&field); !name.empty()) fields.push_back(name);
      }
    }
    const std::string where = fields.empty() ? "" : " (" + absl::StrJoin(fields, ", ") + ")";
    if (first.empty()) first = code;
    codes.push_back(code + where);
  }

  std::string first;
};

Verdict SalesforceVerdict(const std::string& code, Verdict otherwise) {
  static const auto& again = *new std::set<std::string>{
      "UNABLE_TO_LOCK_ROW",       "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION",
      "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT",      "API_CURRENTLY_DISABLED"};
  if (code == "DUPLICATE_VALUE") return Verdict::kDoneBefore;
  if (code == "INVALID_SESSION_ID") return Verdict::kNewToken;
  if (code == "REQUEST_LIMIT_EXCEEDED") return Verdict::kSlowDown;
  if (again.count(code) > 0) return Verdict::kTryAgain;
  return code.empty() ? otherwise : Verdict::kRefused;
}

void JudgeErrors(const SalesforceErrors& errors, Judgement* judgement) {
  judgement->verdict = SalesforceVerdict(errors.first, judgement->verdict);
  if (errors.codes.empty()) return;
  absl::StrAppend(&judgement->words, " ", absl::StrJoin(errors.codes, ", "));
}

// {"graphs":[{"isSuccessful", "graphResponse":{"compositeResponse":[{"body","httpStatusCode"}]}}]}:
// 200 even when all was rolled back.
void JudgeGraphs(const json::Value& graphs, Judgement* judgement) {
  SalesforceErrors errors;
  bool successful = !graphs.items().empty();
  for (const json::Value& graph : graphs.items()) {
    const json::Value* flag = graph.Find("isSuccessful");
    successful = successful && flag != nullptr && flag->IsTrue();
    const json::Value* responses = At(graph, "graphResponse.compositeResponse");
    if (responses == nullptr) continue;
    for (const json::Value& response : responses->items()) {
      const json::Value* body = response.Find("body");
      if (body == nullptr) continue;
      errors.Read(*body);
      const json::Value* id = body->Find("id");
      if (judgement->id.empty() && id != nullptr) judgement->id = Code(id);
    }
  }
  if (successful) return;
  judgement->id.clear();
  judgement->verdict = Verdict::kTryAgain;
  judgement->words = "200 but rolled back";
  JudgeErrors(errors, judgement);
}

void JudgeSalesforce(const json::Value& body, Judgement* judgement) {
  if (const json::Value* graphs = body.Find("graphs"); graphs != nullptr) {
    return JudgeGraphs(*graphs, judgement);
  }
  SalesforceErrors errors;
  if (judgement->verdict != Verdict::kDone) {
    errors.Read(body);
    return JudgeErrors(errors, judgement);
  }
  const json::Value* success = body.Find("success");
  if (success != nullptr && !success->IsTrue()) {
    if (const json::Value* list = body.Find("errors"); list != nullptr) errors.Read(*list);
    judgement->verdict = Verdict::kRefused;
    return JudgeErrors(errors, judgement);
  }
  if (const json::Value* id = body.Find("id"); id != nullptr) judgement->id = Code(id);
}

void JudgeHubSpot(const json::Value& body, absl::string_view text, Judgement* judgement) {
  if (judgement->verdict == Verdict::kDone) {
    if (const json::Value* id = body.Find("id"); id != nullptr) judgement->id = Code(id);
    return;
  }
  const std::string category = Code(body.Find("category"));
  if (!category.empty()) absl::StrAppend(&judgement->words, " ", category);
  if (absl::StrContains(text, "CONFLICTING_UNIQUE_VALUE")) {
    judgement->verdict = Verdict::kDoneBefore;
  } else if (category == "CONFLICT") {
    judgement->verdict = Verdict::kRefused;
  }
}

void JudgeSlack(const json::Value& body, Judgement* judgement) {
  const json::Value* ok = body.Find("ok");
  if (ok != nullptr && ok->IsTrue()) {
    if (const json::Value* ts = body.Find("ts"); ts != nullptr) judgement->id = Code(ts);
    return;
  }
  static const auto& again =
      *new std::set<std::string>{"internal_error",  "fatal_error",       "service_unavailable",
                                 "request_timeout", "team_added_to_org", "accesslimited"};
  static const auto& credentials = *new std::set<std::string>{
      "invalid_auth", "not_authed", "account_inactive", "token_revoked", "missing_scope"};
  const std::string error = Code(body.Find("error"));
  if (judgement->verdict == Verdict::kDone) judgement->verdict = Verdict::kRefused;
  if (error == "token_expired") judgement->verdict = Verdict::kNewToken;
  if (error == "ratelimited" || error == "rate_limited") judgement->verdict = Verdict::kSlowDown;
  if (again.count(error) + credentials.count(error) > 0) judgement->verdict = Verdict::kTryAgain;
  if (!error.empty()) absl::StrAppend(&judgement->words, " ", error);
}

// What Gainsight answers for an activity whose ExternalId it holds.
bool SaysDuplicate(const json::Value& body) {
  const json::Value* words = body.Find("errorDesc", json::KeyCase::kIgnored);
  if (words == nullptr) return false;
  const std::string text = absl::AsciiStrToLower(words->text());
  return absl::StrContains(text, "externalid") &&
         (absl::StrContains(text, "already") || absl::StrContains(text, "duplicate"));
}

void JudgeGainsight(const json::Value& body, Judgement* judgement) {
  const json::Value* result = body.Find("result", json::KeyCase::kIgnored);
  if (result != nullptr && result->IsTrue()) {
    if (judgement->verdict == Verdict::kDone) return;
  }
  const std::string code = Code(body.Find("errorCode", json::KeyCase::kIgnored));
  if (!code.empty()) absl::StrAppend(&judgement->words, " ", code);
  if (judgement->verdict == Verdict::kDone) judgement->verdict = Verdict::kRefused;
  if (SaysDuplicate(body)) judgement->verdict = Verdict::kDoneBefore;
}

void JudgeTotango(const json::Value& body, Judgement* judgement) {
  if (judgement->verdict != Verdict::kDone) return;
  if (const json::Value* id = At(body, "note.id"); id != nullptr) judgement->id = Code(id);
}

bool IsHtml(const VendorAnswer& answer) {
  const absl::string_view body = absl::StripLeadingAsciiWhitespace(answer.body);
  return absl::StrContains(absl::AsciiStrToLower(answer.content_type), "html") ||
         (!body.empty() && body.front() == '<');
}

}  // namespace

std::string StatusWords(int status) {
  static const auto& names = *new std::map<int, absl::string_view>{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {429, "Too Many Requests"},
      {500, "Internal Server Error"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  };
  const auto found = names.find(status);
  return found == names.end() ? absl::StrCat(status) : absl::StrCat(status, " ", found->second);
}

Judgement JudgeAnswer(absl::string_view vendor, const VendorAnswer& answer) {
  Judgement judgement = ByStatus(answer.status);
  if (vendor == "webhook") {
    const bool again =
        judgement.verdict == Verdict::kRefused || judgement.verdict == Verdict::kNewToken;
    if (again) judgement.verdict = Verdict::kTryAgain;
    return judgement;
  }
  if (judgement.verdict == Verdict::kDone && IsHtml(answer)) {
    judgement.verdict = Verdict::kTryAgain;
    absl::StrAppend(&judgement.words, ", but a web page");
    return judgement;
  }
  if (answer.body.empty() && vendor != "slack" && vendor != "gainsight") return judgement;
  const auto body = json::Parse(answer.body);
  if (!body.ok()) {
    if (judgement.verdict != Verdict::kDone || vendor == "churnzero") return judgement;
    judgement.verdict = Verdict::kTryAgain;
    absl::StrAppend(&judgement.words, ", but no JSON");
    return judgement;
  }
  if (vendor == "salesforce") JudgeSalesforce(*body, &judgement);
  if (vendor == "hubspot") JudgeHubSpot(*body, answer.body, &judgement);
  if (vendor == "slack") JudgeSlack(*body, &judgement);
  if (vendor == "gainsight") JudgeGainsight(*body, &judgement);
  if (vendor == "totango") JudgeTotango(*body, &judgement);
  return judgement;
}

}  // namespace baton::adapters
