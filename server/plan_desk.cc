#include "server/plan_desk.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/comp_plan.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/plan_period.h"
#include "domain/plan_template.h"
#include "domain/plan_version.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/policy_source.h"
#include "server/signing_desk.h"
#include "server/visibility.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/plans.h"

namespace baton::server {
namespace {

void AddWarnings(v1::PlanVersion* version) {
  version->clear_warnings();
  for (v1::PlanWarning& warning : domain::PlanWarnings(version->plan())) {
    *version->add_warnings() = std::move(warning);
  }
}

// A version among all of its code, as it stands at `now`, with its warnings.
v1::PlanVersion Show(v1::PlanVersion version, const std::vector<v1::PlanVersion>& versions,
                     absl::Time now) {
  version.set_state(domain::StateOfPlanVersion(version, versions, now));
  AddWarnings(&version);
  return version;
}

// The same for one that was just kept.
absl::StatusOr<v1::PlanVersion> ShowKept(store::Transaction& tx, v1::PlanVersion version) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(tx.session(), tx.tenant(), version.plan().code()));
  return Show(std::move(version), versions, tx.now());
}

absl::StatusOr<bool> IsPaidBy(store::Session& session, std::string_view tenant,
                              const std::string& person, const std::string& code) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanAssignment> assignments,
                         store::AssignmentsOf(session, tenant, person));
  return std::any_of(assignments.begin(), assignments.end(),
                     [&](const v1::PlanAssignment& a) { return a.plan().code() == code; });
}

// Who signs for an officer who may not: their manager; where that one signs for a seat of
// their own, the next one up. Empty where there is nobody.
absl::StatusOr<std::string> SignsFor(store::Session& session, const std::string& tenant,
                                     const v1::Person& officer) {
  std::set<std::string> asked = {officer.name()};
  std::string manager = officer.manager();
  while (!manager.empty() && asked.insert(manager).second) {
    BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(session, tenant, manager));
    if (!domain::IsOfficer(person.role())) return person.name();
    manager = person.manager();
  }
  return std::string();
}

// Whether a holder of the seat may not sign the version, and the person signs for them.
absl::StatusOr<bool> SignsForConflicted(store::Transaction& tx, const v1::PlanVersion& version,
                                        const std::string& person, v1::Role seat) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> holders,
                         store::PeopleWithRole(tx.session(), tx.tenant(), seat));
  for (const std::string& holder : holders) {
    BATON_ASSIGN_OR_RETURN(const v1::Person record,
                           store::GetPerson(tx.session(), tx.tenant(), holder));
    BATON_ASSIGN_OR_RETURN(const std::string signs_for,
                           SignsFor(tx.session(), tx.tenant(), record));
    if (signs_for.compare(person) != 0) continue;
    domain::PlanSigner signer = {.person = holder, .seat = seat};
    BATON_ASSIGN_OR_RETURN(signer.paid_by_it,
                           IsPaidBy(tx.session(), tx.tenant(), holder, version.plan().code()));
    if (!domain::PlanConflict(version, signer).empty()) return true;
  }
  return false;
}

// Finds the seat for somebody who holds none; their own role where they stand in for nobody.
absl::Status FindSeat(store::Transaction& tx, const v1::PlanVersion& version,
                      domain::PlanSigner* signer) {
  for (const v1::Role seat : domain::kOfficers) {
    if (domain::HasSigned(version.signatures(), seat)) continue;
    BATON_ASSIGN_OR_RETURN(const bool deputy, IsDeputyFor(tx, signer->person, seat));
    BATON_ASSIGN_OR_RETURN(signer->as_manager,
                           SignsForConflicted(tx, version, signer->person, seat));
    if (!deputy && !signer->as_manager) continue;
    signer->seat = seat;
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::PlanSigner> SignerOf(store::Transaction& tx, const Call& call,
                                            const v1::PlanVersion& version) {
  domain::PlanSigner signer = {.person = call.caller().person, .seat = call.caller().role};
  BATON_ASSIGN_OR_RETURN(signer.paid_by_it,
                         IsPaidBy(tx.session(), tx.tenant(), signer.person, version.plan().code()));
  if (!domain::IsOfficer(signer.seat)) {
    BATON_RETURN_IF_ERROR(FindSeat(tx, version, &signer));
  }
  return signer;
}

absl::Status CheckReach(const Call& call, store::Session& session, const std::string& code) {
  if (call.reach == Reach::kAll) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> payees,
                         store::PayeesOfPlan(session, call.tenant(), code));
  return CheckVisible(call, session, "plan", code, payees, Deputies::kLeftOut);
}

absl::Status CheckRole(const v1::Person& payee, const v1::PlanVersion& version) {
  if (payee.role() == version.plan().role()) return absl::OkStatus();
  domain::Violations faults;
  faults.Add("assignment.plan.code",
             absl::StrCat("is a plan for ", domain::RoleText(version.plan().role()),
                          ", but the payee is ", domain::RoleText(payee.role())));
  return faults.ToStatus();
}

absl::Status SetStart(store::Transaction& tx, v1::PlanAssignment* assignment) {
  if (assignment->has_start_time()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters,
                         FiscalHistoryOf(tx.session(), tx.tenant()));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, quarters.At(tx.now()));
  *assignment->mutable_start_time() = domain::ToTimestamp(quarter.start);
  return absl::OkStatus();
}

// The version that would pay at the assignment's start, of those of its code.
absl::StatusOr<v1::PlanVersion> AssignedVersion(const std::vector<v1::PlanVersion>& versions,
                                                const v1::PlanAssignment& assignment) {
  const std::string& code = assignment.plan().code();
  const absl::Time start = domain::ToTime(assignment.start_time());
  const v1::PlanVersion* version = domain::PlanInForce(versions, code, start);
  if (version != nullptr) return *version;
  return domain::RefuseState(v1::ERROR_REASON_PLAN_NOT_IN_FORCE, assignment.payee(),
                             absl::StrCat("no signed version of the plan ", code,
                                          " is in force at ", domain::FormatInstant(start),
                                          "; make one with CreatePlanVersion, for the "
                                          "officers to sign"),
                             {{"code", code}});
}

}  // namespace

absl::StatusOr<v1::PlanVersion> CreatePlanVersion(store::Transaction& tx, const Call& call,
                                                  const v1::PlanVersion& asked, std::string name) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "making a plan"));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(tx.session(), tx.tenant(), asked.plan().code()));
  BATON_ASSIGN_OR_RETURN(
      const v1::PlanVersion version,
      domain::DecidePlanVersion(domain::HistoryOfCode(versions), asked, std::move(name),
                                call.caller().person, tx.now()));
  BATON_RETURN_IF_ERROR(store::InsertPlanVersion(tx, version));
  return ShowKept(tx, version);
}

absl::StatusOr<v1::PlanVersion> SignPlanVersion(store::Transaction& tx, const Call& call,
                                                std::string_view id) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a signature"));
  BATON_ASSIGN_OR_RETURN(const v1::PlanVersion before,
                         store::GetPlanVersion(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(tx.session(), tx.tenant(), before.plan().code()));
  BATON_ASSIGN_OR_RETURN(const domain::PlanSigner signer, SignerOf(tx, call, before));
  BATON_ASSIGN_OR_RETURN(
      const v1::PlanVersion after,
      domain::DecidePlanSignature(domain::HistoryOfCode(versions), before, signer, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdatePlanVersion(tx, before, after));
  return ShowKept(tx, after);
}

absl::StatusOr<v1::PlanVersion> ShowPlan(const Call& call, store::Session& session,
                                         const std::string& code, int32_t version, absl::Time at) {
  BATON_RETURN_IF_ERROR(CheckReach(call, session, code));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(session, call.tenant(), code));
  const v1::PlanVersion* found = nullptr;
  if (version == 0) {
    found = domain::PlanInForce(versions, code, at);
  } else {
    for (const v1::PlanVersion& one : versions) {
      if (one.plan().version() == version) found = &one;
    }
  }
  if (found == nullptr) return domain::NotFound("plan", code);
  return Show(*found, versions, call.now);
}

absl::StatusOr<v1::ListPlanVersionsResponse> ListPlanVersions(store::Session& session,
                                                              const store::ListQuery& query,
                                                              absl::Time now) {
  v1::ListPlanVersionsResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                         store::RunListQuery(session, store::PlanVersionList(), query,
                                             [&response] { return response.add_plan_versions(); }));
  std::map<std::string, std::vector<v1::PlanVersion>> by_code;
  for (v1::PlanVersion& version : *response.mutable_plan_versions()) {
    std::vector<v1::PlanVersion>& versions = by_code[version.plan().code()];
    if (versions.empty()) {
      BATON_ASSIGN_OR_RETURN(versions,
                             store::VersionsOfCode(session, query.tenant, version.plan().code()));
    }
    version.set_state(domain::StateOfPlanVersion(version, versions, now));
  }
  return response;
}

absl::StatusOr<v1::ValidatePlanResponse> ValidatePlan(store::Session& session,
                                                      std::string_view tenant,
                                                      v1::PlanVersion asked, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                         store::VersionsOfCode(session, tenant, asked.plan().code()));
  const domain::PlanCodeHistory history = domain::HistoryOfCode(versions);
  if (!asked.has_effective_time()) {
    *asked.mutable_effective_time() =
        domain::ToTimestamp(std::max(now, domain::EarliestPlanStart(history, now)));
  }
  v1::ValidatePlanResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_plan_version(),
                         domain::DecidePlanVersion(history, asked, "", "", now));
  response.mutable_plan_version()->clear_create_time();
  AddWarnings(response.mutable_plan_version());
  for (const v1::Role role : domain::kOfficers) response.add_signing_roles(role);
  return response;
}

absl::StatusOr<v1::PlanAssignment> AssignPlan(store::Transaction& tx, const Call& call,
                                              v1::PlanAssignment assignment) {
  BATON_RETURN_IF_ERROR(domain::CheckPlanAssignment(assignment));
  BATON_ASSIGN_OR_RETURN(const v1::Person payee,
                         store::GetPerson(tx.session(), tx.tenant(), assignment.payee()));
  BATON_RETURN_IF_ERROR(SetStart(tx, &assignment));
  const absl::Time start = domain::ToTime(assignment.start_time());
  BATON_RETURN_IF_ERROR(CheckStillHere(payee, start));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::PlanVersion> versions,
      store::VersionsOfCode(tx.session(), tx.tenant(), assignment.plan().code()));
  BATON_ASSIGN_OR_RETURN(const v1::PlanVersion version, AssignedVersion(versions, assignment));
  BATON_RETURN_IF_ERROR(CheckRole(payee, version));
  BATON_RETURN_IF_ERROR(
      domain::CheckAssignee(versions, {payee.name(), call.caller().person, start}, tx.now()));
  return store::SetPlan(tx, assignment);
}

}  // namespace baton::server
