#include "domain/json_object.h"

#include "domain/money.h"

namespace baton::domain {
namespace {

void AppendEscaped(char c, std::string* json) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      json->append("\\\"");
      return;
    case '\\':
      json->append("\\\\");
      return;
    case '\n':
      json->append("\\n");
      return;
    case '\r':
      json->append("\\r");
      return;
    case '\t':
      json->append("\\t");
      return;
    default:
      json->append("\\u00");
      json->push_back(kHex[(c >> 4) & 0xF]);
      json->push_back(kHex[c & 0xF]);
  }
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

}  // namespace

void AppendJsonString(absl::string_view text, std::string* json) {
  json->push_back('"');
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!NeedsEscape(text[i])) continue;
    json->append(text.data() + plain, i - plain);
    AppendEscaped(text[i], json);
    plain = i + 1;
  }
  json->append(text.data() + plain, text.size() - plain);
  json->push_back('"');
}

std::string JsonMoney(const v1::Money& money) {
  const int exponent = CurrencyExponent(money.currency_code()).value_or(0);
  JsonObject object;
  object.Text("amount", FormatDecimal(money.amount_minor(), exponent));
  object.Text("currency", money.currency_code());
  return std::move(object).Finish();
}

JsonObject& JsonObject::Text(absl::string_view key, absl::string_view value) {
  if (value.empty()) return *this;
  Key(key);
  AppendJsonString(value, &json_);
  return *this;
}

JsonObject& JsonObject::Raw(absl::string_view key, absl::string_view json) {
  Key(key);
  json_.append(json.data(), json.size());
  return *this;
}

void JsonObject::Key(absl::string_view key) {
  if (json_.size() > 1) json_.push_back(',');
  json_.push_back('"');
  json_.append(key.data(), key.size());
  json_.append("\":");
}

}  // namespace baton::domain
