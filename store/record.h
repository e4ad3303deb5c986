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
//         Int("estimated_minor", "estimated_expansion.amount_minor"),  // null without the message
//         Json("explanation", "explanation"),                          // nested, as JSON text
//     });
//     return table;
//   }
//
// Names: a message holds full resource names (tenants/acme/signals/01J), a column the bare id. Key
// and Ref translate; an empty name is a null, and a name of another tenant or collection fails as
// INTERNAL. Absent submessages, absent optional fields and empty Json are nulls; other empty
// strings are ''. Enums are kept by their value's name without the enum's prefix, lower case;
// UNSPECIFIED is a null. Reading gives back what was inserted, presence included, as far as the
// columns hold it.
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
#include "store/column.h"
#include "store/field_codec.h"
#include "store/insert_sql.h"
#include "store/sql.h"

namespace baton::store {

class Table {
 public:
  // Fails the program at start when a path names no field: a programming error.
  Table(const google::protobuf::Descriptor* message, std::string name, std::vector<Column> columns,
        std::vector<std::string> lead_columns = {});

  // INSERT of the whole message. ALREADY_EXISTS when the key is taken.
  absl::Status Insert(Session& session, std::string_view tenant,
                      const google::protobuf::Message& message,
                      const std::vector<Value>& lead = {}) const;

  // The same, but the row may be kept back; see Session::PrepareInsert.
  absl::Status Append(Session& session, std::string_view tenant,
                      const google::protobuf::Message& message,
                      const std::vector<Value>& lead = {}) const;

  // UPDATE of every non-key column by tenant and Key column(s). NOT_FOUND when there is none.
  absl::Status Update(Session& session, std::string_view tenant,
                      const google::protobuf::Message& message) const;

  // The same for a row that is known to hold `before`: an UPDATE of the columns that differ alone,
  // which leaves every index in peace that has none of them. Nothing where nothing differs. The
  // change may be kept back; see Session::PrepareChange.
  absl::Status Update(Session& session, std::string_view tenant,
                      const google::protobuf::Message& before,
                      const google::protobuf::Message& after) const;

  // A query for messages: "SELECT <columns><, extra> FROM <table> <tail>", where tail is
  // "WHERE tenant = :p1 AND ...". `extra_types` has a letter for each extra column, the first of
  // which is number columns().size() of the rows.
  Sql Select(std::string_view tail, std::string_view extra = "",
             std::string_view extra_types = "") const;

  // Reads the current row of a Select into `message` (cleared first). `tenant` completes the names.
  // `first_column`: where this table's columns begin in a row that has others before them.
  void Read(const Rows& rows, std::string_view tenant, google::protobuf::Message* message,
            int first_column = 0) const;

  // The message whose Key column is `id`; NOT_FOUND (reason NOT_FOUND, with the resource) when
  // there is none.
  absl::Status Get(Session& session, std::string_view tenant, std::string_view id,
                   google::protobuf::Message* message) const;

  const std::string& name() const { return name_; }
  const std::vector<Column>& columns() const { return columns_; }
  const google::protobuf::Descriptor* message() const { return message_; }

 private:
  absl::Status BindInsert(std::string_view tenant, const google::protobuf::Message& message,
                          const std::vector<Value>& lead, Statement* statement) const;
  absl::Status BindRow(std::string_view tenant, const google::protobuf::Message& message,
                       int first_parameter, Statement* statement) const;
  // What an UPDATE of the statement came to: NOT_FOUND where it touched no row.
  absl::Status Touched(Statement* statement, std::string_view tenant,
                       const google::protobuf::Message& message) const;
  absl::Status Missing(std::string_view tenant, std::string_view id) const;
  InsertSql InsertOf() const;
  std::string UpdateText() const;

  const google::protobuf::Descriptor* message_;
  std::string name_;
  std::vector<Column> columns_;
  std::vector<std::string> lead_columns_;
  MessagePaths paths_;
  std::vector<FieldCodec> fields_;
  InsertSql insert_;
  Sql update_;
  Sql get_;
};

}  // namespace baton::store
