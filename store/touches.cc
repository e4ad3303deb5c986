#include "store/touches.h"

#include <string>

#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/query.h"
#include "store/signals.h"
#include "store/usage.h"

namespace baton::store {
namespace {

// Every row of the account's history in [from, until]; `sql` takes tenant, account and both times.
template <typename Record>
absl::StatusOr<std::vector<Record>> InWindow(Session& session, const Table& table, const Sql& sql,
                                             std::string_view tenant, std::string_view account,
                                             absl::Time from, absl::Time until) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      AccountAliases().HistoryIds(session, tenant, IdOf(account, tenant, "accounts")));
  std::vector<Record> records;
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<Record> some,
        ReadAll<Record>(session, table, sql,
                        {tenant, id, absl::ToUnixMicros(from), absl::ToUnixMicros(until)}, tenant));
    records.insert(records.end(), some.begin(), some.end());
  }
  return records;
}

}  // namespace

absl::StatusOr<std::vector<v1::UsageObservation>> UsageInWindow(Session& session,
                                                                std::string_view tenant,
                                                                std::string_view account,
                                                                absl::Time from, absl::Time until) {
  static const Sql& sql = *new Sql(
      UsageTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND observe_time_us >= :p3 "
                          "AND observe_time_us <= :p4 ORDER BY observe_time_us, observation_id"));
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::UsageObservation> usage,
      InWindow<v1::UsageObservation>(session, UsageTable(), sql, tenant, account, from, until));
  const std::string_view account_id = IdOf(account, tenant, "accounts");
  for (v1::UsageObservation& observation : usage) {
    const std::string_view id = IdOf(observation.name(), tenant, "usage");
    observation.set_name(ChildName(tenant, "accounts", account_id, "usage", id));
  }
  return usage;
}

absl::StatusOr<std::vector<v1::Signal>> SignalsInWindow(Session& session, std::string_view tenant,
                                                        std::string_view account, absl::Time from,
                                                        absl::Time until) {
  static const Sql& sql = *new Sql(
      SignalTable().Select("WHERE tenant = :p1 AND account_id = :p2 AND file_time_us >= :p3 "
                           "AND file_time_us <= :p4 ORDER BY file_time_us, signal_id"));
  return InWindow<v1::Signal>(session, SignalTable(), sql, tenant, account, from, until);
}

}  // namespace baton::store
