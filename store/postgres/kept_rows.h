// Rows of one table that wait to be inserted, changed or removed together.
//
// Row by row, each would cost a round trip and PostgreSQL's work for a statement.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "store/bound_statement.h"
#include "store/change_sql.h"
#include "store/insert_sql.h"

namespace baton::store {

class PostgresSession;

// Run() keeps the row whose values were set.
class KeptRows : public BoundStatement {
 public:
  KeptRows(const InsertSql& insert, PostgresSession* session);
  KeptRows(const ChangeSql& change, PostgresSession* session);

  absl::StatusOr<int64_t> Run() override;
  // They answer no rows: INTERNAL.
  std::unique_ptr<Rows> Query() override;

  const std::string& table() const { return table_; }
  // The statement that each would be by itself, which tells one kind from another.
  const std::string& one_row() const { return one_row_; }
  bool empty() const { return empty_; }

  // Whether these must be run before a change of the row with that key is kept: they hold the row,
  // or may. Empty: before a row that is inserted.
  bool ComeBefore(const std::string& key) const;

  // Runs what was kept, in its order.
  absl::Status RunKept();
  void Forget();

 private:
  KeptRows(std::string table, std::string one_row, std::vector<InsertColumn> columns, Sql sql,
           size_t key_count, bool counted, PostgresSession* session);

  bool inserts() const { return key_count_ == 0; }
  bool HoldsBytes(size_t column) const { return columns_[column].type == 'b'; }
  std::string Key() const;

  const std::string table_;
  const std::string one_row_;
  const std::vector<InsertColumn> columns_;
  const Sql sql_;
  const size_t key_count_;  // 0: inserts
  const bool counted_;      // each row must be there
  PostgresSession* const session_;
  std::vector<std::string> arrays_;  // of each column, not closed yet
  absl::flat_hash_set<std::string> keys_;
  int64_t rows_ = 0;
  bool empty_ = true;
};

}  // namespace baton::store
