#include "store/page_token.h"

#include <cstring>

#include "absl/strings/escaping.h"
#include "store/sha256.h"

namespace baton::store {
namespace {

constexpr char kVersion = 1;
constexpr size_t kIntegerBytes = 8;

int64_t BitsOf(double real) {
  int64_t bits;
  std::memcpy(&bits, &real, sizeof bits);
  return bits;
}

double RealOf(int64_t bits) {
  double real;
  std::memcpy(&real, &bits, sizeof real);
  return real;
}

void AppendValue(const Value& value, std::string* out) {
  out->push_back(static_cast<char>(value.kind));
  if (value.kind == Value::Kind::kInt) AppendInteger(value.integer, out);
  if (value.kind == Value::Kind::kDouble) AppendInteger(BitsOf(value.real), out);
  if (value.kind == Value::Kind::kText) AppendPrefixed(value.text, out);
}

// Takes from the front of `rest`; each answers whether it was there.
bool TakeInteger(std::string_view* rest, int64_t* value) {
  if (rest->size() < kIntegerBytes) return false;
  uint64_t bits = 0;
  for (size_t i = 0; i < kIntegerBytes; ++i) {
    bits = bits << 8 | static_cast<unsigned char>((*rest)[i]);
  }
  rest->remove_prefix(kIntegerBytes);
  *value = static_cast<int64_t>(bits);
  return true;
}

bool TakeText(std::string_view* rest, std::string* text) {
  int64_t size = 0;
  if (!TakeInteger(rest, &size) || size < 0 || static_cast<size_t>(size) > rest->size()) {
    return false;
  }
  *text = rest->substr(0, static_cast<size_t>(size));
  rest->remove_prefix(static_cast<size_t>(size));
  return true;
}

bool TakeValue(std::string_view* rest, Value* value) {
  if (rest->empty() || static_cast<unsigned char>(rest->front()) > 3) return false;
  value->kind = static_cast<Value::Kind>(rest->front());
  rest->remove_prefix(1);
  int64_t bits = 0;
  switch (value->kind) {
    case Value::Kind::kNull:
      return true;
    case Value::Kind::kInt:
      return TakeInteger(rest, &value->integer);
    case Value::Kind::kDouble:
      if (!TakeInteger(rest, &bits)) return false;
      value->real = RealOf(bits);
      return true;
    default:
      return TakeText(rest, &value->text);
  }
}

}  // namespace

std::string WritePageToken(std::string_view arguments, const PagePosition& position) {
  std::string bytes(1, kVersion);
  AppendPrefixed(arguments, &bytes);
  AppendValue(position.order, &bytes);
  AppendValue(position.key, &bytes);
  return absl::WebSafeBase64Escape(bytes);
}

std::optional<PagePosition> ReadPageToken(std::string_view arguments, std::string_view token) {
  std::string bytes;
  if (token.size() > kMaxPageTokenLength ||
      !absl::WebSafeBase64Unescape(absl::string_view(token.data(), token.size()), &bytes)) {
    return std::nullopt;
  }
  std::string_view rest = bytes;
  if (rest.empty() || rest.front() != kVersion) return std::nullopt;
  rest.remove_prefix(1);
  std::string given_for;
  PagePosition position;
  const bool read = TakeText(&rest, &given_for) && given_for == arguments &&
                    TakeValue(&rest, &position.order) && TakeValue(&rest, &position.key);
  if (!read || !rest.empty()) return std::nullopt;
  return position;
}

}  // namespace baton::store
