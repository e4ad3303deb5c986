// A change of one row that is known by its key, in the forms that the engines run: an UPDATE, or a
// DELETE where nothing is set.
#pragma once

#include <string>
#include <vector>

#include "store/insert_sql.h"
#include "store/sql.h"

namespace baton::store {

class ChangeSql {
 public:
  // A key that is set as well stands in both lists.
  ChangeSql(std::string table, std::vector<InsertColumn> keys, std::vector<InsertColumn> sets);

  const std::string& table() const { return table_; }
  size_t key_count() const { return key_count_; }
  // The keys', then those that are set: parameter i is column i's value.
  const std::vector<InsertColumn>& columns() const { return columns_; }
  bool removes() const { return key_count_ == columns_.size(); }

  // One row.
  const Sql& one_row() const { return one_row_; }
  // Any number of rows, on PostgreSQL, each key once; parameter i is an array with column i's
  // values.
  Sql many_rows() const;

 private:
  std::string table_;
  size_t key_count_;
  std::vector<InsertColumn> columns_;
  Sql one_row_;
};

}  // namespace baton::store
