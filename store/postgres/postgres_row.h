// A whole row of parameters or results as one element of SOCI's exchange.
#pragma once

#include <string>
#include <vector>

#include "soci/postgresql/soci-postgresql.h"
#include "soci/soci.h"
#include "store/sql.h"

namespace baton::store {

// A text with a NUL, which PostgreSQL can't hold.
class NulInText : public soci::soci_error {
 public:
  NulInText() : soci::soci_error("a text holds a NUL") {}
};

// Hands every value to PostgreSQL before each execution, parameter i under the name ":p<i+1>". The
// vector's address must not move. Throws NulInText.
class PostgresParameters : public soci::details::use_type_base {
 public:
  explicit PostgresParameters(const std::vector<Value>* values) : values_(values) {}

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
  std::vector<bool> bytes_;         // which of them stand in a cast to bytes
  std::vector<std::string> texts_;  // as PostgreSQL reads them, where that differs
  std::vector<char*> pointers_;     // SOCI knows their addresses
  char* null_ = nullptr;
};

// Leaves the row where the result has it, to be read column by column.
class PostgresRow : public soci::details::into_type_base {
 public:
  void define(soci::details::statement_impl&, int&) override {}
  void pre_exec(int) override {}
  void pre_fetch() override {}
  void post_fetch(bool, bool) override {}
  void clean_up() override {}
  std::size_t size() const override { return 1; }
};

}  // namespace baton::store
