#include "store/soci_session.h"

#include <exception>
#include <utility>

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/soci_statement.h"
#include "store/statement_watch.h"

namespace baton::store {
namespace {

absl::Status InternalError() {
  return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                        "the store could not run a statement");
}

}  // namespace

SociSession::SociSession(std::unique_ptr<soci::session> connection)
    : connection_(std::move(connection)) {}

SociSession::~SociSession() = default;

absl::StatusOr<Statement*> SociSession::Prepare(const Sql& sql, int parameter_count) {
  if (!failure_.status.ok()) return failure_.status;
  if (by_address_.size() > 2 * kMaxPreparedStatements) by_address_.clear();
  SociStatement*& known = by_address_[&sql];
  if (known == nullptr || known->parameter_count() != parameter_count ||
      known->text() != sql.text) {
    BATON_ASSIGN_OR_RETURN(SociStatement * found, Find(sql, parameter_count));
    by_address_[&sql] = found;
    return Use(found);
  }
  return Use(known);
}

absl::StatusOr<SociStatement*> SociSession::Find(const Sql& sql, int parameter_count) {
  if (auto found = statements_.find(sql.text); found != statements_.end()) {
    SociStatement* statement = found->second.get();
    if (statement->parameter_count() == parameter_count || statement->busy()) return statement;
    Forget(statement);
  }
  try {
    auto statement = std::make_unique<SociStatement>(this, sql, parameter_count);
    NotePrepared(sql, parameter_count);
    if (statements_.size() >= kMaxPreparedStatements) DropLongestUnused();
    const absl::string_view key = statement->text();
    return statements_.emplace(key, std::move(statement)).first->second.get();
  } catch (...) {
    return Fail();
  }
}

absl::StatusOr<Statement*> SociSession::Use(SociStatement* statement) {
  if (statement->busy()) {
    failure_.status = InternalError();
    return failure_.status;
  }
  statement->last_use = ++uses_;
  return statement;
}

void SociSession::Forget(SociStatement* statement) {
  by_address_.clear();
  statements_.erase(statement->text());
}

absl::Status SociSession::Fail() {
  Failure failure;
  try {
    throw;
  } catch (const soci::soci_error& error) {
    failure = Classify(error);
  } catch (const std::exception&) {
    failure.status = InternalError();
  }
  if (failure_.status.ok()) failure_ = failure;
  failure_.lost |= failure.lost;
  failure_.conflict |= failure.conflict;
  return failure.status;
}

absl::Status SociSession::Begin(const Sql& begin) {
  BATON_RETURN_IF_ERROR(Recover());
  absl::Status begun = Run(begin, {}).status();
  if (begun.ok() || dialect() == Dialect::kSqlite) return begun;
  ClearFailure();
  BATON_RETURN_IF_ERROR(Recover());
  return Run(begin, {}).status();
}

void SociSession::ReplaceConnection(std::unique_ptr<soci::session> connection) {
  by_address_.clear();
  statements_.clear();
  connection_ = std::move(connection);
}

void SociSession::DropLongestUnused() {
  SociStatement* oldest = nullptr;
  for (const auto& [text, statement] : statements_) {
    if (statement->busy()) continue;
    if (oldest == nullptr || statement->last_use < oldest->last_use) oldest = statement.get();
  }
  if (oldest != nullptr) Forget(oldest);
}

}  // namespace baton::store
