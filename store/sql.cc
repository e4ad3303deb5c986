#include "store/sql.h"

#include "domain/status_macros.h"
#include "store/change_sql.h"
#include "store/insert_sql.h"

namespace baton::store {
namespace {

class FailedRows : public Rows {
 public:
  explicit FailedRows(absl::Status status) : status_(std::move(status)) {}
  bool Next() override { return false; }
  const absl::Status& status() const override { return status_; }
  bool IsNull(int) const override { return true; }
  int64_t Int(int) const override { return 0; }
  double Double(int) const override { return 0; }
  const std::string& Text(int) const override { return empty_; }

 private:
  absl::Status status_;
  std::string empty_;
};

absl::StatusOr<Statement*> PrepareWith(Session& session, const Sql& sql,
                                       const std::vector<Value>& values) {
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session.Prepare(sql, static_cast<int>(values.size())));
  for (size_t i = 0; i < values.size(); ++i) statement->Set(static_cast<int>(i), values[i]);
  return statement;
}

}  // namespace

std::unique_ptr<Rows> FailedQuery(absl::Status status) {
  return std::make_unique<FailedRows>(std::move(status));
}

void Statement::Set(int parameter, const Value& value) {
  switch (value.kind) {
    case Value::Kind::kNull:
      return SetNull(parameter);
    case Value::Kind::kInt:
      return SetInt(parameter, value.integer);
    case Value::Kind::kDouble:
      return SetDouble(parameter, value.real);
    case Value::Kind::kText:
      SetText(parameter).assign(value.text);
  }
}

absl::StatusOr<Statement*> Session::PrepareInsert(const InsertSql& insert) {
  return Prepare(insert.one_row(), static_cast<int>(insert.columns().size()));
}

absl::StatusOr<Statement*> Session::PrepareChange(const ChangeSql& change) {
  return Prepare(change.one_row(), static_cast<int>(change.columns().size()));
}

absl::StatusOr<int64_t> Session::Run(const Sql& sql, const std::vector<Value>& values) {
  BATON_ASSIGN_OR_RETURN(Statement * statement, PrepareWith(*this, sql, values));
  return statement->Run();
}

std::unique_ptr<Rows> Session::Query(const Sql& sql, const std::vector<Value>& values) {
  const absl::StatusOr<Statement*> statement = PrepareWith(*this, sql, values);
  if (!statement.ok()) return FailedQuery(statement.status());
  return (*statement)->Query();
}

}  // namespace baton::store
