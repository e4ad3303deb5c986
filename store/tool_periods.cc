#include "store/tool_periods.h"

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::store {

absl::Status KeepToolPeriod(Transaction& tx, std::string_view system, const v1::Fact& fact) {
  static const Sql& sql = *new Sql{
      "INSERT INTO tool_periods (tenant, source_system, source_record_id, period, status) "
      "VALUES (:p1, :p2, :p3, :p4, :p5) "
      "ON CONFLICT (tenant, source_system, source_record_id) "
      "DO UPDATE SET period = excluded.period, status = excluded.status",
      ""};
  BATON_RETURN_IF_ERROR(
      tx.session()
          .Run(sql, {tx.tenant(), system, fact.external_id(), fact.period(), fact.status()})
          .status());
  tx.Changed(domain::ResourceName(tx.tenant(), "toolPeriods",
                                  absl::StrCat(std::string(system), "-", fact.external_id())),
             nullptr, &fact);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ToolPeriod>> PeriodsOfTool(Session& session, std::string_view tenant,
                                                      std::string_view system) {
  static const Sql& sql = *new Sql{
      "SELECT period, status FROM tool_periods WHERE tenant = :p1 AND source_system = :p2 "
      "ORDER BY source_record_id",
      "tt"};
  std::vector<ToolPeriod> periods;
  const auto rows = session.Query(sql, {tenant, system});
  while (rows->Next()) periods.push_back({rows->Text(0), rows->Text(1)});
  if (!rows->status().ok()) return rows->status();
  return periods;
}

}  // namespace baton::store
