#include "store/source_versions.h"

#include <cstdint>
#include <map>
#include <utility>

#include "domain/status_macros.h"
#include "store/sql.h"

namespace baton::store {
namespace {

using Order = std::pair<int64_t, std::string>;  // change time, digest

absl::StatusOr<std::map<std::string, Order>> HeldVersions(Session& session, std::string_view tenant,
                                                          std::string_view record) {
  static const Sql& sql = *new Sql{
      "SELECT field, change_time_us, digest FROM source_versions "
      "WHERE tenant = :p1 AND record = :p2",
      "tit"};
  std::map<std::string, Order> held;
  const auto rows = session.Query(sql, {tenant, record});
  while (rows->Next()) held[rows->Text(0)] = {rows->Int(1), rows->Text(2)};
  if (!rows->status().ok()) return rows->status();
  return held;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> TakeNewerFields(Transaction& tx, std::string_view record,
                                                         const SourceVersion& version,
                                                         const std::vector<std::string>& fields) {
  static const Sql& keep = *new Sql{
      "INSERT INTO source_versions (tenant, record, field, change_time_us, digest) "
      "VALUES (:p1, :p2, :p3, :p4, :p5) ON CONFLICT (tenant, record, field) DO UPDATE "
      "SET change_time_us = excluded.change_time_us, digest = excluded.digest",
      ""};
  std::vector<std::string> newer;
  if (fields.empty()) return newer;
  BATON_ASSIGN_OR_RETURN(const auto held, HeldVersions(tx.session(), tx.tenant(), record));
  const Order order(absl::ToUnixMicros(version.change_time), version.digest);
  for (const std::string& field : fields) {
    const auto found = held.find(field);
    if (found != held.end() && order <= found->second) continue;
    BATON_RETURN_IF_ERROR(
        tx.session().Run(keep, {tx.tenant(), record, field, order.first, order.second}).status());
    newer.push_back(field);
  }
  return newer;
}

}  // namespace baton::store
