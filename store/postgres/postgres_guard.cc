#include "store/postgres/postgres_guard.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/status_macros.h"
#include "store/postgres/commit_word.h"
#include "store/postgres/lock_number.h"
#include "store/write_batch.h"

namespace baton::store {
namespace {

void AddKeyNames(const WriteOptions& options, std::vector<std::string>* names) {
  names->push_back(absl::StrCat("key/", options.tenant, "/", options.key));
  for (const std::string& key : options.keys) {
    names->push_back(absl::StrCat("key/", options.tenant, "/", key));
  }
}

}  // namespace

absl::Status PostgresGuard::HoldKeys(const std::vector<PendingWrite>& writes) {
  std::vector<std::string> names;
  for (const PendingWrite& write : writes) AddKeyNames(write.options, &names);
  session_->ClearFailure();
  BATON_RETURN_IF_ERROR(session_->Recover());
  absl::Status held = Hold(names);
  if (held.ok() || session_->connected()) return held;
  // The connection turned out to be lost: nothing is held on it, so it can be asked once more.
  session_->ClearFailure();
  BATON_RETURN_IF_ERROR(session_->Recover());
  return Hold(names);
}

absl::Status PostgresGuard::HoldChains(const std::vector<std::string>& tenants) {
  std::vector<std::string> names;
  for (const std::string& tenant : tenants) names.push_back(absl::StrCat("chain/", tenant));
  return names.empty() ? absl::OkStatus() : Hold(names);
}

absl::Status PostgresGuard::Hold(const std::vector<std::string>& names) {
  static const Sql& sql = *new Sql{
      "SELECT count(*) FROM (SELECT pg_advisory_lock(lock) FROM (SELECT lock FROM "
      "unnest(CAST(:p1 AS BIGINT[])) AS lock ORDER BY lock) AS locks OFFSET 0) AS held",
      "i"};
  std::vector<int64_t> numbers;
  for (const std::string& name : names) numbers.push_back(LockNumber(name));
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  holds_ = true;
  const auto rows = session_->Query(sql, {absl::StrCat("{", absl::StrJoin(numbers, ","), "}")});
  while (rows->Next()) continue;
  return rows->status();
}

void PostgresGuard::Release(const Commit& changed) {
  static const Sql& unlock = *new Sql{"SELECT pg_advisory_unlock_all()", "t"};
  static const Sql& tell = *new Sql{absl::StrCat("SELECT pg_advisory_unlock_all(), pg_notify('",
                                                 std::string(kCommitChannel), "', :p1)"),
                                    "tt"};
  if (!holds_) return;
  holds_ = false;
  session_->ClearFailure();
  const auto rows = changed.tenants.empty() ? session_->Query(unlock, {})
                                            : session_->Query(tell, {CommitWord(server_, changed)});
  while (rows->Next()) continue;
}

}  // namespace baton::store
