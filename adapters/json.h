// JSON as the adapters read it: exact, ordered and bounded.
//
// A number keeps the decimal text that it was sent as, so an amount never passes through a float.
// Members keep their order. Everything here is pure and safe to call from any thread.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace baton::adapters::json {

// The longest text that Parse reads, in bytes.
inline constexpr size_t kMaxBytes = size_t{4} << 20;
// Lists and objects inside one another.
inline constexpr size_t kMaxDepth = 64;
// Values in one text, at every depth.
inline constexpr size_t kMaxValues = 250'000;

// How a key is compared with the one that is sought. kSpelling: as SameWord in text.h.
enum class KeyCase { kExact, kIgnored, kSpelling };

class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;

  // Null.
  Value() = default;
  static Value Bool(bool value) { return Value(value); }
  // `decimal` is a number as JSON writes it: "-12.50", "1.2e3".
  static Value Number(std::string decimal) { return Value(Decimal{std::move(decimal)}); }
  static Value Text(std::string text) { return Value(std::move(text)); }
  static Value ListOf(List items) { return Value(std::move(items)); }
  static Value ObjectOf(Object members) { return Value(std::move(members)); }

  bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
  bool is_bool() const { return std::holds_alternative<bool>(held_); }
  bool is_number() const { return std::holds_alternative<Decimal>(held_); }
  bool is_text() const { return std::holds_alternative<std::string>(held_); }
  bool is_list() const { return std::holds_alternative<List>(held_); }
  bool is_object() const { return std::holds_alternative<Object>(held_); }

  // False for anything but true.
  bool IsTrue() const { return is_bool() && std::get<bool>(held_); }
  // The content of a text, the decimal text of a number; empty for anything else.
  const std::string& text() const;
  // The items of a list; none for anything else.
  const List& items() const;
  // The members of an object; none for anything else.
  const Object& members() const;
  List* mutable_items() { return &std::get<List>(held_); }
  Object* mutable_members() { return &std::get<Object>(held_); }

  // The member of that key, or nullptr. An exact match goes first.
  const Value* Find(absl::string_view key, KeyCase key_case = KeyCase::kExact) const;
  // The value at a dotted path, or nullptr. A key may hold dots itself: of {"a.b": 1, "a": {"b":
  // 2}} the path "a.b" names 1, and 2 where the first key is missing.
  const Value* Lookup(absl::string_view path, KeyCase key_case = KeyCase::kExact) const;

  // What it is, for people: "null", "a text", "a list", ...
  absl::string_view KindName() const;

 private:
  struct Decimal {
    std::string text;
  };
  using Held = std::variant<std::monostate, bool, Decimal, std::string, List, Object>;
  explicit Value(Held held) : held_(std::move(held)) {}

  Held held_;
};

// Parses a JSON text (RFC 8259, UTF-8). InvalidArgument says what is wrong and at which byte:
// broken syntax, text that is no UTF-8, a key twice in one object, or one of the limits above.
absl::StatusOr<Value> Parse(absl::string_view bytes);

}  // namespace baton::adapters::json
