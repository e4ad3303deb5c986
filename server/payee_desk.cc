#include "server/payee_desk.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/statement_desk.h"
#include "store/people.h"
#include "store/plans.h"
#include "store/statements.h"

namespace baton::server {
namespace {

std::string At(int i) { return absl::StrCat("payees[", i, "]"); }

// W-2. Who left before the quarter has a statement only if something came in since. Who can't be
// computed has one to get: so the checklist names them (C-24). `payee` is the person's name, or
// that of somebody who was merged into them.
absl::StatusOr<bool> HasStatement(store::Session& session, const std::string& tenant,
                                  const std::string& payee, const v1::Person& person,
                                  const domain::Quarter& quarter, absl::Time now) {
  if (!domain::IsFinal(person, quarter)) return true;
  const absl::StatusOr<v1::CompStatement> statement =
      ComputeNow(session, tenant, payee, quarter, now);
  if (absl::IsFailedPrecondition(statement.status())) return true;
  if (!statement.ok()) return statement.status();
  return statement->lines_size() > 0;
}

// The drafts of a quarter that belong to none of `payees`: who left before it, or was merged into
// another person, may have been drafted before that was known. `payees` is sorted.
absl::StatusOr<std::vector<std::string>> DraftsWithoutPayee(
    store::Session& session, const std::string& tenant, const domain::Quarter& quarter,
    const std::vector<std::string>& payees) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> drafts,
                         store::StatementsOfPeriod(session, tenant, quarter.code));
  std::vector<std::string> names;
  for (const v1::CompStatement& draft : drafts) {
    if (std::binary_search(payees.begin(), payees.end(), draft.payee())) continue;
    names.push_back(draft.name());
  }
  return names;
}

// Reads the people whom a request names, fault by fault.
class Chosen {
 public:
  Chosen(store::Session& session, const std::string& tenant, domain::Violations* faults)
      : session_(session), tenant_(tenant), faults_(*faults) {}

  // `quarter` is null where the request's is none.
  absl::Status Add(const std::string& field, const std::string& name,
                   const domain::Quarter* quarter) {
    if (domain::ResourceId(name, tenant_, "people").empty()) return absl::OkStatus();  // noted
    absl::StatusOr<v1::Person> person = store::GetPerson(session_, tenant_, name);
    if (absl::IsNotFound(person.status())) {
      faults_.Add(field, "is nobody that there is");
      return absl::OkStatus();
    }
    if (!person.ok()) return person.status();
    if (!names_.insert(person->name()).second || quarter == nullptr) return absl::OkStatus();
    BATON_ASSIGN_OR_RETURN(const bool planned, HasPlan(person->name(), *quarter));
    if (!planned) {
      faults_.Add(field, absl::StrCat("has no plan by the end of ", quarter->code));
      return absl::OkStatus();
    }
    people_.push_back(*std::move(person));
    return absl::OkStatus();
  }

  // Of people whom no fault was found with.
  absl::Status Settle(absl::Time now, ComputePlan* plan) {
    for (const v1::Person& person : people_) {
      const std::string& name = person.name();
      BATON_ASSIGN_OR_RETURN(const bool paid,
                             HasStatement(session_, tenant_, name, person, plan->quarter, now));
      if (paid) {
        plan->payees.push_back(name);
      } else {
        BATON_RETURN_IF_ERROR(AddDraft(name, plan));
      }
    }
    std::sort(plan->payees.begin(), plan->payees.end());
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<bool> HasPlan(const std::string& person, const domain::Quarter& quarter) {
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanAssignment> assignments,
                           store::AssignmentsOf(session_, tenant_, person));
    return std::any_of(assignments.begin(), assignments.end(), [&](const auto& assignment) {
      return domain::ToTime(assignment.start_time()) < quarter.end;
    });
  }

  absl::Status AddDraft(const std::string& person, ComputePlan* plan) {
    BATON_ASSIGN_OR_RETURN(std::string name, domain::StatementName(person, plan->quarter.code));
    const auto draft = store::GetStatementHead(session_, tenant_, name);
    if (draft.ok()) plan->drafts_without_payee.push_back(std::move(name));
    return absl::IsNotFound(draft.status()) ? absl::OkStatus() : draft.status();
  }

  store::Session& session_;
  const std::string& tenant_;
  domain::Violations& faults_;
  std::set<std::string> names_;
  std::vector<v1::Person> people_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> PayeesToCompute(store::Session& session,
                                                         const std::string& tenant,
                                                         const domain::Quarter& quarter,
                                                         absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckUnpublished(session, tenant, quarter));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> with_plan,
                         store::PayeesWithPlan(session, tenant, quarter.end));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> people,
                         store::GetPeople(session, tenant, with_plan));
  std::vector<std::string> payees;
  for (size_t i = 0; i < with_plan.size(); ++i) {
    BATON_ASSIGN_OR_RETURN(const bool paid,
                           HasStatement(session, tenant, with_plan[i], people[i], quarter, now));
    if (paid) payees.push_back(with_plan[i]);
  }
  return payees;
}

void CheckComputedPayees(const v1::ComputeStatementsRequest& request, RequestReader* reader) {
  if (request.payees_size() > kMaxComputedPayees) {
    reader->violations().Add("payees", absl::StrCat("are more than ", kMaxComputedPayees));
    return;
  }
  for (int i = 0; i < request.payees_size(); ++i) reader->Id(At(i), request.payees(i), "people");
}

absl::StatusOr<ComputePlan> PlanCompute(store::Session& session, const std::string& tenant,
                                        const v1::ComputeStatementsRequest& request,
                                        domain::Violations faults, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const std::optional<domain::Quarter> quarter,
                         FindQuarter(session, tenant, request.period(), &faults));
  Chosen chosen(session, tenant, &faults);
  for (int i = 0; i < std::min(request.payees_size(), kMaxComputedPayees); ++i) {
    BATON_RETURN_IF_ERROR(
        chosen.Add(At(i), request.payees(i), quarter.has_value() ? &*quarter : nullptr));
  }
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  ComputePlan plan;
  plan.quarter = *quarter;
  if (request.payees().empty()) {
    BATON_ASSIGN_OR_RETURN(plan.payees, PayeesToCompute(session, tenant, plan.quarter, now));
    BATON_ASSIGN_OR_RETURN(plan.drafts_without_payee,
                           DraftsWithoutPayee(session, tenant, plan.quarter, plan.payees));
    return plan;
  }
  BATON_RETURN_IF_ERROR(CheckUnpublished(session, tenant, plan.quarter));
  BATON_RETURN_IF_ERROR(chosen.Settle(now, &plan));
  return plan;
}

}  // namespace baton::server
