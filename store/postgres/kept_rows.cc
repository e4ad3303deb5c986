#include "store/postgres/kept_rows.h"

#include "domain/status_macros.h"
#include "store/postgres/array_text.h"
#include "store/postgres/postgres_session.h"

namespace baton::store {

KeptRows::KeptRows(const InsertSql* insert, PostgresSession* session)
    : insert_(insert),
      session_(session),
      row_(insert->columns().size()),
      arrays_(insert->columns().size(), "{") {}

void KeptRows::SetInt(int parameter, int64_t value) {
  row_[parameter].kind = Value::Kind::kInt;
  row_[parameter].integer = value;
}

void KeptRows::SetDouble(int parameter, double value) {
  row_[parameter].kind = Value::Kind::kDouble;
  row_[parameter].real = value;
}

std::string& KeptRows::SetText(int parameter) {
  row_[parameter].kind = Value::Kind::kText;
  return row_[parameter].text;
}

absl::StatusOr<int64_t> KeptRows::Run() {
  for (size_t i = 0; i < row_.size(); ++i) {
    const bool bytes = insert_->columns()[i].type == 'b';
    if (!bytes) BATON_RETURN_IF_ERROR(session_->CheckText(row_[i]));
    AppendElement(row_[i], bytes, &arrays_[i]);
  }
  session_->CountKept();
  empty_ = false;
  return 1;
}

std::unique_ptr<Rows> KeptRows::Query() {
  return FailedQuery(absl::InternalError("an insert answers no rows"));
}

absl::Status KeptRows::RunKept() {
  empty_ = true;
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session_->Prepare(insert_->many_rows(), static_cast<int>(arrays_.size())));
  for (size_t i = 0; i < arrays_.size(); ++i) {
    arrays_[i].push_back('}');
    statement->SetText(static_cast<int>(i)).swap(arrays_[i]);
  }
  Forget();
  return statement->Run().status();
}

void KeptRows::Forget() {
  for (std::string& array : arrays_) array.assign("{");
  empty_ = true;
}

}  // namespace baton::store
