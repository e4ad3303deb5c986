// A whole row of parameters or results as one element of SOCI's exchange.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "soci/soci.h"
#include "store/sql.h"

namespace baton::store {

// Hands every value to the engine before each execution, parameter i under the name ":p<i+1>". The
// vector's address must not move. An engine adds how it binds and hands over.
class RowParameters : public soci::details::use_type_base {
 public:
  explicit RowParameters(const std::vector<Value>* values) : values_(values) {}

  std::size_t size() const override { return 1; }

  // Values are no part of SOCI's error texts: they may be personal.
  std::string get_name() const override { return ""; }
  void dump_value(std::ostream&) const override {}
  void pre_exec(int) override {}
  void post_use(bool) override {}
  void clean_up() override {}

 protected:
  const std::vector<Value>& values() const { return *values_; }

 private:
  const std::vector<Value>* const values_;
};

// Leaves the row where the engine has it, to be read column by column.
class ResultRow : public soci::details::into_type_base {
 public:
  void define(soci::details::statement_impl&, int&) override {}
  void pre_exec(int) override {}
  void pre_fetch() override {}
  void post_fetch(bool, bool) override {}
  void clean_up() override {}
  std::size_t size() const override { return 1; }
};

}  // namespace baton::store
