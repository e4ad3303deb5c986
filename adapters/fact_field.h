// Fields of the fact messages by name, for mappings: v1::Fact, v1::FactLine, v1::FactSplit.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace baton::adapters {

// What a transform yields; nothing where the value states nothing.
using FieldValue = std::variant<std::monostate, std::string, bool, int64_t, double, absl::Time>;

// The field at "qualification.timeline", or nullptr. It is singular.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& message,
                                                   absl::string_view path);

// Whether a field can hold that alternative of FieldValue, given by an example. An enum holds a
// text.
bool Holds(const google::protobuf::FieldDescriptor& field, const FieldValue& example);

// The enum's value of that word ("red" of HealthTier), or nullptr.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, absl::string_view word);

// Sets the field at `path`, which FindField and Holds have approved. Nothing sets nothing.
void SetField(absl::string_view path, const FieldValue& value, google::protobuf::Message* message);

// Whether the field at `path` is stated.
bool HasField(const google::protobuf::Message& message, absl::string_view path);

// The field at `path` for people: a time in RFC 3339, an enum by its value's name. Empty where it
// is not stated.
std::string FieldText(absl::string_view path, const google::protobuf::Message& message);

}  // namespace baton::adapters
