#include "store/postgres/kept_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/postgres/array_text.h"
#include "store/postgres/postgres_session.h"

namespace baton::store {

KeptRows::KeptRows(const InsertSql& insert, PostgresSession* session)
    : KeptRows(insert.table(), insert.one_row().text, insert.columns(), insert.many_rows(), 0,
               false, session) {}

KeptRows::KeptRows(const ChangeSql& change, PostgresSession* session)
    : KeptRows(change.table(), change.one_row().text, change.columns(), change.many_rows(),
               change.key_count(), !change.removes(), session) {}

KeptRows::KeptRows(std::string table, std::string one_row, std::vector<InsertColumn> columns,
                   Sql sql, size_t key_count, bool counted, PostgresSession* session)
    : BoundStatement(columns.size()),
      table_(std::move(table)),
      one_row_(std::move(one_row)),
      columns_(std::move(columns)),
      sql_(std::move(sql)),
      key_count_(key_count),
      counted_(counted),
      session_(session),
      arrays_(columns_.size(), "{") {}

absl::StatusOr<int64_t> KeptRows::Run() {
  for (size_t i = 0; i < parameters().size(); ++i) {
    if (!HoldsBytes(i)) BATON_RETURN_IF_ERROR(session_->CheckText(parameters()[i]));
  }
  std::string key = Key();
  BATON_RETURN_IF_ERROR(session_->RunBefore(*this, key));
  for (size_t i = 0; i < parameters().size(); ++i) {
    AppendElement(parameters()[i], HoldsBytes(i), &arrays_[i]);
  }
  if (!inserts()) keys_.insert(std::move(key));
  session_->CountKept();
  ++rows_;
  empty_ = false;
  return 1;
}

std::unique_ptr<Rows> KeptRows::Query() {
  return FailedQuery(absl::InternalError("what is kept back answers no rows"));
}

// Each piece stands behind its length, so that no two keys look alike.
std::string KeptRows::Key() const {
  std::string key;
  for (size_t i = 0; i < key_count_; ++i) {
    const Value& value = parameters()[i];
    absl::StrAppend(&key, value.text.size(), ":", value.text, ";", value.integer, ";");
  }
  return key;
}

bool KeptRows::ComeBefore(const std::string& key) const {
  if (empty_) return false;
  return key.empty() ? !inserts() : inserts() || keys_.contains(key);
}

absl::Status KeptRows::RunKept() {
  empty_ = true;
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session_->Prepare(sql_, static_cast<int>(arrays_.size())));
  for (size_t i = 0; i < arrays_.size(); ++i) {
    arrays_[i].push_back('}');
    statement->SetText(static_cast<int>(i)).swap(arrays_[i]);
  }
  const int64_t rows = rows_;
  Forget();
  BATON_ASSIGN_OR_RETURN(const int64_t touched, statement->Run());
  return counted_ ? session_->CheckTouched(touched, rows) : absl::OkStatus();
}

void KeptRows::Forget() {
  for (std::string& array : arrays_) array.assign("{");
  keys_.clear();
  rows_ = 0;
  empty_ = true;
}

}  // namespace baton::store
