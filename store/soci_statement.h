// One statement that SOCI keeps prepared, with its slots. Used by SociSession alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "soci/soci.h"
#include "store/soci_session.h"
#include "store/sql.h"

namespace baton::store {

class SociStatement : public Statement {
 public:
  // Throws soci::soci_error when the text can't be prepared.
  SociStatement(SociSession* session, const Sql& sql, int parameter_count);
  ~SociStatement() override;

  const std::string& text() const { return sql_.text; }
  int parameter_count() const { return static_cast<int>(parameters_.size()); }
  // True while its rows are being read.
  bool busy() const { return busy_; }
  // When it was used last, in the session's count of uses.
  int64_t last_use = 0;

  void SetNull(int parameter) override;
  void SetInt(int parameter, int64_t value) override;
  void SetDouble(int parameter, double value) override;
  std::string& SetText(int parameter) override;
  absl::StatusOr<int64_t> Run() override;
  std::unique_ptr<Rows> Query() override;

 private:
  class OpenRows;

  // Where SOCI finds a parameter or leaves a result; never moves once bound. SOCI fixes the type
  // at binding, so a slot knows which type that was.
  struct Slot {
    Value::Kind kind = Value::Kind::kNull;
    Value::Kind bound_kind = Value::Kind::kNull;
    soci::indicator indicator = soci::i_null;
    long long integer = 0;  // NOLINT: SOCI's own name for 64 bits
    double real = 0;
    std::string text;
  };

  bool NeedsBinding() const;
  void Bind();
  void BindParameter(int index, Slot* slot);
  void BindResult(char type, Slot* slot);
  // Binds where needed and runs; true when there is a row. Throws.
  bool Execute();
  void Close();

  SociSession* const session_;
  const Sql sql_;
  const bool changes_;  // anything but a SELECT
  std::vector<Slot> parameters_;
  std::vector<Slot> results_;
  std::vector<std::string> names_;
  soci::statement statement_;
  bool bound_ = false;
  bool busy_ = false;
};

}  // namespace baton::store
