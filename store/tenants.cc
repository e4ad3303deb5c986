#include "store/tenants.h"

#include "store/query.h"

namespace baton::store {

absl::Status EnsureTenant(Transaction& tx) {
  static const Sql& sql = *new Sql{
      "INSERT INTO tenants (tenant, create_time_us) VALUES (:p1, :p2) ON CONFLICT DO NOTHING", ""};
  return tx.session().Run(sql, {tx.tenant(), absl::ToUnixMicros(tx.now())}).status();
}

absl::StatusOr<std::vector<std::string>> ListTenants(Session& session) {
  static const Sql& sql = *new Sql{"SELECT tenant FROM tenants ORDER BY tenant", "t"};
  return ReadTexts(session, sql, {});
}

}  // namespace baton::store
