#include "store/column.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace baton::store {
namespace {

using google::protobuf::EnumValueDescriptor;

constexpr absl::string_view kUnspecified = "UNSPECIFIED";

Column Make(ColumnKind kind, std::string_view column, std::string_view path,
            std::string_view collection = "") {
  return {kind, std::string(column), std::string(path), std::string(collection)};
}

}  // namespace

char ResultType(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kInt:
    case ColumnKind::kBool:
    case ColumnKind::kTime:
      return 'i';
    case ColumnKind::kDouble:
      return 'd';
    case ColumnKind::kBytes:
      return 'b';
    default:
      return 't';
  }
}

Column Key(std::string_view column, std::string_view path, std::string_view collection) {
  return Make(ColumnKind::kKey, column, path, collection);
}
Column Ref(std::string_view column, std::string_view path, std::string_view collection) {
  return Make(ColumnKind::kRef, column, path, collection);
}
Column Text(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kText, column, path);
}
Column Int(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kInt, column, path);
}
Column Bool(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kBool, column, path);
}
Column Double(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kDouble, column, path);
}
Column Enum(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kEnum, column, path);
}
Column Time(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kTime, column, path);
}
Column Json(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kJson, column, path);
}
Column Bytes(std::string_view column, std::string_view path) {
  return Make(ColumnKind::kBytes, column, path);
}

// The prefix is what stands before UNSPECIFIED in the name of the zero value.
std::string EnumText(const EnumValueDescriptor* value) {
  const absl::string_view zero = value->type()->value(0)->name();
  const absl::string_view name = value->name();
  if (!absl::EndsWith(zero, kUnspecified)) return absl::AsciiStrToLower(name);
  if (value->number() == 0) return "";
  const absl::string_view prefix = zero.substr(0, zero.size() - kUnspecified.size());
  return absl::AsciiStrToLower(absl::StartsWith(name, prefix) ? name.substr(prefix.size()) : name);
}

}  // namespace baton::store
