#include "store/record.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "store/bound_statement.h"
#include "store/change_sql.h"

namespace baton::store {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string KeyCondition(const std::vector<Column>& columns, int first_parameter) {
  std::string text = "WHERE tenant = :p1";
  for (const Column& column : columns) {
    if (column.kind != ColumnKind::kKey) continue;
    absl::StrAppend(&text, " AND ", column.name, " = :p", first_parameter++);
  }
  return text;
}

std::string Parameter(ColumnKind kind, int number) {
  return kind == ColumnKind::kBytes ? absl::StrCat("CAST(:p", number, " AS BLOB)")
                                    : absl::StrCat(":p", number);
}

// What the columns of one message hold.
class Row final : public BoundStatement {
 public:
  explicit Row(size_t columns) : BoundStatement(columns) {}

  const std::vector<Value>& values() const { return parameters(); }
  absl::StatusOr<int64_t> Run() override { return absl::InternalError("a row can't be run"); }
  std::unique_ptr<Rows> Query() override {
    return FailedQuery(absl::InternalError("a row can't be asked"));
  }
};

}  // namespace

Table::Table(const Descriptor* message, std::string name, std::vector<Column> columns,
             std::vector<std::string> lead_columns)
    : message_(message),
      name_(std::move(name)),
      columns_(std::move(columns)),
      lead_columns_(std::move(lead_columns)),
      paths_(message),
      insert_(InsertOf()) {
  for (const Column& column : columns_) fields_.emplace_back(message_, column, &paths_);
  update_ = {UpdateText(), ""};
  get_ = Select(KeyCondition(columns_, 2));
}

InsertSql Table::InsertOf() const {
  std::vector<InsertColumn> columns = {{"tenant", 't'}};
  for (const std::string& lead : lead_columns_) columns.push_back({lead, 't'});
  for (const Column& column : columns_) columns.push_back({column.name, ResultType(column.kind)});
  return InsertSql(name_, std::move(columns));
}

// Every column is a parameter, so that a row is bound as for Insert; keys stand in the condition.
std::string Table::UpdateText() const {
  std::string sets;
  std::string condition = " WHERE tenant = :p1";
  int number = 1;
  for (const Column& column : columns_) {
    ++number;
    if (column.kind == ColumnKind::kKey) {
      absl::StrAppend(&condition, " AND ", column.name, " = :p", number);
    } else {
      absl::StrAppend(&sets, sets.empty() ? "" : ", ", column.name, " = ",
                      Parameter(column.kind, number));
    }
  }
  return absl::StrCat("UPDATE ", name_, " SET ", sets, condition);
}

absl::Status Table::Insert(Session& session, std::string_view tenant, const Message& message,
                           const std::vector<Value>& lead) const {
  const int parameters = 1 + static_cast<int>(lead.size() + fields_.size());
  BATON_ASSIGN_OR_RETURN(Statement * statement, session.Prepare(insert_.one_row(), parameters));
  BATON_RETURN_IF_ERROR(BindInsert(tenant, message, lead, statement));
  return statement->Run().status();
}

absl::Status Table::Append(Session& session, std::string_view tenant, const Message& message,
                           const std::vector<Value>& lead) const {
  BATON_ASSIGN_OR_RETURN(Statement * statement, session.PrepareInsert(insert_));
  BATON_RETURN_IF_ERROR(BindInsert(tenant, message, lead, statement));
  return statement->Run().status();
}

absl::Status Table::BindInsert(std::string_view tenant, const Message& message,
                               const std::vector<Value>& lead, Statement* statement) const {
  statement->SetText(0).assign(tenant);
  for (size_t i = 0; i < lead.size(); ++i) statement->Set(1 + static_cast<int>(i), lead[i]);
  return BindRow(tenant, message, 1 + static_cast<int>(lead.size()), statement);
}

absl::Status Table::Update(Session& session, std::string_view tenant,
                           const Message& message) const {
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session.Prepare(update_, 1 + static_cast<int>(fields_.size())));
  statement->SetText(0).assign(tenant);
  BATON_RETURN_IF_ERROR(BindRow(tenant, message, 1, statement));
  return Touched(statement, tenant, message);
}

absl::Status Table::Update(Session& session, std::string_view tenant, const Message& before,
                           const Message& after) const {
  const auto held = paths_.FindAll(before);
  const auto next = paths_.FindAll(after);
  std::vector<InsertColumn> keys = {{"tenant", 't'}};
  std::vector<InsertColumn> sets;
  std::vector<Value> key_values;
  std::vector<Value> set_values;
  Row values(2);
  for (size_t i = 0; i < fields_.size(); ++i) {
    const Message* was = held[static_cast<size_t>(fields_[i].holder())];
    const Message* is = next[static_cast<size_t>(fields_[i].holder())];
    const bool key = columns_[i].kind == ColumnKind::kKey;
    if (!key && fields_[i].Alike(was, is)) continue;
    BATON_RETURN_IF_ERROR(fields_[i].Bind(was, tenant, 0, &values));
    BATON_RETURN_IF_ERROR(fields_[i].Bind(is, tenant, 1, &values));
    if (!key && values.values()[0] == values.values()[1]) continue;
    (key ? keys : sets).push_back({columns_[i].name, ResultType(columns_[i].kind)});
    (key ? key_values : set_values).push_back(values.values()[1]);
  }
  if (sets.empty()) return absl::OkStatus();
  const ChangeSql change(name_, std::move(keys), std::move(sets));
  BATON_ASSIGN_OR_RETURN(Statement * statement, session.PrepareChange(change));
  statement->SetText(0).assign(tenant);
  int parameter = 1;
  for (const Value& value : key_values) statement->Set(parameter++, value);
  for (const Value& value : set_values) statement->Set(parameter++, value);
  return Touched(statement, tenant, after);
}

absl::Status Table::Touched(Statement* statement, std::string_view tenant,
                            const Message& message) const {
  BATON_ASSIGN_OR_RETURN(const int64_t touched, statement->Run());
  if (touched > 0) return absl::OkStatus();
  Row row(fields_.size());
  BATON_RETURN_IF_ERROR(BindRow(tenant, message, 0, &row));
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].kind() == ColumnKind::kKey) return Missing(tenant, row.values()[i].text);
  }
  return Missing(tenant, "");
}

absl::Status Table::BindRow(std::string_view tenant, const Message& message, int first_parameter,
                            Statement* statement) const {
  const auto holders = paths_.FindAll(message);
  int parameter = first_parameter;
  for (const FieldCodec& field : fields_) {
    const Message* holder = holders[static_cast<size_t>(field.holder())];
    BATON_RETURN_IF_ERROR(field.Bind(holder, tenant, parameter++, statement));
  }
  return absl::OkStatus();
}

absl::Status Table::Missing(std::string_view tenant, std::string_view id) const {
  for (const FieldCodec& field : fields_) {
    if (field.kind() != ColumnKind::kKey) continue;
    return domain::NotFound(message_->name(), domain::ResourceName(tenant, field.collection(), id));
  }
  return domain::NotFound(message_->name(), View(id));
}

Sql Table::Select(std::string_view tail, std::string_view extra,
                  std::string_view extra_types) const {
  std::string names;
  std::string types;
  for (const Column& column : columns_) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", column.name);
    types.push_back(ResultType(column.kind));
  }
  if (!extra.empty()) absl::StrAppend(&names, ", ", View(extra));
  types.append(extra_types);
  return {absl::StrCat("SELECT ", names, " FROM ", name_, " ", View(tail)), types};
}

void Table::Read(const Rows& rows, std::string_view tenant, Message* message,
                 int first_column) const {
  message->Clear();
  auto holders = paths_.MakeNone(message);
  int column = first_column;
  for (const FieldCodec& field : fields_) {
    if (!rows.IsNull(column)) {
      field.Read(rows, column, tenant, paths_.Make(field.holder(), &holders));
    }
    ++column;
  }
}

absl::Status Table::Get(Session& session, std::string_view tenant, std::string_view id,
                        Message* message) const {
  BATON_ASSIGN_OR_RETURN(Statement * statement, session.Prepare(get_, 2));
  statement->SetText(0).assign(tenant);
  statement->SetText(1).assign(id);
  const auto rows = statement->Query();
  if (rows->Next()) {
    Read(*rows, tenant, message);
    return absl::OkStatus();
  }
  return rows->status().ok() ? Missing(tenant, id) : rows->status();
}

}  // namespace baton::store
