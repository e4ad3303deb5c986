#include "store/plans.h"

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kPeople = "people";
}  // namespace

const Table& PlanAssignmentTable() {
  static const Table& table = *new Table(v1::PlanAssignment::descriptor(), "plan_assignments",
                                         {
                                             Key("assignment_id", "name", "planAssignments"),
                                             Ref("payee_id", "payee", kPeople),
                                             Time("start_time_us", "start_time"),
                                             Text("plan_code", "plan.code"),
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

absl::StatusOr<std::vector<v1::PlanAssignment>> AssignmentsOf(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee) {
  static const Sql& sql = *new Sql(
      PlanAssignmentTable().Select("WHERE tenant = :p1 AND payee_id = :p2 ORDER BY start_time_us"));
  return ReadAll<v1::PlanAssignment>(session, PlanAssignmentTable(), sql,
                                     {tenant, IdOf(payee, tenant, kPeople)}, tenant);
}

absl::StatusOr<domain::PlanHistory> PlanHistoryOf(Session& session, std::string_view tenant,
                                                  std::string_view payee) {
  domain::PlanHistory history;
  BATON_ASSIGN_OR_RETURN(const v1::Person person, GetPerson(session, tenant, payee));
  BATON_ASSIGN_OR_RETURN(history.assignments, AssignmentsOf(session, tenant, payee));
  BATON_ASSIGN_OR_RETURN(history.versions, VersionsOfPayee(session, tenant, payee));
  if (person.has_end_time()) history.left = domain::ToTime(person.end_time());
  return history;
}

absl::StatusOr<std::vector<domain::PlanPeriod>> PlanPeriodsOf(Session& session,
                                                              std::string_view tenant,
                                                              std::string_view payee,
                                                              absl::Time from, absl::Time to) {
  BATON_ASSIGN_OR_RETURN(const domain::PlanHistory history, PlanHistoryOf(session, tenant, payee));
  return domain::PlanPeriods(history, from, to);
}

absl::StatusOr<std::vector<std::string>> PayeesOfPlan(Session& session, std::string_view tenant,
                                                      std::string_view code) {
  static const Sql& sql = *new Sql{
      "SELECT DISTINCT payee_id FROM plan_assignments WHERE tenant = :p1 AND plan_code = :p2 "
      "ORDER BY payee_id",
      "t"};
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> payees, ReadTexts(session, sql, {tenant, code}));
  for (std::string& payee : payees) payee = domain::ResourceName(tenant, kPeople, payee);
  return payees;
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
