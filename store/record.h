// How a record (a protobuf message) lies in a table: explicit columns, each fed by one field.
//
// A Table is declared once, statically, beside the functions of its noun:
//
//   const Table& SignalTable() {
//     static const Table& table = *new Table(v1::Signal::descriptor(), "signals", {
//         Key("signal_id", "name", "signals"),
//         Ref("account_id", "account", "accounts"),
//         Text("evidence", "evidence"),
//         Enum("urgency", "urgency"),                                  // kept as 'hot'
//         Time("route_time_us", "route_time"),                         // kept as microseconds
//         Int("estimated_minor", "estimated_expansion.amount_minor"),  // null without the
//         submessage Json("explanation", "explanation"),                          // nested things,
//         as JSON text
//     });
//     return table;
//   }
//
// Names: a message holds full resource names (tenants/acme/signals/01J), a column the bare id. Key
// and Ref translate; an empty name is a null. Absent submessages, absent optional fields and empty
// Json are nulls; other empty strings are ''. Enums are kept by their value's name without the
// enum's prefix, lower case; UNSPECIFIED is a null.
//
// Every table's first column is `tenant`. Child rows (a booking's lines) have lead columns more,
// given at each call: the parent's id and a position.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "store/sql.h"

namespace baton::store {

// How a field becomes a column.
enum class ColumnKind { kText, kInt, kBool, kDouble, kEnum, kTime, kKey, kRef, kJson };

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

class Table {
 public:
  // Fails the program at start when a path names no field: a programming error.
  Table(const google::protobuf::Descriptor* message, std::string name, std::vector<Column> columns,
        std::vector<std::string> lead_columns = {});

  // INSERT of the whole message. ALREADY_EXISTS when the key is taken.
  absl::Status Insert(Session& session, std::string_view tenant,
                      const google::protobuf::Message& message,
                      const std::vector<Value>& lead = {}) const;

  // UPDATE of every non-key column by tenant and Key column(s). NOT_FOUND when there is none.
  absl::Status Update(Session& session, std::string_view tenant,
                      const google::protobuf::Message& message) const;

  // A query for messages: "SELECT <columns> FROM <table> <tail>", where tail is
  // "WHERE tenant = :p1 AND ...", with as many extra output columns as `extra` types names
  // ("i" for one integer: "..., <extra_columns>").
  Sql Select(std::string_view tail) const;

  // Reads the current row of a Select into `message` (cleared first). `tenant` completes the names.
  void Read(const Rows& rows, std::string_view tenant, google::protobuf::Message* message) const;

  // The message whose Key column is `id`; NOT_FOUND (reason NOT_FOUND, with the resource) when
  // there is none.
  absl::Status Get(Session& session, std::string_view tenant, std::string_view id,
                   google::protobuf::Message* message) const;

  const std::string& name() const;
  const std::vector<Column>& columns() const;
};

}  // namespace baton::store
