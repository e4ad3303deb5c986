#include "store/field_codec.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
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

int64_t GetInt(const Reflection& reflection, const Message& message, const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ? reflection.GetInt32(message, field)
                                                             : reflection.GetInt64(message, field);
}

// Columns have 64 bits. A value that was tampered with must not read as another one's lower half.
int32_t Narrow(int64_t value) {
  using Limits = std::numeric_limits<int32_t>;
  return static_cast<int32_t>(std::clamp<int64_t>(value, Limits::min(), Limits::max()));
}

void SetInt(const Reflection& reflection, int64_t value, const FieldDescriptor* field,
            Message* message) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection.SetInt32(message, field, Narrow(value));
  } else {
    reflection.SetInt64(message, field, value);
  }
}

}  // namespace

FieldCodec::FieldCodec(const Descriptor* message, const Column& column, MessagePaths* paths)
    : kind_(column.kind), collection_(column.collection) {
  for (const absl::string_view part : absl::StrSplit(column.path, '.')) {
    if (field_ != nullptr) {
      Require(field_->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field_->is_repeated(),
              absl::StrCat(message->full_name(), ".", column.path, " has no submessage there"));
      holder_ = paths->Add(holder_, field_);
    }
    const Descriptor* type = field_ == nullptr ? message : field_->message_type();
    field_ = type->FindFieldByName(std::string(part));
    Require(field_ != nullptr, absl::StrCat(message->full_name(), " has no ", column.path));
  }
  Require(Suits(kind_, field_), absl::StrCat(message->full_name(), ".", column.path,
                                             " does not suit column ", column.name));
  reflection_ = paths->reflection(holder_);
  has_presence_ = field_->has_presence();
  if (kind_ != ColumnKind::kEnum) return;
  const EnumDescriptor* type = field_->enum_type();
  for (int i = 0; i < type->value_count(); ++i) enum_texts_.push_back(EnumText(type->value(i)));
}

absl::Status FieldCodec::Bind(const Message* holder, std::string_view tenant, int parameter,
                              Statement* statement) const {
  if (holder == nullptr || (has_presence_ && !reflection_->HasField(*holder, field_))) {
    statement->SetNull(parameter);
    return absl::OkStatus();
  }
  if (kind_ == ColumnKind::kKey || kind_ == ColumnKind::kRef) {
    return BindName(*holder, tenant, parameter, statement);
  }
  BindPresent(*holder, parameter, statement);
  return absl::OkStatus();
}

void FieldCodec::BindPresent(const Message& holder, int parameter, Statement* statement) const {
  switch (kind_) {
    case ColumnKind::kInt:
      return statement->SetInt(parameter, GetInt(*reflection_, holder, field_));
    case ColumnKind::kBool:
      return statement->SetInt(parameter, reflection_->GetBool(holder, field_) ? 1 : 0);
    case ColumnKind::kDouble:
      return statement->SetDouble(parameter, reflection_->GetDouble(holder, field_));
    case ColumnKind::kTime:
      return statement->SetInt(
          parameter,
          domain::ToMicros(static_cast<const Timestamp&>(reflection_->GetMessage(holder, field_))));
    case ColumnKind::kEnum:
      return BindEnum(holder, parameter, statement);
    case ColumnKind::kJson: {
      std::string json = FieldToJson(holder, field_);
      if (json.empty()) return statement->SetNull(parameter);
      statement->SetText(parameter) = std::move(json);
      return;
    }
    default: {
      std::string scratch;
      statement->SetText(parameter).assign(
          reflection_->GetStringReference(holder, field_, &scratch));
    }
  }
}

void FieldCodec::BindEnum(const Message& holder, int parameter, Statement* statement) const {
  const EnumValueDescriptor* value =
      field_->enum_type()->FindValueByNumber(reflection_->GetEnumValue(holder, field_));
  if (value == nullptr || enum_texts_[static_cast<size_t>(value->index())].empty()) {
    return statement->SetNull(parameter);
  }
  statement->SetText(parameter).assign(enum_texts_[static_cast<size_t>(value->index())]);
}

absl::Status FieldCodec::BindName(const Message& holder, std::string_view tenant, int parameter,
                                  Statement* statement) const {
  std::string scratch;
  const std::string& name = reflection_->GetStringReference(holder, field_, &scratch);
  if (name.empty()) {
    statement->SetNull(parameter);
    return absl::OkStatus();
  }
  const std::string_view id = domain::ResourceId(name, tenant, collection_);
  if (id.empty()) {
    return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                          absl::StrCat(field_->full_name(), " holds \"", name,
                                       "\", no name of this tenant's ", collection_));
  }
  statement->SetText(parameter).assign(id);
  return absl::OkStatus();
}

bool FieldCodec::Alike(const Message* one, const Message* other) const {
  const auto empty = [this](const Message* holder) {
    return holder == nullptr || (has_presence_ && !reflection_->HasField(*holder, field_));
  };
  if (empty(one) || empty(other)) return empty(one) && empty(other);
  return PresentAlike(*one, *other);
}

bool FieldCodec::PresentAlike(const Message& one, const Message& other) const {
  switch (kind_) {
    case ColumnKind::kInt:
      return GetInt(*reflection_, one, field_) == GetInt(*reflection_, other, field_);
    case ColumnKind::kBool:
      return reflection_->GetBool(one, field_) == reflection_->GetBool(other, field_);
    case ColumnKind::kEnum:
      return reflection_->GetEnumValue(one, field_) == reflection_->GetEnumValue(other, field_);
    case ColumnKind::kTime: {
      const auto at = [this](const Message& holder) -> const Timestamp& {
        return static_cast<const Timestamp&>(reflection_->GetMessage(holder, field_));
      };
      return at(one).seconds() == at(other).seconds() && at(one).nanos() == at(other).nanos();
    }
    case ColumnKind::kDouble:
      return false;
    case ColumnKind::kJson:
      return field_->is_repeated() && reflection_->FieldSize(one, field_) == 0 &&
             reflection_->FieldSize(other, field_) == 0;
    default: {
      std::string scratch, other_scratch;
      return reflection_->GetStringReference(one, field_, &scratch) ==
             reflection_->GetStringReference(other, field_, &other_scratch);
    }
  }
}

void FieldCodec::Read(const Rows& rows, int column, std::string_view tenant,
                      Message* holder) const {
  switch (kind_) {
    case ColumnKind::kText:
    case ColumnKind::kBytes:
      return reflection_->SetString(holder, field_, rows.Text(column));
    case ColumnKind::kInt:
      return SetInt(*reflection_, rows.Int(column), field_, holder);
    case ColumnKind::kBool:
      return reflection_->SetBool(holder, field_, rows.Int(column) != 0);
    case ColumnKind::kDouble:
      return reflection_->SetDouble(holder, field_, rows.Double(column));
    case ColumnKind::kEnum:
      return ReadEnum(rows.Text(column), holder);
    case ColumnKind::kTime:
      *static_cast<Timestamp*>(reflection_->MutableMessage(holder, field_)) =
          domain::ToTimestamp(absl::FromUnixMicros(rows.Int(column)));
      return;
    case ColumnKind::kKey:
    case ColumnKind::kRef:
      return reflection_->SetString(holder, field_,
                                    domain::ResourceName(tenant, collection_, rows.Text(column)));
    case ColumnKind::kJson:
      FieldFromJson(rows.Text(column), field_, holder);
  }
}

void FieldCodec::ReadEnum(const std::string& text, Message* holder) const {
  for (size_t i = 0; i < enum_texts_.size(); ++i) {
    if (enum_texts_[i] != text) continue;
    reflection_->SetEnum(holder, field_, field_->enum_type()->value(static_cast<int>(i)));
    return;
  }
}

}  // namespace baton::store
