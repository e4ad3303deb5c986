#include "server/pool_desk.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "domain/plan_period.h"
#include "domain/plan_year.h"
#include "domain/pool_lines.h"
#include "domain/pool_measure.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/pool_book.h"
#include "server/pool_reversals.h"
#include "store/aliases.h"
#include "store/people.h"

namespace baton::server {
namespace {

// Full names of a person and of those who were merged into them.
absl::Status AddNames(store::Session& session, const std::string& tenant, const std::string& person,
                      std::vector<std::string>* names) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      store::PersonAliases().HistoryIds(session, tenant, domain::ShortName(person)));
  for (const std::string& id : ids) {
    names->push_back(domain::ResourceName(tenant, "people", id));
  }
  return absl::OkStatus();
}

// C-13. Whose accounts the plan is measured on.
absl::StatusOr<std::vector<std::string>> PeopleOf(store::Session& session,
                                                  const std::string& tenant,
                                                  const std::string& payee, v1::PlanKind kind) {
  std::vector<std::string> people;
  if (kind != v1::PLAN_KIND_TEAM_POOLS) {
    BATON_RETURN_IF_ERROR(AddNames(session, tenant, payee, &people));
    return people;
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> reports,
                         store::ReportsOf(session, tenant, payee));
  for (const v1::Person& report : reports) {
    BATON_RETURN_IF_ERROR(AddNames(session, tenant, report.name(), &people));
  }
  return people;
}

// All plans of a payee up to an instant: credit of an earlier year is taken back too.
absl::StatusOr<PoolCredit> CreditOf(store::Session& session, const std::string& tenant,
                                    const PoolStatement& statement, std::vector<std::string> people,
                                    absl::Time end) {
  PoolCredit credit = {std::move(people), {}, statement.scenario};
  BATON_ASSIGN_OR_RETURN(credit.periods,
                         statement.scenario.PlanPeriodsOf(session, tenant, statement.payee.name(),
                                                          absl::InfinitePast(), end));
  return credit;
}

absl::StatusOr<domain::PoolMeasure> MeasureRun(store::Session& session, const std::string& tenant,
                                               const domain::PlanYear& year,
                                               const PoolStatement& statement,
                                               const domain::PoolRun& run) {
  const std::string& payee = statement.payee.name();
  v1::Policy policy = statement.policy;
  policy.set_currency_code(run.plan().currency_code());
  const domain::BookWindow window = domain::WindowOf(year, run);
  if (run.plan().kind() == v1::PLAN_KIND_COMPANY_POOLS) {
    BATON_ASSIGN_OR_RETURN(const PoolCompany company,
                           LoadPoolCompany(session, tenant, window, policy));
    return domain::MeasureCompany(year, policy, run,
                                  {company.retention, company.missing, company.accounts});
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                         PeopleOf(session, tenant, payee, run.plan().kind()));
  BATON_ASSIGN_OR_RETURN(const PoolBook book,
                         LoadPoolBook(session, tenant, people, window, policy, statement.scenario));
  BATON_ASSIGN_OR_RETURN(const PoolCredit credit,
                         CreditOf(session, tenant, statement, people, window.end));
  BATON_ASSIGN_OR_RETURN(const std::vector<domain::CreditReversal> reversals,
                         LoadReversals(session, tenant, credit, window, policy));
  return domain::MeasureBook(year, policy, run, {book.accounts, book.credits, reversals});
}

// The lines of the payee's statements for the year's quarters before the last.
absl::StatusOr<std::vector<v1::StatementLine>> EarlierLines(store::Session& session,
                                                            const std::string& tenant,
                                                            const PoolStatement& statement,
                                                            const domain::PlanYear& year) {
  std::vector<v1::StatementLine> lines;
  for (size_t i = 0; i + 1 < year.quarters.size(); ++i) {
    BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompStatement> earlier,
                           statement.scenario.StatementOf(session, tenant, statement.payee.name(),
                                                          year.quarters[i].code));
    if (!earlier.has_value()) continue;
    lines.insert(lines.end(), earlier->lines().begin(), earlier->lines().end());
  }
  return lines;
}

}  // namespace

absl::StatusOr<std::vector<v1::StatementLine>> LoadPoolLines(store::Session& session,
                                                             const std::string& tenant,
                                                             const PoolStatement& statement) {
  const std::string& payee = statement.payee.name();
  BATON_ASSIGN_OR_RETURN(const domain::PlanYear year,
                         domain::PlanYearTo(statement.policy, statement.quarter));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<domain::PlanPeriod> periods,
      statement.scenario.PlanPeriodsOf(session, tenant, payee, year.start, year.end));
  const std::vector<domain::PoolRun> runs = domain::PoolRuns(periods);
  std::vector<v1::StatementLine> lines;
  if (runs.empty()) return lines;
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::StatementLine> earlier,
                         EarlierLines(session, tenant, statement, year));
  domain::LineOwner owner = {"", statement.quarter.code, payee, statement.plan, {}};
  BATON_ASSIGN_OR_RETURN(owner.statement, domain::StatementName(payee, owner.period));
  for (const domain::PoolRun& run : runs) {
    BATON_ASSIGN_OR_RETURN(const domain::PoolMeasure measure,
                           MeasureRun(session, tenant, year, statement, run));
    BATON_ASSIGN_OR_RETURN(const domain::PoolAmounts paid, domain::PaidBefore(earlier, run.number));
    BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> some,
                           domain::PoolLines(owner, year, statement.policy, measure, paid));
    lines.insert(lines.end(), std::make_move_iterator(some.begin()),
                 std::make_move_iterator(some.end()));
  }
  return lines;
}

}  // namespace baton::server
