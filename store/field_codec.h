// Carries one field between a message and its column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "store/column.h"
#include "store/sql.h"

namespace baton::store {

class FieldCodec {
 public:
  // Fails the program when the column's path names no field, or one that does not suit its kind.
  FieldCodec(const google::protobuf::Descriptor* message, const Column& column);

  ColumnKind kind() const { return kind_; }
  const std::string& collection() const { return collection_; }

  // Sets the parameter to what the column keeps. INTERNAL for a name that is none of its
  // collection.
  absl::Status Bind(const google::protobuf::Message& message, std::string_view tenant,
                    int parameter, Statement* statement) const;

  // Sets the field from a column that is not null.
  void Read(const Rows& rows, int column, std::string_view tenant,
            google::protobuf::Message* message) const;

 private:
  const google::protobuf::Message* Holder(const google::protobuf::Message& message) const;
  void BindPresent(const google::protobuf::Message& holder, int parameter,
                   Statement* statement) const;
  absl::Status BindName(const google::protobuf::Message& holder, std::string_view tenant,
                        int parameter, Statement* statement) const;
  void ReadEnum(const std::string& text, google::protobuf::Message* holder) const;

  ColumnKind kind_;
  std::string collection_;
  std::vector<const google::protobuf::FieldDescriptor*> parents_;  // submessages on the way
  const google::protobuf::FieldDescriptor* field_ = nullptr;
  std::vector<std::string> enum_texts_;  // kEnum: by the value's index
};

}  // namespace baton::store
