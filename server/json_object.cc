#include "server/json_object.h"

#include <cmath>
#include <set>

namespace baton::server {
namespace {

constexpr double kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string ToText(const rapidjson::Value& value) {
  return std::string(value.GetString(), value.GetStringLength());
}

}  // namespace

const rapidjson::Value* JsonObject::Find(const char* key) const {
  const auto member = value_->FindMember(key);
  return member == value_->MemberEnd() ? nullptr : &member->value;
}

bool JsonObject::Has(const char* key) const { return Find(key) != nullptr; }

std::vector<std::string> JsonObject::Keys() const {
  std::vector<std::string> keys;
  for (const auto& member : value_->GetObject()) keys.push_back(ToText(member.name));
  return keys;
}

bool JsonObject::HasTwice() const {
  const std::vector<std::string> keys = Keys();
  return std::set<std::string>(keys.begin(), keys.end()).size() != keys.size();
}

std::string JsonObject::Text(const char* key) const {
  const rapidjson::Value* value = Find(key);
  return value != nullptr && value->IsString() ? ToText(*value) : std::string();
}

std::vector<std::string> JsonObject::Texts(const char* key) const {
  const rapidjson::Value* value = Find(key);
  if (value == nullptr) return {};
  if (value->IsString()) return {ToText(*value)};
  if (!value->IsArray()) return {};
  std::vector<std::string> texts;
  for (const auto& item : value->GetArray()) {
    if (!item.IsString()) return {};
    texts.push_back(ToText(item));
  }
  return texts;
}

bool JsonObject::IsTrue(const char* key) const {
  const rapidjson::Value* value = Find(key);
  return value != nullptr && value->IsTrue();
}

std::optional<absl::Time> JsonObject::Time(const char* key) const {
  const rapidjson::Value* value = Find(key);
  if (value == nullptr || !value->IsNumber()) return std::nullopt;
  const double seconds = value->GetDouble();
  if (!(seconds >= 0 && seconds <= kLastSecond)) return std::nullopt;
  if (value->IsInt64()) return absl::FromUnixSeconds(value->GetInt64());
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

std::optional<std::vector<JsonObject>> JsonObject::Objects(const char* key) const {
  const rapidjson::Value* value = Find(key);
  if (value == nullptr || !value->IsArray()) return std::nullopt;
  std::vector<JsonObject> objects;
  for (const auto& item : value->GetArray()) {
    if (!item.IsObject()) return std::nullopt;
    objects.emplace_back(item);
  }
  return objects;
}

absl::StatusOr<JsonDocument> JsonDocument::Parse(std::string_view json) {
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  JsonDocument parsed;
  parsed.document_ = std::make_shared<rapidjson::Document>();
  parsed.document_->Parse<kFlags>(json.data(), json.size());
  if (parsed.document_->HasParseError()) return absl::InvalidArgumentError("is no JSON");
  if (!parsed.document_->IsObject()) return absl::InvalidArgumentError("is no JSON object");
  if (parsed.root().HasTwice()) return absl::InvalidArgumentError("has a field twice");
  return parsed;
}

}  // namespace baton::server
