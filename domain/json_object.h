// A JSON object written front to back, for the bodies of deliveries. Much cheaper than protobuf's
// JSON printing, which every handoff would pay for.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "baton/v1/common.pb.h"

namespace baton::domain {

// Appends `text`, which is UTF-8, as a JSON string with its quotes.
void AppendJsonString(absl::string_view text, std::string* json);

// {"amount":"75000.00","currency":"USD"}, with the currency's own decimals.
std::string JsonMoney(const v1::Money& money);

//   JsonObject buyer;
//   buyer.Text("name", "Jamie Reyes").Text("title", "");
//   JsonObject body;
//   body.Raw("named_buyer", std::move(buyer).Finish());   // {"named_buyer":{"name":"Jamie Reyes"}}
class JsonObject {
 public:
  explicit JsonObject(size_t reserve = 128) {
    json_.reserve(reserve);
    json_.push_back('{');
  }

  // Adds a text; an empty one states nothing and is left out. Keys are plain names.
  JsonObject& Text(absl::string_view key, absl::string_view value);

  // Adds a value that is JSON already.
  JsonObject& Raw(absl::string_view key, absl::string_view json);

  // Adds a list of texts, left out when empty.
  template <typename Texts>
  JsonObject& List(absl::string_view key, const Texts& texts) {
    if (texts.empty()) return *this;
    std::string list;
    for (const auto& text : texts) {
      list.push_back(list.empty() ? '[' : ',');
      AppendJsonString(text, &list);
    }
    list.push_back(']');
    return Raw(key, list);
  }

  std::string Finish() && {
    json_.push_back('}');
    return std::move(json_);
  }

 private:
  void Key(absl::string_view key);

  std::string json_;
};

}  // namespace baton::domain
