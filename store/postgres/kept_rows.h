// Rows for one table that wait to be inserted together.
//
// Row by row, each would cost a round trip and PostgreSQL's work for a statement.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/bound_statement.h"
#include "store/insert_sql.h"

namespace baton::store {

class PostgresSession;

// Run() keeps the row whose values were set.
class KeptRows : public BoundStatement {
 public:
  KeptRows(const InsertSql* insert, PostgresSession* session);

  absl::StatusOr<int64_t> Run() override;
  // An insert answers no rows: INTERNAL.
  std::unique_ptr<Rows> Query() override;

  const InsertSql& insert() const { return *insert_; }
  bool empty() const { return empty_; }

  // Inserts what was kept, in its order.
  absl::Status RunKept();
  void Forget();

 private:
  bool HoldsBytes(size_t column) const { return insert_->columns()[column].type == 'b'; }

  const InsertSql* const insert_;
  PostgresSession* const session_;
  std::vector<std::string> arrays_;  // of each column, not closed yet
  bool empty_ = true;
};

}  // namespace baton::store
