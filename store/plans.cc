#include "store/plans.h"

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kPeople = "people";
}  // namespace

const Table& PlanAssignmentTable() {
  static const Table& table =
      *new Table(v1::PlanAssignment::descriptor(), "plan_assignments",
                 {
                     Key("assignment_id", "name", "planAssignments"),
                     Ref("payee_id", "payee", kPeople),
                     Time("start_time_us", "start_time"),
                     Text("plan_code", "plan.code"),
                     Int("plan_version", "plan.version"),
                     Enum("plan_role", "plan.role"),
                     Text("plan_currency", "plan.currency_code"),
                     Int("plan_expansion_rate_bp", "plan.expansion_rate_bp"),
                     Int("plan_new_business_rate_bp", "plan.new_business_rate_bp"),
                     Int("plan_renewal_rate_bp", "plan.renewal_rate_bp"),
                 });
  return table;
}

const ListSpec& PlanAssignmentList() {
  static const ListSpec& spec =
      *new ListSpec{&PlanAssignmentTable(), "assignment_id", {}, {{"payee", "payee_id", false}}};
  return spec;
}

absl::StatusOr<std::optional<v1::PlanAssignment>> PlanAt(Session& session, std::string_view tenant,
                                                         std::string_view payee, absl::Time at) {
  static const Sql& sql = *new Sql(
      PlanAssignmentTable().Select("WHERE tenant = :p1 AND payee_id = :p2 AND start_time_us <= :p3 "
                                   "ORDER BY start_time_us DESC LIMIT 1"));
  return ReadFirst<v1::PlanAssignment>(
      session, PlanAssignmentTable(), sql,
      {tenant, IdOf(payee, tenant, kPeople), absl::ToUnixMicros(at)}, tenant);
}

absl::StatusOr<std::vector<std::string>> PayeesWithPlan(Session& session, std::string_view tenant,
                                                        absl::Time period_end) {
  static const Sql& sql = *new Sql{
      "SELECT DISTINCT payee_id FROM plan_assignments WHERE tenant = :p1 AND start_time_us < :p2 "
      "ORDER BY payee_id",
      "t"};
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> payees,
                         ReadTexts(session, sql, {tenant, absl::ToUnixMicros(period_end)}));
  for (std::string& payee : payees) payee = domain::ResourceName(tenant, kPeople, payee);
  return payees;
}

absl::StatusOr<v1::PlanAssignment> SetPlan(Transaction& tx, const v1::PlanAssignment& assignment) {
  Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::PlanAssignment> before,
      PlanAt(session, tx.tenant(), assignment.payee(), domain::ToTime(assignment.start_time())));
  v1::PlanAssignment after = assignment;
  if (before.has_value() &&
      domain::ToMicros(before->start_time()) == domain::ToMicros(assignment.start_time())) {
    after.set_name(before->name());
    BATON_RETURN_IF_ERROR(PlanAssignmentTable().Update(session, tx.tenant(), after));
    tx.Changed(after.name(), &*before, &after);
  } else {
    BATON_RETURN_IF_ERROR(PlanAssignmentTable().Insert(session, tx.tenant(), after));
    tx.Changed(after.name(), nullptr, &after);
  }
  return after;
}

}  // namespace baton::store
