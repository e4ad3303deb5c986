// How one field of a message lies in one column. See record.h for what each kind keeps.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"

namespace baton::store {

// How a field becomes a column.
enum class ColumnKind { kText, kInt, kBool, kDouble, kEnum, kTime, kKey, kRef, kJson, kBytes };

// The letter of a column of that kind in Sql::columns.
char ResultType(ColumnKind kind);

struct Column {
  ColumnKind kind;
  std::string name;        // the column
  std::string path;        // the field, dots into submessages
  std::string collection;  // Key and Ref: "signals"
};

Column Key(std::string_view column, std::string_view path, std::string_view collection);
Column Ref(std::string_view column, std::string_view path, std::string_view collection);
Column Text(std::string_view column, std::string_view path);
Column Int(std::string_view column, std::string_view path);
Column Bool(std::string_view column, std::string_view path);
Column Double(std::string_view column, std::string_view path);
Column Enum(std::string_view column, std::string_view path);
Column Time(std::string_view column, std::string_view path);
Column Json(std::string_view column, std::string_view path);
Column Bytes(std::string_view column, std::string_view path);

// An enum's value as a column keeps it: "hot" for URGENCY_HOT, "" for UNSPECIFIED.
std::string EnumText(const google::protobuf::EnumValueDescriptor* value);

}  // namespace baton::store
