#include "server/scenario.h"

#include <algorithm>
#include <utility>

#include "domain/attribution_reading.h"
#include "domain/exchange_rate.h"
#include "domain/instant.h"
#include "domain/policy_change.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "domain/what_if.h"
#include "server/policy_source.h"
#include "server/rate_source.h"
#include "store/attributions.h"
#include "store/plan_versions.h"
#include "store/plans.h"
#include "store/statement_lines.h"
#include "store/statements.h"

namespace baton::server {
namespace {

absl::StatusOr<std::optional<v1::CompPlan>> LastAssignedPlan(store::Session& session,
                                                             const std::string& tenant,
                                                             const std::string& payee,
                                                             absl::Time at) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::PlanAssignment> assignment,
                         store::PlanAt(session, tenant, payee, at));
  if (!assignment.has_value()) return std::nullopt;
  const std::string& code = assignment->plan().code();
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(session, tenant, code));
  const v1::PlanVersion* version = domain::PlanInForce(versions, code, at);
  if (version == nullptr) return std::nullopt;
  return version->plan();
}

}  // namespace

absl::StatusOr<v1::Policy> Scenario::PolicyInForce(store::Session& session,
                                                   const std::string& tenant, absl::Time at) const {
  const bool changed = change_ != nullptr && change_->policy.has_value() && at >= from_;
  if (changed) return *change_->policy;
  return server::PolicyInForce(session, tenant, at);
}

absl::StatusOr<v1::Policy> Scenario::PolicyOfVersion(store::Session& session,
                                                     const std::string& tenant,
                                                     int32_t version) const {
  if (change_ != nullptr && change_->policy.has_value() && change_->policy->version() == version) {
    return *change_->policy;
  }
  return server::PolicyOfVersion(session, tenant, version);
}

absl::Status Scenario::Credit(store::Session& session, const std::string& tenant,
                              v1::Attribution* attribution) const {
  if (change_ == nullptr || !change_->policy.has_value()) return absl::OkStatus();
  const absl::Time booked = domain::ToTime(attribution->booked_time());
  if (booked < from_ || !domain::Counts(*attribution)) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const bool alike,
                         PaysAlike(session, tenant, attribution->policy_version()));
  if (alike) return absl::OkStatus();
  const v1::Policy& policy = *change_->policy;
  BATON_ASSIGN_OR_RETURN(
      const std::optional<domain::ApprovedRate> rate,
      RateToPolicy(session, tenant, attribution->currency_code(), booked, policy));
  BATON_ASSIGN_OR_RETURN(*attribution, domain::CreditAnew(std::move(*attribution), policy, rate));
  return absl::OkStatus();
}

absl::StatusOr<bool> Scenario::PaysAlike(store::Session& session, const std::string& tenant,
                                         int32_t version) const {
  const auto known = pays_alike_.find(version);
  if (known != pays_alike_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(const v1::Policy decided,
                         server::PolicyOfVersion(session, tenant, version));
  const std::vector<v1::PolicyChange> changes = domain::PolicyChanges(decided, *change_->policy);
  return pays_alike_[version] =
             std::none_of(changes.begin(), changes.end(),
                          [](const v1::PolicyChange& change) { return change.affects_pay(); });
}

absl::StatusOr<domain::PlanHistory> Scenario::History(store::Session& session,
                                                      const std::string& tenant,
                                                      const std::string& payee) const {
  BATON_ASSIGN_OR_RETURN(domain::PlanHistory history, store::PlanHistoryOf(session, tenant, payee));
  const auto move = change_->moves.find(payee);
  if (move != change_->moves.end()) {
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                           store::VersionsOfCode(session, tenant, move->second));
    history.versions.insert(history.versions.end(), versions.begin(), versions.end());
    history = domain::MovedTo(std::move(history), move->second, from_);
  }
  return domain::WithPlans(std::move(history), change_->plans, from_);
}

absl::StatusOr<std::vector<domain::PlanPeriod>> Scenario::PlanPeriodsOf(store::Session& session,
                                                                        const std::string& tenant,
                                                                        const std::string& payee,
                                                                        absl::Time from,
                                                                        absl::Time to) const {
  if (change_ == nullptr) return store::PlanPeriodsOf(session, tenant, payee, from, to);
  BATON_ASSIGN_OR_RETURN(const domain::PlanHistory history, History(session, tenant, payee));
  return domain::PlanPeriods(history, from, to);
}

absl::StatusOr<std::optional<v1::CompPlan>> Scenario::PlanAfterLeaving(store::Session& session,
                                                                       const std::string& tenant,
                                                                       const std::string& payee,
                                                                       absl::Time at) const {
  if (change_ == nullptr) return LastAssignedPlan(session, tenant, payee, at);
  BATON_ASSIGN_OR_RETURN(domain::PlanHistory history, History(session, tenant, payee));
  history.left = absl::InfiniteFuture();
  return domain::PlanAtInstant(domain::PlanPeriods(history, at, at + absl::Microseconds(1)), at);
}

absl::StatusOr<std::vector<v1::Attribution>> Scenario::LateAttributions(
    store::Session& session, const std::string& tenant, const std::string& payee,
    absl::Time changed_from, const domain::Quarter& quarter, store::CreditedBy by) const {
  if (change_ != nullptr && quarter.code != first_period_) return std::vector<v1::Attribution>();
  return store::LateAttributions(session, tenant, payee, changed_from, quarter.start, by);
}

absl::StatusOr<std::vector<v1::StatementLine>> Scenario::HeldLines(store::Session& session,
                                                                   const std::string& tenant,
                                                                   const std::string& payee) const {
  if (change_ == nullptr) return store::PublishedHeldLines(session, tenant, payee);
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> held,
                         store::HeldLinesBefore(session, tenant, payee, first_period_));
  for (const v1::CompStatement& statement : closed_) {
    for (const v1::StatementLine& line : statement.lines()) {
      if (line.reason_code() != domain::kHoldReleased) continue;
      std::erase_if(held, [&](const auto& one) { return one.name() == line.adjusts_line(); });
    }
  }
  return held;
}

absl::StatusOr<std::vector<v1::CompStatement>> Scenario::PublishedBefore(
    store::Session& session, const std::string& tenant, const std::string& person,
    const std::string& period) const {
  const std::string& before = change_ == nullptr ? period : first_period_;
  BATON_ASSIGN_OR_RETURN(std::vector<v1::CompStatement> published,
                         store::PublishedStatementsOf(session, tenant, person, before));
  for (const v1::CompStatement& statement : closed_) {
    if (statement.payee() == person) published.push_back(statement);
  }
  return published;
}

absl::StatusOr<std::optional<v1::CompStatement>> Scenario::StatementOf(
    store::Session& session, const std::string& tenant, const std::string& payee,
    const std::string& period) const {
  for (const v1::CompStatement& statement : closed_) {
    if (statement.period() == period) return std::make_optional(statement);
  }
  if (Computes(period)) return std::nullopt;
  BATON_ASSIGN_OR_RETURN(const std::string name, domain::StatementName(payee, period));
  absl::StatusOr<v1::CompStatement> statement = store::GetStatement(session, tenant, name);
  if (absl::IsNotFound(statement.status())) return std::nullopt;
  if (!statement.ok()) return statement.status();
  return std::make_optional(*std::move(statement));
}

}  // namespace baton::server
