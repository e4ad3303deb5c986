// The parameters of a statement, as SQLite takes them.
#pragma once

#include <vector>

#include "soci/sqlite3/soci-sqlite3.h"
#include "store/soci_row.h"

namespace baton::store {

class SqliteParameters : public RowParameters {
 public:
  using RowParameters::RowParameters;

  void bind(soci::details::statement_impl& statement, int& position) override;
  void pre_use() override;

 private:
  std::vector<int> positions_;  // of each value in the statement, from 0
  soci::sqlite3_statement_backend* backend_ = nullptr;
};

}  // namespace baton::store
