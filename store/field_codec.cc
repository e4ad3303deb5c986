#include "store/field_codec.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "google/protobuf/timestamp.pb.h"
#include "store/json_field.h"

namespace baton::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// A table that names no field is a fault of the program: nothing can be answered.
void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "store/record: %s\n", what.c_str());
  std::abort();
}

bool Suits(ColumnKind kind, const FieldDescriptor* field) {
  if (kind == ColumnKind::kJson) {
    return IsPlainJson(field) &&
           (field->is_repeated() || field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE);
  }
  if (field->is_repeated()) return false;
  switch (kind) {
    case ColumnKind::kInt:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
             field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
    case ColumnKind::kBool:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
    case ColumnKind::kDouble:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
    case ColumnKind::kEnum:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    case ColumnKind::kTime:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
             field->message_type() == google::protobuf::Timestamp::descriptor();
    default:
      return field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  }
}

int64_t GetInt(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  return field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ? reflection->GetInt32(message, field)
                                                             : reflection->GetInt64(message, field);
}

void SetInt(int64_t value, const FieldDescriptor* field, Message* message) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    message->GetReflection()->SetInt32(message, field, static_cast<int32_t>(value));
  } else {
    message->GetReflection()->SetInt64(message, field, value);
  }
}

}  // namespace

FieldCodec::FieldCodec(const Descriptor* message, const Column& column)
    : kind_(column.kind), collection_(column.collection) {
  for (const absl::string_view part : absl::StrSplit(column.path, '.')) {
    if (field_ != nullptr) {
      Require(field_->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field_->is_repeated(),
              absl::StrCat(message->full_name(), ".", column.path, " has no submessage there"));
      parents_.push_back(field_);
    }
    const Descriptor* holder = field_ == nullptr ? message : field_->message_type();
    field_ = holder->FindFieldByName(std::string(part));
    Require(field_ != nullptr, absl::StrCat(message->full_name(), " has no ", column.path));
  }
  Require(Suits(kind_, field_), absl::StrCat(message->full_name(), ".", column.path,
                                             " does not suit column ", column.name));
  if (kind_ != ColumnKind::kEnum) return;
  const EnumDescriptor* type = field_->enum_type();
  for (int i = 0; i < type->value_count(); ++i) enum_texts_.push_back(EnumText(type->value(i)));
}

// Null when a submessage on the way is absent.
const Message* FieldCodec::Holder(const Message& message) const {
  const Message* holder = &message;
  for (const FieldDescriptor* parent : parents_) {
    const Reflection* reflection = holder->GetReflection();
    if (!reflection->HasField(*holder, parent)) return nullptr;
    holder = &reflection->GetMessage(*holder, parent);
  }
  return holder;
}

absl::Status FieldCodec::Bind(const Message& message, std::string_view tenant, int parameter,
                              Statement* statement) const {
  statement->SetNull(parameter);
  const Message* holder = Holder(message);
  if (holder == nullptr) return absl::OkStatus();
  if (field_->has_presence() && !holder->GetReflection()->HasField(*holder, field_)) {
    return absl::OkStatus();
  }
  if (kind_ == ColumnKind::kKey || kind_ == ColumnKind::kRef) {
    return BindName(*holder, tenant, parameter, statement);
  }
  BindPresent(*holder, parameter, statement);
  return absl::OkStatus();
}

void FieldCodec::BindPresent(const Message& holder, int parameter, Statement* statement) const {
  const Reflection* reflection = holder.GetReflection();
  std::string scratch;
  switch (kind_) {
    case ColumnKind::kInt:
      return statement->SetInt(parameter, GetInt(holder, field_));
    case ColumnKind::kBool:
      return statement->SetInt(parameter, reflection->GetBool(holder, field_) ? 1 : 0);
    case ColumnKind::kDouble:
      return statement->SetDouble(parameter, reflection->GetDouble(holder, field_));
    case ColumnKind::kTime:
      return statement->SetInt(
          parameter,
          domain::ToMicros(static_cast<const Timestamp&>(reflection->GetMessage(holder, field_))));
    case ColumnKind::kEnum: {
      const EnumValueDescriptor* value =
          field_->enum_type()->FindValueByNumber(reflection->GetEnumValue(holder, field_));
      if (value == nullptr || enum_texts_[value->index()].empty()) return;
      statement->SetText(parameter).assign(enum_texts_[value->index()]);
      return;
    }
    case ColumnKind::kJson: {
      std::string json = FieldToJson(holder, field_);
      if (!json.empty()) statement->SetText(parameter) = std::move(json);
      return;
    }
    default:
      statement->SetText(parameter).assign(
          reflection->GetStringReference(holder, field_, &scratch));
  }
}

absl::Status FieldCodec::BindName(const Message& holder, std::string_view tenant, int parameter,
                                  Statement* statement) const {
  std::string scratch;
  const std::string& name = holder.GetReflection()->GetStringReference(holder, field_, &scratch);
  if (name.empty()) return absl::OkStatus();
  const std::string_view id = domain::ResourceId(name, tenant, collection_);
  if (id.empty()) {
    return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                          absl::StrCat(field_->full_name(), " holds \"", name,
                                       "\", no name of this tenant's ", collection_));
  }
  statement->SetText(parameter).assign(id);
  return absl::OkStatus();
}

void FieldCodec::Read(const Rows& rows, int column, std::string_view tenant,
                      Message* message) const {
  Message* holder = message;
  for (const FieldDescriptor* parent : parents_) {
    holder = holder->GetReflection()->MutableMessage(holder, parent);
  }
  const Reflection* reflection = holder->GetReflection();
  switch (kind_) {
    case ColumnKind::kText:
    case ColumnKind::kBytes:
      return reflection->SetString(holder, field_, rows.Text(column));
    case ColumnKind::kInt:
      return SetInt(rows.Int(column), field_, holder);
    case ColumnKind::kBool:
      return reflection->SetBool(holder, field_, rows.Int(column) != 0);
    case ColumnKind::kDouble:
      return reflection->SetDouble(holder, field_, rows.Double(column));
    case ColumnKind::kEnum:
      return ReadEnum(rows.Text(column), holder);
    case ColumnKind::kTime:
      *static_cast<Timestamp*>(reflection->MutableMessage(holder, field_)) =
          domain::ToTimestamp(absl::FromUnixMicros(rows.Int(column)));
      return;
    case ColumnKind::kKey:
    case ColumnKind::kRef:
      return reflection->SetString(holder, field_,
                                   domain::ResourceName(tenant, collection_, rows.Text(column)));
    case ColumnKind::kJson:
      FieldFromJson(rows.Text(column), field_, holder);
  }
}

void FieldCodec::ReadEnum(const std::string& text, Message* holder) const {
  for (size_t i = 0; i < enum_texts_.size(); ++i) {
    if (enum_texts_[i] != text) continue;
    holder->GetReflection()->SetEnum(holder, field_,
                                     field_->enum_type()->value(static_cast<int>(i)));
    return;
  }
}

}  // namespace baton::store
