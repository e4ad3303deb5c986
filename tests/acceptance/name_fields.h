// Which fields of the API's requests hold the name of a record, read from the protos.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace baton::testing {

// The fields from a request down to one of its fields, at whatever depth.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// "signal.buyer.name"
std::string TextOf(const FieldPath& path);

// Sets the text at the end of the path, in the first element of what is repeated. What isn't there
// yet is made.
void Fill(const FieldPath& path, const std::string& text, google::protobuf::Message* message);

// A field is taken for a name when its comment says what names it holds
// ("tenants/{tenant}/people/{person}"), unless it is output only.
class NameFields {
 public:
  // Reads BATON_PROTO_DIR.
  NameFields();

  // Every path in a request to a field that names a record.
  std::vector<FieldPath> Of(const google::protobuf::Descriptor& request) const;

  // "tenants/{tenant}/people/{person}" for a field that holds one; empty for any other.
  std::string Pattern(const google::protobuf::FieldDescriptor& field) const;

  // What a list can be filtered by with = and a record's name, each with the names' pattern, as the
  // comment of the request's `filter` says.
  std::map<std::string, std::string> Filters(const google::protobuf::Descriptor& request) const;

  // Fields that hold a name of `tenant` in that message though their comment doesn't say so.
  std::vector<std::string> Unmarked(const google::protobuf::Message& message,
                                    const std::string& tenant) const;

 private:
  void Read(const std::filesystem::path& file);
  void Keep(const std::string& field, const std::string& comment);
  void Walk(const google::protobuf::Descriptor& message, FieldPath* path,
            std::vector<FieldPath>* found) const;

  std::map<std::string, std::string> patterns_;  // by the field's full name
  std::map<std::string, std::string> filters_;   // comments, by the field's full name
};

}  // namespace baton::testing
