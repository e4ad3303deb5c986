#include "store/soci_statement.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "domain/status_macros.h"

namespace baton::store {

// The rows of a statement while they are read. Execute() has loaded the first one.
class SociStatement::OpenRows : public Rows {
 public:
  OpenRows(SociStatement* statement, bool has_row) : statement_(statement), ahead_(has_row) {}
  ~OpenRows() override { Close(); }

  bool Next() override {
    if (statement_ == nullptr) return false;
    if (!first_) Fetch();
    first_ = false;
    if (!ahead_) Close();
    return ahead_;
  }
  const absl::Status& status() const override { return status_; }
  bool IsNull(int column) const override {
    return statement_ == nullptr || session().IsNull(statement_->statement_, column);
  }
  int64_t Int(int column) const override {
    return statement_ == nullptr ? 0 : session().ReadInt(statement_->statement_, column);
  }
  double Double(int column) const override {
    return statement_ == nullptr ? 0 : session().ReadDouble(statement_->statement_, column);
  }
  const std::string& Text(int column) const override {
    static const std::string& empty = *new std::string();
    if (statement_ == nullptr) return empty;
    std::string& text = statement_->texts_[column];
    session().ReadText(statement_->statement_, column, &text);
    return text;
  }

 private:
  SociSession& session() const { return *statement_->session_; }

  void Fetch() {
    try {
      ahead_ = statement_->statement_.fetch();
    } catch (...) {
      status_ = session().Fail();
      ahead_ = false;
    }
  }

  void Close() {
    if (statement_ != nullptr) statement_->Close();
    statement_ = nullptr;
  }

  SociStatement* statement_ = nullptr;
  bool ahead_ = false;
  bool first_ = true;
  absl::Status status_;
};

SociStatement::SociStatement(SociSession* session, const Sql& sql, int parameter_count)
    : BoundStatement(static_cast<size_t>(parameter_count)),
      session_(session),
      sql_(sql),
      changes_(!absl::StartsWithIgnoreCase(
          absl::StripLeadingAsciiWhitespace(absl::string_view(sql.text)), "SELECT")),
      texts_(sql.columns.size()),
      statement_(session->connection()) {
  session_->Exchange(&parameters(), static_cast<int>(texts_.size()), &statement_);
  statement_.alloc();
  statement_.prepare(session_->TextOf(sql_));
  statement_.define_and_bind();
}

SociStatement::~SociStatement() = default;

absl::StatusOr<int64_t> SociStatement::Run() {
  BATON_RETURN_IF_ERROR(session_->BeforeRun(sql_));
  try {
    // A PRAGMA may answer with a row that nobody asked for, and would stay open.
    if (Execute()) session_->Reset(statement_);
    return statement_.get_affected_rows();
  } catch (...) {
    return session_->Fail();
  }
}

std::unique_ptr<Rows> SociStatement::Query() {
  absl::Status ready = session_->BeforeRun(sql_);
  if (!ready.ok()) return FailedQuery(std::move(ready));
  try {
    const bool has_row = Execute();
    busy_ = true;
    return std::make_unique<OpenRows>(this, has_row);
  } catch (...) {
    return FailedQuery(session_->Fail());
  }
}

bool SociStatement::Execute() {
  if (changes_) session_->CountChange();
  return statement_.execute(true);
}

void SociStatement::Close() {
  busy_ = false;
  session_->Reset(statement_);
}

}  // namespace baton::store
