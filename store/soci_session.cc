#include "store/soci_session.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "domain/refusal.h"
#include "store/soci_statement.h"

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
  auto found = statements_.find(sql.text);
  if (found != statements_.end() && found->second->parameter_count() != parameter_count &&
      !found->second->busy()) {
    statements_.erase(found);
    found = statements_.end();
  }
  if (found == statements_.end()) {
    try {
      auto statement = std::make_unique<SociStatement>(this, sql, parameter_count);
      const absl::string_view key = statement->text();
      if (statements_.size() >= kMaxPreparedStatements) DropLongestUnused();
      found = statements_.emplace(key, std::move(statement)).first;
    } catch (...) {
      return Fail();
    }
  }
  if (found->second->busy()) {
    failure_.status = InternalError();
    return failure_.status;
  }
  found->second->last_use = ++uses_;
  return found->second.get();
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
  return failure.status;
}

void SociSession::DropLongestUnused() {
  auto oldest = statements_.end();
  for (auto it = statements_.begin(); it != statements_.end(); ++it) {
    if (it->second->busy()) continue;
    if (oldest == statements_.end() || it->second->last_use < oldest->second->last_use) oldest = it;
  }
  if (oldest != statements_.end()) statements_.erase(oldest);
}

}  // namespace baton::store
