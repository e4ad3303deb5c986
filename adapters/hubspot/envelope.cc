#include "adapters/hubspot/envelope.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace baton::adapters {
namespace {

using json::Value;

constexpr int kFirstErrorStatus = 400;

// What the path of a request says of its answer.
struct AnswerOf {
  enum class Kind { kUnknown, kRecords, kSplits, kPipelines, kLinks };
  Kind kind = Kind::kUnknown;
  std::string object;
  // Of links alone; the id where the path names the one record that all links are from.
  std::string to_object;
  std::string from_id;
};

// "v3", "v4" and the dated versions as "2026-03".
bool IsVersion(absl::string_view segment) {
  const bool dated = segment.size() == 7 && segment[4] == '-';
  absl::string_view digits = segment;
  if (!dated && !absl::ConsumePrefix(&digits, "v")) return false;
  return !digits.empty() && std::all_of(digits.begin(), digits.end(), [dated](char c) {
    return absl::ascii_isdigit(c) || (dated && c == '-');
  });
}

std::vector<std::string> Segments(absl::string_view path) {
  path = path.substr(0, path.find('?'));
  const size_t host = path.find("://");
  if (host != absl::string_view::npos) path.remove_prefix(host + 3);
  std::vector<std::string> segments;
  for (const absl::string_view part : absl::StrSplit(path, '/', absl::SkipEmpty())) {
    if (!IsVersion(part)) segments.emplace_back(part);
  }
  return segments;
}

// Of /crm/v3/objects/deals/219?..., /crm/objects/v3/deals/splits/batch/read,
// /crm/v4/associations/deals/line_items/batch/read,
// /crm/v4/objects/deals/219/associations/contacts, /crm/v3/owners/71 and /crm/v3/pipelines/deals.
AnswerOf ReadPath(absl::string_view path) {
  const std::vector<std::string> segments = Segments(path);
  const auto at = [&](size_t i) { return i < segments.size() ? segments[i] : std::string(); };
  size_t i = 0;
  while (i < segments.size() && segments[i] != "objects" && segments[i] != "owners" &&
         segments[i] != "pipelines" && segments[i] != "associations") {
    ++i;
  }
  using Kind = AnswerOf::Kind;
  if (at(i) == "owners") return {Kind::kRecords, "owner", "", ""};
  if (at(i) == "pipelines") return {Kind::kPipelines, HubSpotObject(at(i + 1)), "", ""};
  if (at(i) == "associations") {
    return {Kind::kLinks, HubSpotObject(at(i + 1)), HubSpotObject(at(i + 2)), ""};
  }
  if (at(i) != "objects" || at(i + 1).empty()) return {};
  const std::string object = HubSpotObject(at(i + 1));
  if (at(i + 2) == "splits") return {Kind::kSplits, object, "", ""};
  if (at(i + 3) == "associations") {
    return {Kind::kLinks, object, HubSpotObject(at(i + 4)), at(i + 2)};
  }
  return {Kind::kRecords, object, "", ""};
}

class Opener {
 public:
  Opener(HubSpotPayload* payload, Faults* faults) : payload_(payload), faults_(faults) {}

  void OpenRoot(const Value& root) {
    const Value* responses = root.Find("responses");
    if (responses == nullptr) return OpenBody({&root, ""}, {});
    if (!responses->is_list()) return faults_->Add("responses", "is no list");
    for (size_t i = 0; i < responses->items().size(); ++i) {
      OpenResponse(responses->items()[i], absl::StrCat("responses[", i, "]"));
    }
  }

 private:
  void OpenResponse(const Value& response, const std::string& where) {
    const Value* body = response.Find("body");
    const Value* path = response.Lookup("request.path");
    int status = 0;
    if (absl::SimpleAtoi(HubSpotText(response, "status"), &status) && status >= kFirstErrorStatus) {
      const std::string category = body == nullptr ? "" : HubSpotText(*body, "category");
      return faults_->Add(
          where, absl::StrCat("is an answer with the error ", status, " ", Excerpt(category)));
    }
    if (body == nullptr) return faults_->Add(where + ".body", "is missing");
    OpenBody({body, where + ".body"}, path == nullptr ? AnswerOf() : ReadPath(path->text()));
  }

  void OpenBody(const HubSpotItem& body, const AnswerOf& answer) {
    const Value* results = body.value->Find("results");
    if (body.value->is_list()) return OpenList(*body.value, body.where, answer);
    if (HubSpotText(*body.value, "status") == "error") {
      return AddFault(body, absl::StrCat("is an answer with the error ",
                                         Excerpt(HubSpotText(*body.value, "category"))));
    }
    if (results == nullptr) return OpenItem(body, answer);
    const std::string where = body.At("results");
    if (!results->is_list()) return faults_->Add(where, "is no list");
    OpenList(*results, where, answer);
  }

  void OpenList(const Value& list, const std::string& where, const AnswerOf& answer) {
    for (size_t i = 0; i < list.items().size(); ++i) {
      OpenItem({&list.items()[i], absl::StrCat(where, "[", i, "]")}, answer);
    }
  }

  void OpenItem(const HubSpotItem& item, const AnswerOf& answer) {
    using Kind = AnswerOf::Kind;
    const Value& value = *item.value;
    if (!value.is_object()) {
      AddFault(item, "is no object");
    } else if (value.Find("subscriptionType") != nullptr || value.Find("eventType") != nullptr) {
      payload_->events.push_back(item);
    } else if (answer.kind == Kind::kLinks) {
      OpenLinks(value, answer);
    } else if (answer.kind == Kind::kPipelines || value.Find("stages") != nullptr) {
      payload_->pipelines.push_back(item);
    } else if (answer.kind == Kind::kSplits || value.Find("splits") != nullptr) {
      payload_->splits.push_back(item);
    } else if (answer.kind == Kind::kRecords || value.Find("properties") != nullptr) {
      payload_->records.push_back({answer.object, item});
    } else if (value.Find("email") != nullptr || value.Find("userId") != nullptr) {
      payload_->records.push_back({"owner", item});
    } else {
      AddFault(item, "is no event, record, owner or answer of HubSpot");
    }
  }

  // {"from": {"id"}, "to": [{"toObjectId"} or {"id"}]}, or one such target where the path names the
  // record that it is associated with.
  void OpenLinks(const Value& value, const AnswerOf& answer) {
    const Value* from = value.Find("from");
    const Value* to = value.Find("to");
    if (from == nullptr || to == nullptr) return AddLink(answer.from_id, value, answer);
    for (const Value& target : to->items()) AddLink(HubSpotText(*from, "id"), target, answer);
  }

  void AddLink(const std::string& from_id, const Value& target, const AnswerOf& answer) {
    std::string to_id = HubSpotText(target, "toObjectId");
    if (to_id.empty()) to_id = HubSpotText(target, "id");
    if (from_id.empty() || to_id.empty()) return;
    payload_->links.push_back({answer.object, from_id, answer.to_object, std::move(to_id)});
  }

  void AddFault(const HubSpotItem& item, absl::string_view what) {
    faults_->Add(item.where.empty() ? "payload" : item.where, what);
  }

  HubSpotPayload* payload_;
  Faults* faults_;
};

}  // namespace

HubSpotPayload OpenHubSpot(const Value& root, Faults* faults) {
  HubSpotPayload payload;
  Opener(&payload, faults).OpenRoot(root);
  return payload;
}

}  // namespace baton::adapters
