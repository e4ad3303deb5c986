#include "store/soci_statement.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace baton::store {

// The rows of a statement while they are read. One row is loaded ahead by Execute().
class SociStatement::OpenRows : public Rows {
 public:
  OpenRows(SociStatement* statement, bool has_row) : statement_(statement), ahead_(has_row) {}
  explicit OpenRows(absl::Status status) : status_(std::move(status)) {}
  ~OpenRows() override {
    if (statement_ != nullptr) statement_->Close();
  }

  bool Next() override {
    if (statement_ == nullptr) return false;
    if (!first_) Fetch();
    first_ = false;
    if (ahead_) return true;
    if (statement_ != nullptr) statement_->Close();
    statement_ = nullptr;
    return false;
  }
  const absl::Status& status() const override { return status_; }
  bool IsNull(int column) const override { return slot(column).indicator == soci::i_null; }
  int64_t Int(int column) const override { return IsNull(column) ? 0 : slot(column).integer; }
  double Double(int column) const override { return IsNull(column) ? 0 : slot(column).real; }
  const std::string& Text(int column) const override {
    static const std::string& empty = *new std::string();
    return IsNull(column) ? empty : slot(column).text;
  }

 private:
  const Slot& slot(int column) const { return statement_->results_[column]; }

  void Fetch() {
    try {
      ahead_ = statement_->statement_.fetch();
    } catch (...) {
      status_ = statement_->session_->Fail();
      ahead_ = false;
    }
  }

  SociStatement* statement_ = nullptr;
  bool ahead_ = false;
  bool first_ = true;
  absl::Status status_;
};

SociStatement::SociStatement(SociSession* session, const Sql& sql, int parameter_count)
    : session_(session),
      sql_(sql),
      changes_(!absl::StartsWithIgnoreCase(
          absl::StripLeadingAsciiWhitespace(absl::string_view(sql.text)), "SELECT")),
      parameters_(parameter_count),
      results_(sql.columns.size()),
      statement_(session->connection()) {
  for (int i = 0; i < parameter_count; ++i) names_.push_back(absl::StrCat("p", i + 1));
  statement_.alloc();
  statement_.prepare(sql_.text);
}

SociStatement::~SociStatement() = default;

void SociStatement::SetNull(int parameter) {
  Slot& slot = parameters_[parameter];
  slot.kind = Value::Kind::kNull;
  slot.indicator = soci::i_null;
}

void SociStatement::SetInt(int parameter, int64_t value) {
  Slot& slot = parameters_[parameter];
  slot.kind = Value::Kind::kInt;
  slot.indicator = soci::i_ok;
  slot.integer = value;
}

void SociStatement::SetDouble(int parameter, double value) {
  Slot& slot = parameters_[parameter];
  slot.kind = Value::Kind::kDouble;
  slot.indicator = soci::i_ok;
  slot.real = value;
}

std::string& SociStatement::SetText(int parameter) {
  Slot& slot = parameters_[parameter];
  slot.kind = Value::Kind::kText;
  slot.indicator = soci::i_ok;
  return slot.text;
}

absl::StatusOr<int64_t> SociStatement::Run() {
  try {
    // A PRAGMA may answer with a row that nobody asked for, and would stay open.
    if (Execute()) session_->Reset(statement_);
    return statement_.get_affected_rows();
  } catch (...) {
    return session_->Fail();
  }
}

std::unique_ptr<Rows> SociStatement::Query() {
  try {
    const bool has_row = Execute();
    busy_ = true;
    return std::make_unique<OpenRows>(this, has_row);
  } catch (...) {
    return std::make_unique<OpenRows>(session_->Fail());
  }
}

bool SociStatement::NeedsBinding() const {
  if (!bound_) return true;
  for (const Slot& slot : parameters_) {
    if (slot.kind != Value::Kind::kNull && slot.kind != slot.bound_kind) return true;
  }
  return false;
}

void SociStatement::Bind() {
  statement_.bind_clean_up();
  for (size_t i = 0; i < results_.size(); ++i) BindResult(sql_.columns[i], &results_[i]);
  for (size_t i = 0; i < parameters_.size(); ++i) {
    BindParameter(static_cast<int>(i), &parameters_[i]);
  }
  statement_.define_and_bind();
  bound_ = true;
}

// A parameter that is null so far keeps the type it had; text at first.
void SociStatement::BindParameter(int index, Slot* slot) {
  if (slot->kind != Value::Kind::kNull) slot->bound_kind = slot->kind;
  if (slot->bound_kind == Value::Kind::kNull) slot->bound_kind = Value::Kind::kText;
  const std::string& name = names_[index];
  switch (slot->bound_kind) {
    case Value::Kind::kInt:
      return statement_.exchange(soci::use(slot->integer, slot->indicator, name));
    case Value::Kind::kDouble:
      return statement_.exchange(soci::use(slot->real, slot->indicator, name));
    default:
      return statement_.exchange(soci::use(slot->text, slot->indicator, name));
  }
}

void SociStatement::BindResult(char type, Slot* slot) {
  switch (type) {
    case 'i':
      return statement_.exchange(soci::into(slot->integer, slot->indicator));
    case 'd':
      return statement_.exchange(soci::into(slot->real, slot->indicator));
    default:
      return statement_.exchange(soci::into(slot->text, slot->indicator));
  }
}

bool SociStatement::Execute() {
  if (NeedsBinding()) Bind();
  if (changes_) ++session_->changes_;
  return statement_.execute(true);
}

void SociStatement::Close() {
  busy_ = false;
  session_->Reset(statement_);
}

}  // namespace baton::store
