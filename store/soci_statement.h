// One statement that SOCI keeps prepared, with its parameters. Used by SociSession alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "soci/soci.h"
#include "store/bound_statement.h"
#include "store/soci_session.h"
#include "store/sql.h"

namespace baton::store {

class SociStatement : public BoundStatement {
 public:
  // Throws soci::soci_error when the text can't be prepared.
  SociStatement(SociSession* session, const Sql& sql, int parameter_count);
  ~SociStatement() override;

  const std::string& text() const { return sql_.text; }
  // True while its rows are being read.
  bool busy() const { return busy_; }
  // When it was used last, in the session's count of uses.
  int64_t last_use = 0;

  absl::StatusOr<int64_t> Run() override;
  std::unique_ptr<Rows> Query() override;

 private:
  class OpenRows;

  // True when there is a row. Throws.
  bool Execute();
  void Close();

  SociSession* const session_;
  const Sql sql_;
  const bool changes_;              // anything but a SELECT
  std::vector<std::string> texts_;  // the current row's, as far as they were asked for
  soci::statement statement_;
  bool busy_ = false;
};

}  // namespace baton::store
