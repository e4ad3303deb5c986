// Avro's binary form, as Salesforce's Pub/Sub API sends change events (Avro 1.11, "Binary
// encoding").
//
// The schema comes with the payload and is trusted no more than the bytes: neither can make the
// reader read outside the bytes, recurse without end, or build more than the limits allow. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/json.h"

namespace baton::adapters {

// Types in one schema.
inline constexpr size_t kMaxAvroTypes = 10'000;
// Types inside one another while decoding.
inline constexpr int kMaxAvroDepth = 32;
// Values in one decoded event.
inline constexpr size_t kMaxAvroValues = 100'000;

class AvroSchema {
 public:
  // One type of the schema; others are meant by their position in types().
  struct Type {
    enum class Kind {
      kNull,
      kBoolean,
      kInt,
      kLong,
      kFloat,
      kDouble,
      kBytes,
      kString,
      kRecord,
      kEnum,
      kArray,
      kMap,
      kUnion,
      kFixed,
    };
    Kind kind = Kind::kNull;
    // Fields of a record.
    std::vector<std::pair<std::string, size_t>> fields;
    // Symbols of an enum.
    std::vector<std::string> symbols;
    // Branches of a union; the one type of the items of an array or a map.
    std::vector<size_t> branches;
    // Bytes of a fixed.
    size_t size = 0;
    // False while its definition is being read: a type that holds itself is refused.
    bool complete = false;
  };

  // Parses a schema's JSON text. InvalidArgument says what is wrong.
  static absl::StatusOr<AvroSchema> Parse(absl::string_view schema_json);

  // Decodes one value that fills `bytes` exactly. Records and maps become objects, enums and
  // strings texts, bytes and fixed base64 texts, numbers exact decimals (a double the shortest one
  // that reads back as it). InvalidArgument says what is wrong, in which field and at which byte.
  absl::StatusOr<json::Value> Decode(absl::string_view bytes) const;

  const std::vector<Type>& types() const { return types_; }
  // The type of the whole.
  const Type& root() const { return types_[root_]; }

 private:
  friend class AvroSchemaParser;

  std::vector<Type> types_;
  size_t root_ = 0;
};

}  // namespace baton::adapters
