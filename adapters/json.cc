#include "adapters/json.h"

#include <cstddef>
#include <cstdint>
#include <unordered_set>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/faults.h"
#include "adapters/text.h"
#include "nlohmann/json.hpp"

namespace baton::adapters::json {
namespace {

// Objects with fewer members are searched for a repeated key one by one.
constexpr size_t kFewMembers = 16;

// Builds a Value from the parser's events. The parser keeps no stack of calls, so depth costs none.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Add(Value()); }
  bool boolean(bool value) override { return Add(Value::Bool(value)); }
  bool number_integer(std::int64_t value) override {
    return Add(Value::Number(absl::StrCat(value)));
  }
  bool number_unsigned(std::uint64_t value) override {
    return Add(Value::Number(absl::StrCat(value)));
  }
  bool number_float(double, const std::string& text) override { return Add(Value::Number(text)); }
  bool string(std::string& text) override { return Add(Value::Text(std::move(text))); }
  bool binary(nlohmann::json::binary_t&) override { return Fail("binary data"); }
  bool start_object(std::size_t) override { return Open(Value::ObjectOf({})); }
  bool start_array(std::size_t) override { return Open(Value::ListOf({})); }
  bool end_array() override { return Close(); }

  bool key(std::string& name) override {
    stack_.back().mutable_members()->emplace_back(std::move(name), Value());
    return true;
  }

  bool end_object() override {
    const std::string* twice = RepeatedKey(stack_.back().members());
    if (twice != nullptr) return Fail(absl::StrCat("the key ", Excerpt(*twice), " twice"));
    return Close();
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    return Fail(absl::StrCat("no valid JSON at byte ", position));
  }

  const std::string& error() const { return error_; }
  Value TakeRoot() { return std::move(root_); }

 private:
  bool Fail(std::string error) {
    if (error_.empty()) error_ = std::move(error);
    return false;
  }

  bool Count() {
    if (++count_ <= kMaxValues) return true;
    return Fail(absl::StrCat("more than ", kMaxValues, " values"));
  }

  bool Add(Value value) {
    if (!Count()) return false;
    Place(std::move(value));
    return true;
  }

  bool Open(Value container) {
    if (!Count()) return false;
    if (stack_.size() >= kMaxDepth) {
      return Fail(absl::StrCat("nested more than ", kMaxDepth, " deep"));
    }
    stack_.push_back(std::move(container));
    return true;
  }

  bool Close() {
    Value done = std::move(stack_.back());
    stack_.pop_back();
    Place(std::move(done));
    return true;
  }

  void Place(Value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (stack_.back().is_list()) {
      stack_.back().mutable_items()->push_back(std::move(value));
    } else {
      stack_.back().mutable_members()->back().second = std::move(value);
    }
  }

  static const std::string* RepeatedKey(const Value::Object& members) {
    if (members.size() < kFewMembers) {
      for (size_t i = 1; i < members.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          if (members[i].first == members[j].first) return &members[i].first;
        }
      }
      return nullptr;
    }
    std::unordered_set<std::string> seen;
    for (const auto& [key, value] : members) {
      if (!seen.insert(key).second) return &key;
    }
    return nullptr;
  }

  Value root_;
  std::vector<Value> stack_;
  size_t count_ = 0;
  std::string error_;
};

}  // namespace

const std::string& Value::text() const {
  static const std::string* const kNone = new std::string();
  if (const auto* text = std::get_if<std::string>(&held_)) return *text;
  if (const auto* number = std::get_if<Decimal>(&held_)) return number->text;
  return *kNone;
}

const Value::List& Value::items() const {
  static const List* const kNone = new List();
  const auto* items = std::get_if<List>(&held_);
  return items != nullptr ? *items : *kNone;
}

const Value::Object& Value::members() const {
  static const Object* const kNone = new Object();
  const auto* members = std::get_if<Object>(&held_);
  return members != nullptr ? *members : *kNone;
}

const Value* Value::Find(absl::string_view key, KeyCase key_case) const {
  for (const auto& [name, value] : members()) {
    if (name == key) return &value;
  }
  if (key_case == KeyCase::kExact) return nullptr;
  for (const auto& [name, value] : members()) {
    const bool same =
        key_case == KeyCase::kSpelling ? SameWord(name, key) : absl::EqualsIgnoreCase(name, key);
    if (same) return &value;
  }
  return nullptr;
}

const Value* Value::Lookup(absl::string_view path, KeyCase key_case) const {
  if (const Value* whole = Find(path, key_case)) return whole;
  for (size_t dot = path.rfind('.'); dot != absl::string_view::npos && dot > 0;
       dot = path.rfind('.', dot - 1)) {
    const Value* parent = Find(path.substr(0, dot), key_case);
    if (parent == nullptr) continue;
    if (const Value* found = parent->Lookup(path.substr(dot + 1), key_case)) return found;
  }
  return nullptr;
}

absl::string_view Value::KindName() const {
  if (is_null()) return "null";
  if (is_bool()) return "true or false";
  if (is_number()) return "a number";
  if (is_text()) return "a text";
  return is_list() ? "a list" : "an object";
}

absl::StatusOr<Value> Parse(absl::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return absl::InvalidArgumentError(absl::StrCat("longer than ", kMaxBytes, " bytes"));
  }
  Builder builder;
  const bool parsed = nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder);
  if (!parsed) return absl::InvalidArgumentError(builder.error());
  return builder.TakeRoot();
}

}  // namespace baton::adapters::json
