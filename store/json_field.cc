#include "store/json_field.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#ifdef __SSE2__
#define RAPIDJSON_SSE2  // texts are scanned sixteen bytes at a time
#endif
#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace baton::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
using Pool = rapidjson::MemoryPoolAllocator<>;
using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, Pool>;

constexpr int kMaxNesting = 16;

// What a usual field's values and the parser's stack need; more is taken from the heap.
constexpr size_t kValueBytes = 8192;
constexpr size_t kStackBytes = 2048;

void WriteMessage(const Message& message, Writer* writer);

void WriteText(absl::string_view text, Writer* writer) {
  writer->String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void WriteEnum(int number, const FieldDescriptor* field, Writer* writer) {
  const EnumValueDescriptor* value = field->enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    writer->Int(number);
  } else {
    WriteText(value->name(), writer);
  }
}

void WriteString(const std::string& text, const FieldDescriptor* field, Writer* writer) {
  if (field->type() == FieldDescriptor::TYPE_BYTES) {
    WriteText(absl::Base64Escape(text), writer);
  } else {
    WriteText(text, writer);
  }
}

// One value: the field itself, or its element `index` where it is repeated (else -1).
void WriteValue(const Message& message, const FieldDescriptor* field, int index, Writer* writer) {
  const Reflection* r = message.GetReflection();
  const bool one = index < 0;
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      writer->Int(one ? r->GetInt32(message, field) : r->GetRepeatedInt32(message, field, index));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      WriteText(absl::StrCat(one ? r->GetInt64(message, field)
                                 : r->GetRepeatedInt64(message, field, index)),
                writer);
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      writer->Double(one ? r->GetDouble(message, field)
                         : r->GetRepeatedDouble(message, field, index));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer->Bool(one ? r->GetBool(message, field) : r->GetRepeatedBool(message, field, index));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      WriteEnum(
          one ? r->GetEnumValue(message, field) : r->GetRepeatedEnumValue(message, field, index),
          field, writer);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      WriteString(one ? r->GetStringReference(message, field, &scratch)
                      : r->GetRepeatedStringReference(message, field, index, &scratch),
                  field, writer);
      break;
    default:
      WriteMessage(
          one ? r->GetMessage(message, field) : r->GetRepeatedMessage(message, field, index),
          writer);
  }
}

void WriteField(const Message& message, const FieldDescriptor* field, Writer* writer) {
  if (!field->is_repeated()) return WriteValue(message, field, -1, writer);
  writer->StartArray();
  const int size = message.GetReflection()->FieldSize(message, field);
  for (int i = 0; i < size; ++i) WriteValue(message, field, i, writer);
  writer->EndArray();
}

void WriteMessage(const Message& message, Writer* writer) {
  if (message.GetDescriptor() == Timestamp::descriptor()) {
    return WriteText(TimeUtil::ToString(static_cast<const Timestamp&>(message)), writer);
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  writer->StartObject();
  for (const FieldDescriptor* field : fields) {
    const std::string& name = field->json_name();
    writer->Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    WriteField(message, field, writer);
  }
  writer->EndObject();
}

bool ReadMessage(const rapidjson::Value& value, Message* message);

std::string TextOf(const rapidjson::Value& value) {
  return std::string(value.GetString(), value.GetStringLength());
}

bool ReadInt64(const rapidjson::Value& value, int64_t* number) {
  if (value.IsString()) return absl::SimpleAtoi(TextOf(value), number);
  if (!value.IsInt64()) return false;
  *number = value.GetInt64();
  return true;
}

bool ReadEnum(const rapidjson::Value& value, const FieldDescriptor* field, int* number) {
  if (value.IsInt()) {
    *number = value.GetInt();
    return true;
  }
  if (!value.IsString()) return false;
  const EnumValueDescriptor* found = field->enum_type()->FindValueByName(TextOf(value));
  if (found != nullptr) *number = found->number();
  return found != nullptr;
}

bool ReadString(const rapidjson::Value& value, const FieldDescriptor* field, std::string* text) {
  if (!value.IsString()) return false;
  *text = TextOf(value);
  return field->type() != FieldDescriptor::TYPE_BYTES || absl::Base64Unescape(*text, text);
}

bool ReadNumber(const rapidjson::Value& value, const FieldDescriptor* field, Message* message) {
  const Reflection* r = message->GetReflection();
  const bool many = field->is_repeated();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
    if (!value.IsNumber()) return false;
    many ? r->AddDouble(message, field, value.GetDouble())
         : r->SetDouble(message, field, value.GetDouble());
    return true;
  }
  int64_t number = 0;
  if (!ReadInt64(value, &number)) return false;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    const auto narrow = static_cast<int32_t>(number);
    many ? r->AddInt32(message, field, narrow) : r->SetInt32(message, field, narrow);
  } else {
    many ? r->AddInt64(message, field, number) : r->SetInt64(message, field, number);
  }
  return true;
}

// Sets the field, or adds an element where it is repeated.
bool ReadValue(const rapidjson::Value& value, const FieldDescriptor* field, Message* message) {
  const Reflection* r = message->GetReflection();
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!value.IsBool()) return false;
      many ? r->AddBool(message, field, value.GetBool())
           : r->SetBool(message, field, value.GetBool());
      return true;
    case FieldDescriptor::CPPTYPE_ENUM: {
      int number = 0;
      if (!ReadEnum(value, field, &number)) return false;
      many ? r->AddEnumValue(message, field, number) : r->SetEnumValue(message, field, number);
      return true;
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text;
      if (!ReadString(value, field, &text)) return false;
      many ? r->AddString(message, field, std::move(text))
           : r->SetString(message, field, std::move(text));
      return true;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadMessage(value,
                         many ? r->AddMessage(message, field) : r->MutableMessage(message, field));
    default:
      return ReadNumber(value, field, message);
  }
}

bool ReadField(const rapidjson::Value& value, const FieldDescriptor* field, Message* message) {
  if (!field->is_repeated()) return ReadValue(value, field, message);
  if (!value.IsArray()) return false;
  for (const rapidjson::Value& element : value.GetArray()) {
    if (!ReadValue(element, field, message)) return false;
  }
  return true;
}

const FieldDescriptor* FindByJsonName(const Descriptor* type, const rapidjson::Value& name) {
  const absl::string_view wanted(name.GetString(), name.GetStringLength());
  for (int i = 0; i < type->field_count(); ++i) {
    if (type->field(i)->json_name() == wanted) return type->field(i);
  }
  return nullptr;
}

bool ReadMessage(const rapidjson::Value& value, Message* message) {
  if (message->GetDescriptor() == Timestamp::descriptor()) {
    return value.IsString() &&
           TimeUtil::FromString(TextOf(value), static_cast<Timestamp*>(message));
  }
  if (!value.IsObject()) return false;
  for (const auto& member : value.GetObject()) {
    const FieldDescriptor* field = FindByJsonName(message->GetDescriptor(), member.name);
    if (field != nullptr && !ReadField(member.value, field, message)) return false;
  }
  return true;
}

bool IsPlain(const FieldDescriptor* field, int nesting) {
  if (field->is_map() || nesting > kMaxNesting) return false;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
      field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64 ||
      field->cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) {
    return false;
  }
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return true;
  const Descriptor* type = field->message_type();
  if (type == Timestamp::descriptor()) return true;
  if (absl::StartsWith(type->full_name(), "google.protobuf.")) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    if (!IsPlain(type->field(i), nesting + 1)) return false;
  }
  return true;
}

}  // namespace

bool IsPlainJson(const FieldDescriptor* field) { return IsPlain(field, 0); }

std::string FieldToJson(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  const bool absent = field->is_repeated() ? reflection->FieldSize(message, field) == 0
                                           : !reflection->HasField(message, field);
  if (absent) return "";
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  WriteField(message, field, &writer);
  return std::string(buffer.GetString(), buffer.GetSize());
}

bool FieldFromJson(std::string_view text, const FieldDescriptor* field, Message* message) {
  message->GetReflection()->ClearField(message, field);
  alignas(std::max_align_t) char values[kValueBytes];
  alignas(std::max_align_t) char stack[kStackBytes];
  Pool value_pool(values, sizeof(values));
  Pool stack_pool(stack, sizeof(stack));
  Document document(&value_pool, sizeof(stack) / 2, &stack_pool);
  std::string parsed_in_place(text);
  document.ParseInsitu<rapidjson::kParseFullPrecisionFlag>(parsed_in_place.data());
  return !document.HasParseError() && ReadField(document, field, message);
}

}  // namespace baton::store
