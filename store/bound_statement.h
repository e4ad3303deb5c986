// A statement that holds its parameters as values, until an engine takes them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/sql.h"

namespace baton::store {

class BoundStatement : public Statement {
 public:
  // All are null at first.
  explicit BoundStatement(size_t parameter_count) : parameters_(parameter_count) {}

  int parameter_count() const { return static_cast<int>(parameters_.size()); }

  void SetNull(int parameter) override;
  void SetInt(int parameter, int64_t value) override;
  void SetDouble(int parameter, double value) override;
  std::string& SetText(int parameter) override;

 protected:
  // Its address does not move.
  const std::vector<Value>& parameters() const { return parameters_; }

 private:
  std::vector<Value> parameters_;
};

}  // namespace baton::store
