// Carries one field between a message and its column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "store/column.h"
#include "store/message_paths.h"
#include "store/sql.h"

namespace baton::store {

class FieldCodec {
 public:
  // Fails the program when the column's path names no field, or one that does not suit its kind.
  // Adds the submessages on the way to `paths`.
  FieldCodec(const google::protobuf::Descriptor* message, const Column& column,
             MessagePaths* paths);

  ColumnKind kind() const { return kind_; }
  const std::string& collection() const { return collection_; }
  // The submessage that holds the field, in the paths given at construction.
  int holder() const { return holder_; }

  // Sets the parameter to what the column keeps; a null where `holder` is null. INTERNAL for a name
  // that is none of its collection.
  absl::Status Bind(const google::protobuf::Message* holder, std::string_view tenant, int parameter,
                    Statement* statement) const;

  // True when both bind the same, as far as can be told without writing the column's text; a
  // difference may still bind the same.
  bool Alike(const google::protobuf::Message* one, const google::protobuf::Message* other) const;

  // Sets the field from a column that is not null.
  void Read(const Rows& rows, int column, std::string_view tenant,
            google::protobuf::Message* holder) const;

 private:
  bool PresentAlike(const google::protobuf::Message& one,
                    const google::protobuf::Message& other) const;
  void BindPresent(const google::protobuf::Message& holder, int parameter,
                   Statement* statement) const;
  void BindEnum(const google::protobuf::Message& holder, int parameter, Statement* statement) const;
  absl::Status BindName(const google::protobuf::Message& holder, std::string_view tenant,
                        int parameter, Statement* statement) const;
  void ReadEnum(const std::string& text, google::protobuf::Message* holder) const;

  ColumnKind kind_;
  std::string collection_;
  int holder_ = 0;
  const google::protobuf::FieldDescriptor* field_ = nullptr;
  const google::protobuf::Reflection* reflection_ = nullptr;  // the holder's
  bool has_presence_ = false;
  std::vector<std::string> enum_texts_;  // kEnum: by the value's index
};

}  // namespace baton::store
