// An INSERT into one table, in the forms that the engines run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "store/sql.h"

namespace baton::store {

// A column and its type, a letter as in Sql::columns.
struct InsertColumn {
  std::string name;
  char type;
};

// Parameter `number` as the value of a column of that type, in a statement for one row, and as the
// array of its values in one for many rows.
std::string OneValue(char type, int number);
std::string ManyValues(char type, int number);

// Declare it static; a session knows it by its address.
class InsertSql {
 public:
  InsertSql(std::string table, std::vector<InsertColumn> columns);

  const std::string& table() const { return table_; }
  const std::vector<InsertColumn>& columns() const { return columns_; }

  // One row; parameter i is column i's value.
  const Sql& one_row() const { return one_row_; }
  // Any number of rows, on PostgreSQL; parameter i is an array with column i's values.
  const Sql& many_rows() const { return many_rows_; }

 private:
  std::string table_;
  std::vector<InsertColumn> columns_;
  Sql one_row_;
  Sql many_rows_;
};

}  // namespace baton::store
