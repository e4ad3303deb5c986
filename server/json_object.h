// JSON that somebody else wrote: tokens, key sets, settings. Read without recursion, in UTF-8, and
// strictly: what has another type than asked for is as good as absent.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rapidjson/document.h"

namespace baton::server {

// An object within a JsonDocument, which must outlive it.
class JsonObject {
 public:
  explicit JsonObject(const rapidjson::Value& value) : value_(&value) {}

  bool Has(const char* key) const;
  // Whether a key stands twice, so that two readers may see two values.
  bool HasTwice() const;
  std::vector<std::string> Keys() const;

  // The text under a key; empty when there is none or it is no text.
  std::string Text(const char* key) const;
  // A list of texts, or one text as a list of one; empty for anything else.
  std::vector<std::string> Texts(const char* key) const;
  // Whether the value is there and `true`.
  bool IsTrue(const char* key) const;
  // Seconds since 1970, also fractions (a NumericDate of RFC 7519); nothing for anything else and
  // outside the years 1970 to 9999.
  std::optional<absl::Time> Time(const char* key) const;
  // A list of objects; nothing when it is no list or holds something else.
  std::optional<std::vector<JsonObject>> Objects(const char* key) const;

 private:
  const rapidjson::Value* Find(const char* key) const;

  const rapidjson::Value* value_;
};

class JsonDocument {
 public:
  // INVALID_ARGUMENT when the text is no JSON, no object, or has a key twice in it.
  static absl::StatusOr<JsonDocument> Parse(std::string_view json);

  JsonObject root() const { return JsonObject(*document_); }

 private:
  std::shared_ptr<rapidjson::Document> document_;
};

}  // namespace baton::server
