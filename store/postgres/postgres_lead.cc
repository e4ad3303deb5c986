#include "store/postgres/postgres_lead.h"

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/postgres/lock_number.h"
#include "store/store_status.h"

namespace baton::store {

absl::StatusOr<bool> PostgresLead::Leads(absl::string_view duty) {
  absl::MutexLock lock(&mutex_);
  if (session_ == nullptr) return StoreClosed();
  absl::StatusOr<bool> leads = Ask(std::string(duty));
  if (leads.ok() || session_->connected()) return leads;
  // The connection turned out to be lost, and every lead with it: somebody else may have them now.
  return Ask(std::string(duty));
}

absl::StatusOr<bool> PostgresLead::Ask(const std::string& duty) {
  static const Sql& take = *new Sql{"SELECT CAST(pg_try_advisory_lock(:p1) AS INT)", "i"};
  static const Sql& keep = *new Sql{"SELECT CAST(:p1 AS BIGINT)", "i"};
  session_->ClearFailure();
  BATON_RETURN_IF_ERROR(session_->Recover());
  if (session_->reconnections() != connection_) led_.clear();
  connection_ = session_->reconnections();
  const bool led = led_.contains(duty);
  const auto rows = session_->Query(led ? keep : take, {LockNumber(absl::StrCat("lead/", duty))});
  const bool leads = rows->Next() && (led || rows->Int(0) == 1);
  if (!rows->status().ok()) return rows->status();
  if (leads) led_.insert(duty);
  return leads;
}

void PostgresLead::Close() {
  static const Sql& leave =
      *new Sql{"SELECT CAST(count(*) AS INT) FROM (SELECT pg_advisory_unlock_all()) released", "i"};
  absl::MutexLock lock(&mutex_);
  if (session_ == nullptr) return;
  // Said aloud: the engine notices a closed connection in its own time; until then nobody leads.
  session_->ClearFailure();
  if (session_->connected()) session_->Query(leave, {})->Next();
  session_.reset();
}

}  // namespace baton::store
