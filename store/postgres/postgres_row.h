// The parameters of a statement, as PostgreSQL takes them.
#pragma once

#include <string>
#include <vector>

#include "soci/postgresql/soci-postgresql.h"
#include "store/soci_row.h"

namespace baton::store {

// A text with a NUL, which PostgreSQL can't hold.
class NulInText : public soci::soci_error {
 public:
  NulInText() : soci::soci_error("a text holds a NUL") {}
};

// Throws NulInText before the execution.
class PostgresParameters : public RowParameters {
 public:
  using RowParameters::RowParameters;

  void bind(soci::details::statement_impl& statement, int& position) override;
  void pre_use() override;

 private:
  std::vector<bool> bytes_;         // which of them stand in a cast to bytes
  std::vector<std::string> texts_;  // as PostgreSQL reads them, where that differs
  std::vector<char*> pointers_;     // SOCI knows their addresses
  char* null_ = nullptr;
};

}  // namespace baton::store
