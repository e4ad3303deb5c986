#include "store/sqlite/sqlite_row.h"

#include <string>

namespace baton::store {
namespace {

void Fill(const Value& value, soci::sqlite3_column* column) {
  column->isNull_ = value.kind == Value::Kind::kNull;
  switch (value.kind) {
    case Value::Kind::kNull:
      return;
    case Value::Kind::kInt:
      column->type_ = soci::dt_long_long;
      column->int64_ = value.integer;
      return;
    case Value::Kind::kDouble:
      column->type_ = soci::dt_double;
      column->double_ = value.real;
      return;
    case Value::Kind::kText:
      column->type_ = soci::dt_string;
      column->buffer_.constData_ = value.text.data();
      column->buffer_.size_ = value.text.size();
  }
}

}  // namespace

// Other parameters than those of the values stay null.
void SqliteParameters::bind(soci::details::statement_impl& statement, int& position) {
  backend_ = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
  positions_.clear();
  for (size_t i = 0; i < values().size(); ++i) {
    const std::string name = ":p" + std::to_string(i + 1);
    const int found = sqlite_api::sqlite3_bind_parameter_index(backend_->stmt_, name.c_str());
    if (found == 0) throw soci::soci_error("the statement has no parameter " + name);
    positions_.push_back(found - 1);
  }
  soci::sqlite3_column null;
  null.isNull_ = true;
  const int count = sqlite_api::sqlite3_bind_parameter_count(backend_->stmt_);
  backend_->useData_.assign(1, soci::sqlite3_row(static_cast<size_t>(count), null));
  position += count;
}

void SqliteParameters::pre_use() {
  soci::sqlite3_row& row = backend_->useData_[0];
  for (size_t i = 0; i < positions_.size(); ++i) {
    Fill(values()[i], &row[static_cast<size_t>(positions_[i])]);
  }
}

}  // namespace baton::store
