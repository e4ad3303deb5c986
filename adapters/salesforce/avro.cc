#include "adapters/salesforce/avro.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

using json::Value;
using Type = AvroSchema::Type;
using Kind = Type::Kind;

static_assert(std::endian::native == std::endian::little, "Avro's floats are little-endian");

// A varint of 64 bits has at most ten bytes of seven.
constexpr int kMaxVarintBytes = 10;
// The longest plain decimal of a double: -1.8e308 has 310 characters, 5e-324 has 326.
constexpr size_t kMaxDoubleText = 400;

class Decoder {
 public:
  Decoder(const std::vector<Type>& types, absl::string_view bytes) : types_(types), bytes_(bytes) {}

  absl::StatusOr<Value> Decode(size_t type_at, int depth) {
    const Type& type = types_[type_at];
    if (depth > kMaxAvroDepth) return Broken(absl::StrCat("nests more than ", kMaxAvroDepth));
    if (++values_ > kMaxAvroValues) {
      return Broken(absl::StrCat("has more than ", kMaxAvroValues, " values"));
    }
    switch (type.kind) {
      case Kind::kRecord:
        return DecodeRecord(type, depth);
      case Kind::kArray:
      case Kind::kMap:
        return DecodeItems(type, depth);
      case Kind::kUnion: {
        BATON_ASSIGN_OR_RETURN(const size_t branch, Index(type.branches.size(), "union branch"));
        return Decode(type.branches[branch], depth + 1);
      }
      default:
        return DecodeScalar(type);
    }
  }

  absl::Status CheckEnd() const {
    if (at_ == bytes_.size()) return absl::OkStatus();
    return Broken("goes on after the end of the record");
  }

 private:
  absl::Status Broken(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(what, " at byte ", at_));
  }

  absl::StatusOr<Value> DecodeScalar(const Type& type) {
    switch (type.kind) {
      case Kind::kBoolean:
        return DecodeBoolean();
      case Kind::kInt:
      case Kind::kLong:
        return DecodeInteger(type.kind == Kind::kInt);
      case Kind::kFloat:
        return DecodeFloat<float>();
      case Kind::kDouble:
        return DecodeFloat<double>();
      case Kind::kEnum: {
        BATON_ASSIGN_OR_RETURN(const size_t symbol, Index(type.symbols.size(), "enum symbol"));
        return Value::Text(type.symbols[symbol]);
      }
      case Kind::kString:
        return DecodeString();
      case Kind::kBytes: {
        BATON_ASSIGN_OR_RETURN(const absl::string_view raw, TakeSized());
        return Value::Text(absl::Base64Escape(raw));
      }
      case Kind::kFixed: {
        BATON_ASSIGN_OR_RETURN(const absl::string_view raw, Take(type.size));
        return Value::Text(absl::Base64Escape(raw));
      }
      default:
        return Value();
    }
  }

  absl::StatusOr<absl::string_view> Take(size_t count) {
    if (count > bytes_.size() - at_) return Broken("ends early");
    const absl::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }

  absl::StatusOr<absl::string_view> TakeSized() {
    BATON_ASSIGN_OR_RETURN(const int64_t size, TakeLong());
    if (size < 0) return Broken("has a negative length");
    return Take(static_cast<size_t>(size));
  }

  // A zigzag varint.
  absl::StatusOr<int64_t> TakeLong() {
    uint64_t raw = 0;
    for (int i = 0; i < kMaxVarintBytes; ++i) {
      BATON_ASSIGN_OR_RETURN(const absl::string_view byte, Take(1));
      const auto bits = static_cast<uint64_t>(static_cast<unsigned char>(byte[0]));
      if (i == kMaxVarintBytes - 1 && bits > 1) break;
      raw |= (bits & 0x7F) << (7 * i);
      if (bits < 0x80) return static_cast<int64_t>(raw >> 1) ^ -static_cast<int64_t>(raw & 1);
    }
    return Broken("has a number of more than 64 bits");
  }

  absl::StatusOr<size_t> Index(size_t count, absl::string_view of_what) {
    BATON_ASSIGN_OR_RETURN(const int64_t index, TakeLong());
    if (index < 0 || static_cast<uint64_t>(index) >= count) {
      return Broken(absl::StrCat("names no ", of_what, " of the schema"));
    }
    return static_cast<size_t>(index);
  }

  absl::StatusOr<Value> DecodeBoolean() {
    BATON_ASSIGN_OR_RETURN(const absl::string_view byte, Take(1));
    if (byte[0] != 0 && byte[0] != 1) return Broken("has a boolean that is neither 0 nor 1");
    return Value::Bool(byte[0] == 1);
  }

  absl::StatusOr<Value> DecodeInteger(bool is_int) {
    BATON_ASSIGN_OR_RETURN(const int64_t number, TakeLong());
    using Int = std::numeric_limits<int32_t>;
    if (is_int && (number < Int::min() || number > Int::max())) {
      return Broken("has an int of more than 32 bits");
    }
    return Value::Number(absl::StrCat(number));
  }

  template <typename T>
  absl::StatusOr<Value> DecodeFloat() {
    BATON_ASSIGN_OR_RETURN(const absl::string_view raw, Take(sizeof(T)));
    T number;
    std::memcpy(&number, raw.data(), sizeof(T));
    if (!std::isfinite(number)) return Broken("has a number that is not finite");
    char text[kMaxDoubleText];
    const auto end = std::to_chars(text, text + sizeof(text), number, std::chars_format::fixed).ptr;
    return Value::Number(std::string(text, end));
  }

  absl::StatusOr<Value> DecodeString() {
    BATON_ASSIGN_OR_RETURN(const absl::string_view text, TakeSized());
    if (domain::CountCharacters(text) < 0) return Broken("has a string that is no UTF-8");
    return Value::Text(std::string(text));
  }

  absl::StatusOr<Value> DecodeRecord(const Type& type, int depth) {
    Value::Object members;
    members.reserve(type.fields.size());
    for (const auto& [name, of] : type.fields) {
      auto value = Decode(of, depth + 1);
      if (!value.ok()) {
        return absl::InvalidArgumentError(absl::StrCat(name, ": ", value.status().message()));
      }
      members.emplace_back(name, *std::move(value));
    }
    return Value::ObjectOf(std::move(members));
  }

  // Arrays and maps come in blocks: a count, negative where a size in bytes follows; 0 ends.
  absl::StatusOr<Value> DecodeItems(const Type& type, int depth) {
    Value::List items;
    Value::Object members;
    while (true) {
      BATON_ASSIGN_OR_RETURN(const int64_t count, TakeLong());
      if (count == 0) break;
      if (count < 0) BATON_RETURN_IF_ERROR(TakeLong().status());
      const uint64_t size =
          count < 0 ? -static_cast<uint64_t>(count) : static_cast<uint64_t>(count);
      // Each item counts against kMaxAvroValues, so a lying count ends there.
      for (uint64_t i = 0; i < size; ++i) {
        std::string key;
        if (type.kind == Kind::kMap) {
          BATON_ASSIGN_OR_RETURN(const Value text, DecodeString());
          key = text.text();
        }
        BATON_ASSIGN_OR_RETURN(Value item, Decode(type.branches[0], depth + 1));
        if (type.kind == Kind::kMap) {
          members.emplace_back(std::move(key), std::move(item));
        } else {
          items.push_back(std::move(item));
        }
      }
    }
    return type.kind == Kind::kMap ? Value::ObjectOf(std::move(members))
                                   : Value::ListOf(std::move(items));
  }

  const std::vector<Type>& types_;
  absl::string_view bytes_;
  size_t at_ = 0;
  size_t values_ = 0;
};

}  // namespace

absl::StatusOr<Value> AvroSchema::Decode(absl::string_view bytes) const {
  Decoder decoder(types_, bytes);
  BATON_ASSIGN_OR_RETURN(Value value, decoder.Decode(root_, 0));
  BATON_RETURN_IF_ERROR(decoder.CheckEnd());
  return value;
}

}  // namespace baton::adapters
