// The cells of tabular exports: what stands in a row, before a form says how (C-18).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace baton::adapters {

struct Cell {
  enum class Kind { kNull, kText, kNumber };
  Kind kind = Kind::kNull;
  // Of a number its exact decimal text: amounts have exactly their currency's digits, percentages
  // no trailing zeros.
  std::string text;
};

Cell NumberCell(std::string text);
Cell CountCell(int64_t count);

// An empty text is a null.
Cell TextCell(std::string text);

// The last part of a resource name.
Cell ShortCell(const std::string& name);

// Basis points as a percentage: 800 bp is "8", 650 bp is "6.5".
Cell PercentCell(int64_t bp);

// The words of an enum by their numbers: "earning" of STATEMENT_LINE_KIND_EARNING.
std::map<int, std::string> EnumWords(const google::protobuf::EnumDescriptor& type);

// The word of an enum's value. Nothing for UNSPECIFIED.
template <typename Enum>
Cell WordCell(Enum value) {
  static const auto& words =
      *new std::map<int, std::string>(EnumWords(*google::protobuf::GetEnumDescriptor<Enum>()));
  const auto word = words.find(value);
  return word == words.end() ? Cell() : TextCell(word->second);
}

}  // namespace baton::adapters
