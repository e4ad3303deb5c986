// Enum values as people type and read them: URGENCY_HOT is "hot", Trigger's is "seat_utilization".
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace baton::cli {

// The value's name in lower case without the type's prefix; empty for the unspecified value. A
// number that this program doesn't know reads as itself.
std::string EnumText(const google::protobuf::EnumDescriptor& type, int number);

// Every value that may be typed: "hot, warm, watch".
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);

// The number of a value as typed; capitals and hyphens are taken too. InvalidArgument names the
// choices.
absl::StatusOr<int> ParseEnumNumber(const google::protobuf::EnumDescriptor& type,
                                    absl::string_view text);

template <typename Enum>
std::string EnumText(Enum value) {
  return EnumText(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

template <typename Enum>
std::string EnumChoices() {
  return EnumChoices(*google::protobuf::GetEnumDescriptor<Enum>());
}

template <typename Enum>
absl::StatusOr<Enum> ParseEnum(absl::string_view text) {
  const absl::StatusOr<int> number =
      ParseEnumNumber(*google::protobuf::GetEnumDescriptor<Enum>(), text);
  if (!number.ok()) return number.status();
  return static_cast<Enum>(*number);
}

}  // namespace baton::cli
