#include "adapters/fact_field.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/timestamp.pb.h"

namespace baton::adapters {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::string_view kTimestamp = "google.protobuf.Timestamp";

bool IsTimestamp(const FieldDescriptor& field) {
  return field.message_type() != nullptr && field.message_type()->full_name() == kTimestamp;
}

// The message that holds the last part of `path`, made on the way.
Message* Parent(absl::string_view* path, Message* message) {
  for (size_t dot = path->find('.'); dot != absl::string_view::npos; dot = path->find('.')) {
    const auto* field =
        message->GetDescriptor()->FindFieldByName(std::string(path->substr(0, dot)));
    message = message->GetReflection()->MutableMessage(message, field);
    path->remove_prefix(dot + 1);
  }
  return message;
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& message, absl::string_view path) {
  const Descriptor* within = &message;
  while (true) {
    const size_t dot = path.find('.');
    const auto* field = within->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr || field->is_repeated()) return nullptr;
    const bool nested = field->message_type() != nullptr && !IsTimestamp(*field);
    if (nested == (dot == absl::string_view::npos)) return nullptr;
    if (!nested) return field;
    within = field->message_type();
    path.remove_prefix(dot + 1);
  }
}

bool Holds(const FieldDescriptor& field, const FieldValue& example) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
    case FieldDescriptor::CPPTYPE_ENUM:
      return std::holds_alternative<std::string>(example);
    case FieldDescriptor::CPPTYPE_BOOL:
      return std::holds_alternative<bool>(example);
    case FieldDescriptor::CPPTYPE_INT64:
      return std::holds_alternative<int64_t>(example);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return std::holds_alternative<double>(example);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return IsTimestamp(field) && std::holds_alternative<absl::Time>(example);
    default:
      return false;
  }
}

const EnumValueDescriptor* FindEnumValue(const EnumDescriptor& type, absl::string_view word) {
  const absl::string_view prefix =
      absl::StripSuffix(type.FindValueByNumber(0)->name(), "UNSPECIFIED");
  return type.FindValueByName(absl::StrCat(prefix, absl::AsciiStrToUpper(word)));
}

void SetField(absl::string_view path, const FieldValue& value, Message* message) {
  if (std::holds_alternative<std::monostate>(value)) return;
  Message* parent = Parent(&path, message);
  const auto* field = parent->GetDescriptor()->FindFieldByName(std::string(path));
  const auto* reflection = parent->GetReflection();
  if (const auto* flag = std::get_if<bool>(&value)) {
    reflection->SetBool(parent, field, *flag);
  } else if (const auto* integer = std::get_if<int64_t>(&value)) {
    reflection->SetInt64(parent, field, *integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    reflection->SetDouble(parent, field, *number);
  } else if (const auto* time = std::get_if<absl::Time>(&value)) {
    reflection->MutableMessage(parent, field)->CopyFrom(domain::ToTimestamp(*time));
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const auto* choice = FindEnumValue(*field->enum_type(), std::get<std::string>(value));
    if (choice != nullptr) reflection->SetEnum(parent, field, choice);
  } else {
    reflection->SetString(parent, field, std::get<std::string>(value));
  }
}

bool HasField(const Message& message, absl::string_view path) {
  const size_t dot = path.find('.');
  const auto* field = message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (!message.GetReflection()->HasField(message, field)) return false;
  if (dot == absl::string_view::npos) return true;
  return HasField(message.GetReflection()->GetMessage(message, field), path.substr(dot + 1));
}

std::string FieldText(absl::string_view path, const Message& message) {
  if (!HasField(message, path)) return "";
  const Message* holder = &message;
  for (size_t dot = path.find('.'); dot != absl::string_view::npos; dot = path.find('.')) {
    const auto* field = holder->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
    holder = &holder->GetReflection()->GetMessage(*holder, field);
    path.remove_prefix(dot + 1);
  }
  const auto* field = holder->GetDescriptor()->FindFieldByName(std::string(path));
  const auto* reflection = holder->GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return reflection->GetString(*holder, field);
  }
  if (IsTimestamp(*field)) {
    const auto& time =
        static_cast<const google::protobuf::Timestamp&>(reflection->GetMessage(*holder, field));
    return domain::FormatInstant(domain::ToTime(time));
  }
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(*holder, field, -1, &text);
  return text;
}

}  // namespace baton::adapters
