#include "store/postgres/array_text.h"

#include <charconv>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace baton::store {
namespace {

void AppendQuoted(std::string_view text, std::string* array) {
  array->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') array->push_back('\\');
    array->push_back(c);
  }
  array->push_back('"');
}

}  // namespace

void AppendElement(const Value& value, bool bytes, std::string* array) {
  if (array->size() > 1) array->push_back(',');
  switch (value.kind) {
    case Value::Kind::kNull:
      array->append("NULL");
      return;
    case Value::Kind::kInt:
      absl::StrAppend(array, value.integer);
      return;
    case Value::Kind::kDouble:
      array->append(DoubleText(value.real));
      return;
    case Value::Kind::kText:
      AppendQuoted(bytes ? BytesText(value.text) : value.text, array);
  }
}

std::string DoubleText(double value) {
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

std::string BytesText(std::string_view bytes) {
  return absl::StrCat("\\x", absl::BytesToHexString({bytes.data(), bytes.size()}));
}

}  // namespace baton::store
