#include "store/plan_versions.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kCompPlans = "compPlans";
}  // namespace

const Table& PlanVersionTable() {
  static const Table& table =
      *new Table(v1::PlanVersion::descriptor(), "comp_plans",
                 {
                     Key("plan_version_id", "name", kCompPlans),
                     Text("plan_code", "plan.code"),
                     Int("version", "plan.version"),
                     Enum("role", "plan.role"),
                     Text("currency_code", "plan.currency_code"),
                     Int("expansion_rate_bp", "plan.expansion_rate_bp"),
                     Int("new_business_rate_bp", "plan.new_business_rate_bp"),
                     Int("renewal_rate_bp", "plan.renewal_rate_bp"),
                     Enum("kind", "plan.kind"),
                     Text("display_name", "plan.display_name"),
                     Text("template", "plan.template"),
                     Int("base_minor", "plan.base_minor"),
                     Int("variable_minor", "plan.variable_minor"),
                     Int("grr_pool_bp", "plan.grr_pool_bp"),
                     Int("expansion_pool_bp", "plan.expansion_pool_bp"),
                     Int("mbo_pool_bp", "plan.mbo_pool_bp"),
                     Int("grr_target_bp", "plan.grr_target_bp"),
                     Int("expansion_target_bp", "plan.expansion_target_bp"),
                     Json("mbos", "plan.mbos"),
                     Int("draw_minor", "plan.draw_minor"),
                     Bool("draw_recoverable", "plan.draw_recoverable"),
                     Int("guarantee_minor", "plan.guarantee_minor"),
                     Int("cap_minor", "plan.cap_minor"),
                     Json("spiffs", "plan.spiffs"),
                     Time("effective_time_us", "effective_time"),
                     Ref("creator_id", "creator", "people"),
                     Time("create_time_us", "create_time"),
                     Text("change_note", "change_note"),
                     Int("base_version", "base_version"),
                     Json("signatures", "signatures"),
                     Time("approve_time_us", "approve_time"),
                 });
  return table;
}

const ListSpec& PlanVersionList() {
  static const ListSpec& spec = *new ListSpec{&PlanVersionTable(),
                                              "plan_version_id",
                                              {{"code", ColumnKind::kText, "plan_code", {}, {}}},
                                              {{"code", "plan_code", false}}};
  return spec;
}

absl::StatusOr<std::vector<v1::PlanVersion>> VersionsOfCode(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view code) {
  static const Sql& sql = *new Sql(
      PlanVersionTable().Select("WHERE tenant = :p1 AND plan_code = :p2 ORDER BY version"));
  return ReadAll<v1::PlanVersion>(session, PlanVersionTable(), sql, {tenant, code}, tenant);
}

absl::StatusOr<std::vector<v1::PlanVersion>> VersionsOfPayee(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view payee) {
  static const Sql& sql = *new Sql(PlanVersionTable().Select(
      "WHERE tenant = :p1 AND plan_code IN (SELECT g.plan_code FROM plan_assignments g "
      "WHERE g.tenant = :p1 AND g.payee_id = :p2) ORDER BY plan_code, version"));
  return ReadAll<v1::PlanVersion>(session, PlanVersionTable(), sql,
                                  {tenant, IdOf(payee, tenant, "people")}, tenant);
}

absl::StatusOr<v1::PlanVersion> GetPlanVersion(Session& session, std::string_view tenant,
                                               std::string_view version) {
  return GetRecord<v1::PlanVersion>(session, PlanVersionTable(), tenant, kCompPlans, version);
}

absl::Status InsertPlanVersion(Transaction& tx, const v1::PlanVersion& version) {
  BATON_RETURN_IF_ERROR(PlanVersionTable().Insert(tx.session(), tx.tenant(), version));
  tx.Changed(version.name(), nullptr, &version);
  return absl::OkStatus();
}

absl::Status UpdatePlanVersion(Transaction& tx, const v1::PlanVersion& before,
                               const v1::PlanVersion& after) {
  BATON_RETURN_IF_ERROR(PlanVersionTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
