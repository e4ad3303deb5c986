// How a simulation is read from its request.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calendar_message.h"
#include "domain/comp_plan.h"
#include "domain/instant.h"
#include "domain/plan_period.h"
#include "domain/plan_version.h"
#include "domain/policy.h"
#include "domain/policy_change.h"
#include "domain/resource_name.h"
#include "domain/signed_version.h"
#include "domain/simulation.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "server/simulation_desk.h"
#include "store/people.h"
#include "store/plan_versions.h"
#include "store/plans.h"
#include "store/policies.h"

namespace baton::server {
namespace {

// "moves[2].code"
std::string At(const char* list, int i, const char* field = "") {
  return absl::StrCat(list, "[", i, "]", field);
}

void CheckPeriod(const char* field, const std::string& period, domain::Violations* faults) {
  if (domain::ParseQuarter(domain::DefaultPolicy(""), period).ok()) return;
  faults->Add(field, "must be a fiscal quarter, as 2027-Q1");
}

void CheckCount(const char* field, int count, int most, domain::Violations* faults) {
  if (count > most) faults->Add(field, absl::StrCat("are more than ", most));
}

void CheckPolicyFields(const v1::SimulateStatementsRequest& request, RequestReader* reader) {
  domain::Violations& faults = reader->violations();
  reader->OptionalId("policy.calendar", request.policy().calendar(), "calendars");
  if (request.policy_version() < 0) faults.Add("policy_version", "is negative");
  if (request.policy_version() > 0 && request.has_policy()) {
    faults.Add("policy_version", "excludes policy: one of them decides");
  }
  if (request.has_update_mask() && !request.has_policy()) {
    faults.Add("update_mask", "names fields of policy, which is missing");
  }
}

void CheckPlans(const v1::SimulateStatementsRequest& request, domain::Violations* faults) {
  CheckCount("plans", request.plans_size(), domain::kMaxSimulatedPlans, faults);
  std::set<std::string> codes;
  for (int i = 0; i < request.plans_size(); ++i) {
    domain::CheckPlan(At("plans", i, "."), domain::WithKind(request.plans(i)), faults);
    if (!codes.insert(request.plans(i).code()).second) {
      faults->Add(At("plans", i, ".code"), "comes twice");
    }
  }
}

void CheckPeople(const v1::SimulateStatementsRequest& request, RequestReader* reader) {
  CheckCount("moves", request.moves_size(), domain::kMaxSimulatedPayees, &reader->violations());
  CheckCount("payees", request.payees_size(), domain::kMaxSimulatedPayees, &reader->violations());
  for (int i = 0; i < request.moves_size(); ++i) {
    reader->Id(At("moves", i, ".payee"), request.moves(i).payee(), "people");
    if (request.moves(i).code().empty()) {
      reader->violations().Add(At("moves", i, ".code"), "is missing");
    }
  }
  for (int i = 0; i < request.payees_size(); ++i) {
    reader->Id(At("payees", i), request.payees(i), "people");
  }
}

// Reads a request against the store, fault by fault.
class Reading {
 public:
  Reading(store::Session& session, const std::string& tenant,
          const v1::SimulateStatementsRequest& request, domain::Violations faults, absl::Time now)
      : session_(session),
        tenant_(tenant),
        request_(request),
        faults_(std::move(faults)),
        now_(now) {}

  absl::StatusOr<Simulation> Read() {
    simulation_.with_lines = request_.with_lines();
    BATON_ASSIGN_OR_RETURN(in_force_, PolicyInForce(session_, tenant_, now_));
    BATON_RETURN_IF_ERROR(ReadQuarters());
    BATON_RETURN_IF_ERROR(ReadPolicy());
    BATON_RETURN_IF_ERROR(ReadPlans());
    if (!simulation_.quarters.empty()) {
      BATON_RETURN_IF_ERROR(ReadMoves());
      BATON_RETURN_IF_ERROR(ReadPayees());
    }
    BATON_RETURN_IF_ERROR(faults_.ToStatus());
    return std::move(simulation_);
  }

 private:
  absl::Time Start() const { return simulation_.quarters.front().start; }

  // Leaves none where they can't be told.
  absl::Status ReadQuarters() {
    const std::string& to =
        request_.to_period().empty() ? request_.from_period() : request_.to_period();
    BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory history, FiscalHistoryOf(session_, tenant_));
    const absl::StatusOr<domain::Quarter> first = history.Of(request_.from_period());
    const absl::StatusOr<domain::Quarter> last = history.Of(to);
    if (!first.ok() || !last.ok()) return absl::OkStatus();  // noted before
    if (last->start < first->start) {
      faults_.Add("to_period", "is before from_period");
      return absl::OkStatus();
    }
    std::vector<domain::Quarter> quarters = {*first};
    while (quarters.back().start < last->start) {
      if (quarters.size() == static_cast<size_t>(domain::kMaxSimulatedQuarters)) {
        faults_.Add("to_period",
                    absl::StrCat("makes more than ", domain::kMaxSimulatedQuarters, " quarters"));
        return absl::OkStatus();
      }
      BATON_ASSIGN_OR_RETURN(domain::Quarter next, history.At(quarters.back().end));
      quarters.push_back(std::move(next));
    }
    simulation_.quarters = std::move(quarters);
    return absl::OkStatus();
  }

  absl::Status ReadPolicy() {
    std::optional<v1::Policy>& policy = simulation_.change.policy;
    if (request_.has_policy()) return DraftPolicy();
    if (request_.policy_version() <= 0) return absl::OkStatus();
    absl::StatusOr<v1::Policy> version =
        PolicyOfVersion(session_, tenant_, request_.policy_version());
    if (absl::IsNotFound(version.status())) {
      faults_.Add("policy_version", "names no version that there is");
      return absl::OkStatus();
    }
    if (!version.ok()) return version.status();
    policy = *std::move(version);
    CheckFiscal("policy_version", "policy_version");
    return absl::OkStatus();
  }

  // The next version as it would be made.
  absl::Status DraftPolicy() {
    BATON_ASSIGN_OR_RETURN(const v1::Policy base, LastSignedPolicy(session_, tenant_));
    domain::Violations wrong;
    v1::Policy draft =
        domain::ApplyChoices(base, request_.policy(), request_.update_mask(), &wrong);
    domain::CheckPolicyChoices(draft, &wrong);
    BATON_ASSIGN_OR_RETURN(const int32_t last, store::LastPolicyVersion(session_, tenant_));
    draft.set_version(std::max(last, base.version()) + 1);
    draft.set_name(domain::ResourceName(tenant_, "policies", absl::StrCat(draft.version())));
    draft.set_base_version(base.version());
    *draft.mutable_effective_time() =
        domain::ToTimestamp(simulation_.quarters.empty() ? now_ : Start());
    const absl::Status loaded = LoadCalendar(session_, tenant_, &draft);
    if (absl::IsNotFound(loaded)) {
      wrong.Add("policy.calendar", "names no calendar that there is");
    } else if (!loaded.ok()) {
      return loaded;
    }
    if (wrong.empty()) domain::CheckBoundCalendar(draft, &wrong);
    for (const auto& [field, text] : wrong.faults()) faults_.Add(field, text);
    simulation_.change.policy = std::move(draft);
    CheckFiscal("policy.time_zone", "policy.fiscal_first_month");
    return absl::OkStatus();
  }

  // Other quarters can't be laid beside the present ones.
  void CheckFiscal(const char* zone_field, const char* month_field) {
    constexpr char kText[] = "is another fiscal calendar than the one in force";
    const v1::Policy& policy = *simulation_.change.policy;
    const bool month = policy.fiscal_first_month() != in_force_.fiscal_first_month();
    if (policy.time_zone() != in_force_.time_zone()) {
      faults_.Add(zone_field, kText);
      if (std::string_view(zone_field) == month_field) return;
    }
    if (month) faults_.Add(month_field, kText);
  }

  absl::Status ReadPlans() {
    for (int i = 0; i < request_.plans_size(); ++i) {
      v1::CompPlan plan = domain::WithKind(request_.plans(i));
      BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                             store::VersionsOfCode(session_, tenant_, plan.code()));
      const domain::PlanCodeHistory history = domain::HistoryOfCode(versions);
      if (history.base.has_value()) {
        domain::CheckSameCode(At("plans", i, "."), plan, history.base->plan(), &faults_);
      }
      const bool moved_to =
          std::any_of(request_.moves().begin(), request_.moves().end(),
                      [&](const v1::PlanMove& move) { return move.code() == plan.code(); });
      if (versions.empty() && !moved_to && !plan.code().empty()) {
        faults_.Add(At("plans", i, ".code"),
                    "pays nobody: it has no version yet, and moves gives it to no payee");
      }
      plan.set_version(history.last_number + 1);
      simulation_.change.plans.push_back(std::move(plan));
    }
    return absl::OkStatus();
  }

  // The plan of that code as the first quarter begins; nothing where there is none.
  absl::StatusOr<std::optional<v1::CompPlan>> PlanOfCode(const std::string& code) {
    for (const v1::CompPlan& plan : simulation_.change.plans) {
      if (plan.code() == code) return std::make_optional(plan);
    }
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::PlanVersion> versions,
                           store::VersionsOfCode(session_, tenant_, code));
    const v1::PlanVersion* version = domain::PlanInForce(versions, code, Start());
    if (version == nullptr) return std::nullopt;
    return std::make_optional(version->plan());
  }

  // The person of a name as they are known now; nothing for who is unknown.
  absl::StatusOr<std::optional<v1::Person>> Find(const std::string& field,
                                                 const std::string& name) {
    if (domain::ResourceId(name, tenant_, "people").empty()) return std::nullopt;  // noted before
    absl::StatusOr<v1::Person> person = store::GetPerson(session_, tenant_, name);
    if (absl::IsNotFound(person.status())) {
      faults_.Add(field, "is nobody that there is");
      return std::nullopt;
    }
    if (!person.ok()) return person.status();
    return std::make_optional(*std::move(person));
  }

  absl::Status ReadMoves() {
    for (int i = 0; i < request_.moves_size(); ++i) {
      const v1::PlanMove& move = request_.moves(i);
      BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> payee,
                             Find(At("moves", i, ".payee"), move.payee()));
      if (!payee.has_value()) continue;
      if (!simulation_.change.moves.emplace(payee->name(), move.code()).second) {
        faults_.Add(At("moves", i, ".payee"), "comes twice");
      }
      if (payee->has_end_time() && domain::ToTime(payee->end_time()) <= Start()) {
        faults_.Add(At("moves", i, ".payee"), "had left before the first quarter began");
      }
      if (move.code().empty()) continue;
      BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompPlan> plan, PlanOfCode(move.code()));
      if (!plan.has_value()) {
        faults_.Add(At("moves", i, ".code"),
                    "names no plan of the request, nor one with a signed version in force as the "
                    "first quarter begins");
        continue;
      }
      BATON_RETURN_IF_ERROR(CheckMove(At("moves", i, ".code"), *payee, *plan));
    }
    return absl::OkStatus();
  }

  absl::Status CheckMove(const std::string& field, const v1::Person& payee,
                         const v1::CompPlan& plan) {
    if (plan.role() != payee.role()) {
      faults_.Add(field, absl::StrCat("is a plan for ", domain::RoleText(plan.role()),
                                      ", but the payee is ", domain::RoleText(payee.role())));
    }
    BATON_ASSIGN_OR_RETURN(const std::vector<domain::PlanPeriod> periods,
                           store::PlanPeriodsOf(session_, tenant_, payee.name(), Start(),
                                                simulation_.quarters.back().end));
    for (const domain::PlanPeriod& period : periods) {
      if (period.plan.currency_code() == plan.currency_code()) continue;
      faults_.Add(field, absl::StrCat("pays in ", plan.currency_code(), ", but the payee is paid ",
                                      "in ", period.plan.currency_code()));
      return absl::OkStatus();
    }
    return absl::OkStatus();
  }

  absl::Status ReadPayees() {
    const size_t never = simulation_.quarters.size();
    std::map<std::string, SimulatedPayee> payees;
    for (size_t i = 0; i < simulation_.quarters.size(); ++i) {
      BATON_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                             store::PayeesWithPlan(session_, tenant_, simulation_.quarters[i].end));
      for (const std::string& name : names) payees.try_emplace(name, SimulatedPayee{name, i, i});
    }
    for (const auto& [name, code] : simulation_.change.moves) {
      payees.try_emplace(name, SimulatedPayee{name, never, 0}).first->second.first_simulated = 0;
    }
    std::set<std::string> chosen;
    for (int i = 0; i < request_.payees_size(); ++i) {
      BATON_ASSIGN_OR_RETURN(const std::optional<v1::Person> person,
                             Find(At("payees", i), request_.payees(i)));
      if (!person.has_value()) continue;
      chosen.insert(person->name());
      if (payees.count(person->name()) == 0) {
        faults_.Add(At("payees", i), "has no plan in these quarters");
      }
    }
    for (auto& [name, payee] : payees) {
      if (request_.payees().empty() || chosen.count(name) > 0) {
        simulation_.payees.push_back(std::move(payee));
      }
    }
    return absl::OkStatus();
  }

  store::Session& session_;
  const std::string& tenant_;
  const v1::SimulateStatementsRequest& request_;
  domain::Violations faults_;
  const absl::Time now_;
  v1::Policy in_force_;
  Simulation simulation_;
};

}  // namespace

void CheckSimulation(const v1::SimulateStatementsRequest& request, RequestReader* reader) {
  domain::Violations& faults = reader->violations();
  reader->Parent(request.parent());
  CheckPeriod("from_period", request.from_period(), &faults);
  if (!request.to_period().empty()) CheckPeriod("to_period", request.to_period(), &faults);
  CheckPolicyFields(request, reader);
  CheckPlans(request, &faults);
  CheckPeople(request, reader);
  const bool changes = request.has_policy() || request.policy_version() != 0 ||
                       !request.plans().empty() || !request.moves().empty();
  if (!changes) {
    faults.Add("policy",
               "is missing, and so are policy_version, plans and moves: nothing would change");
  }
}

absl::StatusOr<Simulation> ReadSimulation(store::Session& session, const std::string& tenant,
                                          const v1::SimulateStatementsRequest& request,
                                          domain::Violations faults, absl::Time now) {
  return Reading(session, tenant, request, std::move(faults), now).Read();
}

}  // namespace baton::server
