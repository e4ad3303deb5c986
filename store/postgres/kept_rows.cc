#include "store/postgres/kept_rows.h"

#include "domain/status_macros.h"
#include "store/postgres/array_text.h"
#include "store/postgres/postgres_session.h"

namespace baton::store {

KeptRows::KeptRows(const InsertSql* insert, PostgresSession* session)
    : BoundStatement(insert->columns().size()),
      insert_(insert),
      session_(session),
      arrays_(insert->columns().size(), "{") {}

absl::StatusOr<int64_t> KeptRows::Run() {
  for (size_t i = 0; i < parameters().size(); ++i) {
    if (!HoldsBytes(i)) BATON_RETURN_IF_ERROR(session_->CheckText(parameters()[i]));
  }
  for (size_t i = 0; i < parameters().size(); ++i) {
    AppendElement(parameters()[i], HoldsBytes(i), &arrays_[i]);
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
