#include "tools/cli/enum_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace baton::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// The first value of every enum of the API is PREFIX_UNSPECIFIED.
std::string ValueText(const EnumDescriptor& type, const EnumValueDescriptor& value) {
  const absl::string_view prefix = absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED");
  return absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix));
}

}  // namespace

std::string EnumText(const EnumDescriptor& type, int number) {
  if (number == type.value(0)->number()) return "";
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : ValueText(type, *value);
}

std::string EnumChoices(const EnumDescriptor& type) {
  std::string choices;
  for (int i = 1; i < type.value_count(); ++i) {
    absl::StrAppend(&choices, i == 1 ? "" : ", ", ValueText(type, *type.value(i)));
  }
  return choices;
}

absl::StatusOr<int> ParseEnumNumber(const EnumDescriptor& type, absl::string_view text) {
  const std::string wanted = absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"-", "_"}});
  for (int i = 1; i < type.value_count(); ++i) {
    if (ValueText(type, *type.value(i)) == wanted) return type.value(i)->number();
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is none of: ", EnumChoices(type)));
}

}  // namespace baton::cli
