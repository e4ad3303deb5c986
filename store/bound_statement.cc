#include "store/bound_statement.h"

namespace baton::store {

void BoundStatement::SetNull(int parameter) { parameters_[parameter].kind = Value::Kind::kNull; }

void BoundStatement::SetInt(int parameter, int64_t value) {
  parameters_[parameter].kind = Value::Kind::kInt;
  parameters_[parameter].integer = value;
}

void BoundStatement::SetDouble(int parameter, double value) {
  parameters_[parameter].kind = Value::Kind::kDouble;
  parameters_[parameter].real = value;
}

std::string& BoundStatement::SetText(int parameter) {
  parameters_[parameter].kind = Value::Kind::kText;
  return parameters_[parameter].text;
}

}  // namespace baton::store
