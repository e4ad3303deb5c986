// A whole row of parameters or results as one element of SOCI's exchange.
#pragma once

#include <vector>

#include "soci/soci.h"
#include "soci/sqlite3/soci-sqlite3.h"
#include "store/sql.h"

namespace baton::store {

// Hands every value to SQLite before each execution, parameter i under the name ":p<i+1>". The
// vector's address must not move.
class SqliteParameters : public soci::details::use_type_base {
 public:
  explicit SqliteParameters(const std::vector<Value>* values) : values_(values) {}

  void bind(soci::details::statement_impl& statement, int& position) override;
  void pre_use() override;
  std::size_t size() const override { return 1; }

  // Values are no part of SOCI's error texts: they may be personal.
  std::string get_name() const override { return ""; }
  void dump_value(std::ostream&) const override {}
  void pre_exec(int) override {}
  void post_use(bool) override {}
  void clean_up() override {}

 private:
  const std::vector<Value>* const values_;
  std::vector<int> positions_;  // of each value in the statement, from 0
  soci::sqlite3_statement_backend* backend_ = nullptr;
};

// Leaves the row where SQLite has it, to be read column by column.
class SqliteRow : public soci::details::into_type_base {
 public:
  void define(soci::details::statement_impl&, int&) override {}
  void pre_exec(int) override {}
  void pre_fetch() override {}
  void post_fetch(bool, bool) override {}
  void clean_up() override {}
  std::size_t size() const override { return 1; }
};

}  // namespace baton::store
