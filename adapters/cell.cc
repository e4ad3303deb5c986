#include "adapters/cell.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/money.h"
#include "domain/resource_name.h"

namespace baton::adapters {
namespace {

// A basis point is a hundredth of a percent.
constexpr int kPercentExponent = 2;

}  // namespace

Cell NumberCell(std::string text) { return {Cell::Kind::kNumber, std::move(text)}; }

Cell CountCell(int64_t count) { return NumberCell(absl::StrCat(count)); }

Cell TextCell(std::string text) {
  if (text.empty()) return {};
  return {Cell::Kind::kText, std::move(text)};
}

Cell ShortCell(const std::string& name) { return TextCell(std::string(domain::ShortName(name))); }

Cell PercentCell(int64_t bp) {
  std::string text = domain::FormatDecimal(bp, kPercentExponent);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return NumberCell(std::move(text));
}

std::map<int, std::string> EnumWords(const google::protobuf::EnumDescriptor& type) {
  const absl::string_view prefix =
      absl::StripSuffix(type.FindValueByNumber(0)->name(), "UNSPECIFIED");
  std::map<int, std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    if (value.number() == 0) continue;
    words[value.number()] = absl::AsciiStrToLower(absl::StripPrefix(value.name(), prefix));
  }
  return words;
}

}  // namespace baton::adapters
