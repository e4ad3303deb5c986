// What a statement is computed from, as things are or as they would be (C-16).
//
// The desks that compute statements ask a scenario for every record that a what-if may change:
// policies, credit, plans, and the statements of earlier quarters. As things are it hands on what
// the store has.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "domain/plan_period.h"
#include "store/attributions.h"
#include "store/sql.h"

namespace baton::server {

// What is changed, from the start of the first quarter on. All of it may be empty: then a scenario
// over several quarters is what they come out as now.
struct ScenarioChange {
  // With the calendar that it binds. Its version number is no other policy's.
  std::optional<v1::Policy> policy;
  // In the place of the versions of their codes; numbered as no other version is.
  std::vector<v1::CompPlan> plans;
  // Payees' full names, and the code of the plan that each would have.
  std::map<std::string, std::string> moves;
};

// Of one payee. Not thread safe.
class Scenario {
 public:
  // As things are.
  Scenario() = default;
  // `change` holds from the start of `first` on, and must outlive the scenario. Quarters are
  // computed one after the other from it on, each closed before the next.
  Scenario(const ScenarioChange& change, const domain::Quarter& first)
      : change_(&change), first_period_(first.code), from_(first.start) {}

  // The policy in force at that instant, and the one that an attribution says it was credited
  // by.
  absl::StatusOr<v1::Policy> PolicyInForce(store::Session& session, const std::string& tenant,
                                           absl::Time at) const;
  absl::StatusOr<v1::Policy> PolicyOfVersion(store::Session& session, const std::string& tenant,
                                             int32_t version) const;

  // Credits an attribution that was booked from the first quarter on as the scenario's policy
  // would. One that stands no more stays as it is, and so does one that was credited by a policy
  // which says the same of pay: with what it was signed at.
  absl::Status Credit(store::Session& session, const std::string& tenant,
                      v1::Attribution* attribution) const;

  // store::PlanPeriodsOf.
  absl::StatusOr<std::vector<domain::PlanPeriod>> PlanPeriodsOf(store::Session& session,
                                                                const std::string& tenant,
                                                                const std::string& payee,
                                                                absl::Time from,
                                                                absl::Time to) const;
  // W-2. The plan that somebody who left before would have at that instant.
  absl::StatusOr<std::optional<v1::CompPlan>> PlanAfterLeaving(store::Session& session,
                                                               const std::string& tenant,
                                                               const std::string& payee,
                                                               absl::Time at) const;

  // C-14. store::LateAttributions for the quarter. None once a quarter was closed: it holds all
  // that there is.
  absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(
      store::Session& session, const std::string& tenant, const std::string& payee,
      absl::Time changed_from, const domain::Quarter& quarter, store::CreditedBy by) const;

  // C-18. store::PublishedHeldLines, without those that a closed quarter released.
  absl::StatusOr<std::vector<v1::StatementLine>> HeldLines(store::Session& session,
                                                           const std::string& tenant,
                                                           const std::string& payee) const;

  // C-22. The person's published statements before a period, those of closed quarters in the place
  // of the store's.
  absl::StatusOr<std::vector<v1::CompStatement>> PublishedBefore(store::Session& session,
                                                                 const std::string& tenant,
                                                                 const std::string& person,
                                                                 const std::string& period) const;

  // C-10. The payee's statement of an earlier quarter of the year, draft or published: the closed
  // one where the scenario has it. Nothing where there is none.
  absl::StatusOr<std::optional<v1::CompStatement>> StatementOf(store::Session& session,
                                                               const std::string& tenant,
                                                               const std::string& payee,
                                                               const std::string& period) const;

  // The quarter counts as published with that statement from now on.
  void Close(v1::CompStatement statement) { closed_.push_back(std::move(statement)); }

 private:
  // Whether a quarter is computed by the scenario, so that the store's statements of it don't
  // count.
  bool Computes(const std::string& period) const {
    return change_ != nullptr && period >= first_period_;
  }
  // Whether the scenario's policy says the same of credit and pay as the version that decided.
  absl::StatusOr<bool> PaysAlike(store::Session& session, const std::string& tenant,
                                 int32_t version) const;
  absl::StatusOr<domain::PlanHistory> History(store::Session& session, const std::string& tenant,
                                              const std::string& payee) const;

  const ScenarioChange* change_ = nullptr;
  std::string first_period_;
  absl::Time from_ = absl::InfiniteFuture();
  std::vector<v1::CompStatement> closed_;
  mutable std::map<int32_t, bool> pays_alike_;  // by policy version, as far as asked
};

}  // namespace baton::server
