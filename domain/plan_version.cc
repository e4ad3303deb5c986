#include "domain/plan_version.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/comp_plan.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/plan_period.h"
#include "domain/plan_template.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool SaysTheSame(v1::CompPlan plan, const v1::CompPlan& base) {
  plan.set_version(base.version());
  return plan.SerializeAsString() == base.SerializeAsString();
}

void CheckAgainstBase(const v1::CompPlan& plan, const v1::CompPlan& base, Violations* faults) {
  CheckSameCode("plan_version.plan.", plan, base, faults);
  if (SaysTheSame(plan, base)) {
    faults->Add("plan_version.plan",
                absl::StrCat("differs in nothing from version ", base.version()));
  }
}

absl::Status CheckAsked(const PlanCodeHistory& history, const v1::PlanVersion& asked,
                        const v1::CompPlan& plan) {
  Violations faults;
  CheckPlan("plan_version.plan.", plan, &faults);
  faults.LimitText("plan_version.change_note", asked.change_note(), kMaxChangeNote);
  if (asked.has_effective_time()) {
    CheckInstant("plan_version.effective_time", asked.effective_time(), &faults);
  } else {
    faults.Add("plan_version.effective_time", "is missing; a version states when it starts");
  }
  if (history.base.has_value()) CheckAgainstBase(plan, history.base->plan(), &faults);
  return faults.ToStatus();
}

absl::Status CheckStart(const PlanCodeHistory& history, const v1::PlanVersion& version,
                        absl::Time now) {
  const absl::Time start = ToTime(version.effective_time());
  const absl::Time earliest = EarliestPlanStart(history, now);
  if (start >= earliest) return absl::OkStatus();
  const std::string why = earliest == now ? std::string("a version never starts in the past")
                                          : absl::StrCat("version ", history.base->plan().version(),
                                                         ", which it builds on, starts later");
  return RefuseState(v1::ERROR_REASON_PLAN_START, version.name(),
                     absl::StrCat("the version would start at ", FormatInstant(start), ", but ",
                                  why, "; the earliest start is ", FormatInstant(earliest)),
                     {{"earliest", FormatInstant(earliest)}});
}

absl::Status RefuseSigner(const v1::PlanVersion& version, v1::Role role, absl::string_view why) {
  return RefuseState(v1::ERROR_REASON_PLAN_SIGNER, version.name(), why, {{"role", RoleText(role)}});
}

v1::PolicyVersionState StateAmong(const v1::PlanVersion& version, int32_t base, int32_t in_force,
                                  absl::Time now) {
  const VersionFacts facts = {.number = version.plan().version(),
                              .base = version.base_version(),
                              .start = ToTime(version.effective_time()),
                              .approved = version.has_approve_time(),
                              .first = version.base_version() == 0};
  return StateOf(facts, base, in_force, now);
}

int32_t NumberOf(const PlanCodeHistory& history) {
  return history.base.has_value() ? history.base->plan().version() : 0;
}

// Whether the version pays, or once it is signed could pay, by an assignment from `start` on.
bool MayPayFrom(const v1::PlanVersion& version, absl::Span<const v1::PlanVersion> versions,
                absl::Time start, absl::Time now) {
  const std::string& code = version.plan().code();
  if (version.has_approve_time()) {
    return ToTime(version.effective_time()) > start ||
           PlanInForce(versions, code, start) == &version;
  }
  return StateOfPlanVersion(version, versions, now) == v1::POLICY_VERSION_STATE_UNSIGNED;
}

}  // namespace

void CheckSameCode(std::string_view path, const v1::CompPlan& plan, const v1::CompPlan& base,
                   Violations* faults) {
  const std::string under(path);
  if (plan.role() != base.role()) {
    faults->Add(absl::StrCat(under, "role"),
                absl::StrCat("is another than in version ", base.version(),
                             "; a plan of another role has another code"));
  }
  if (plan.currency_code() != base.currency_code()) {
    faults->Add(absl::StrCat(under, "currency_code"),
                absl::StrCat("is another than in version ", base.version(),
                             "; a plan of another currency has another code"));
  }
}

PlanCodeHistory HistoryOfCode(absl::Span<const v1::PlanVersion> versions) {
  PlanCodeHistory history;
  for (const v1::PlanVersion& version : versions) {
    history.last_number = std::max(history.last_number, version.plan().version());
  }
  if (versions.empty()) return history;
  const v1::PlanVersion* base =
      PlanInForce(versions, versions.front().plan().code(), absl::InfiniteFuture());
  if (base != nullptr) history.base = *base;
  return history;
}

absl::Time EarliestPlanStart(const PlanCodeHistory& history, absl::Time now) {
  if (!history.base.has_value()) return absl::InfinitePast();
  return std::max(now, ToTime(history.base->effective_time()) + absl::Microseconds(1));
}

absl::StatusOr<v1::PlanVersion> DecidePlanVersion(const PlanCodeHistory& history,
                                                  const v1::PlanVersion& asked, std::string name,
                                                  std::string_view creator, absl::Time now) {
  v1::CompPlan plan = WithKind(asked.plan());
  BATON_RETURN_IF_ERROR(CheckAsked(history, asked, plan));
  plan.set_version(history.last_number + 1);
  v1::PlanVersion version;
  version.set_name(std::move(name));
  *version.mutable_plan() = std::move(plan);
  *version.mutable_effective_time() = ToTimestamp(ToTime(asked.effective_time()));
  version.set_creator(std::string(creator));
  *version.mutable_create_time() = ToTimestamp(now);
  version.set_change_note(asked.change_note());
  version.set_base_version(NumberOf(history));
  BATON_RETURN_IF_ERROR(CheckStart(history, version, now));
  return version;
}

std::string PlanConflict(const v1::PlanVersion& version, const PlanSigner& signer) {
  if (signer.person == version.creator()) return "nobody signs what they made themself";
  if (signer.paid_by_it) return "nobody signs the plan that pays them";
  if (!signer.as_manager && signer.seat == v1::ROLE_VP_CS &&
      version.plan().role() == v1::ROLE_VP_CS) {
    return "a VP CS signs no plan of a VP CS; their manager does";
  }
  return "";
}

absl::StatusOr<v1::PlanVersion> DecidePlanSignature(const PlanCodeHistory& history,
                                                    v1::PlanVersion version,
                                                    const PlanSigner& signer, absl::Time now) {
  const int32_t base = NumberOf(history);
  const int32_t number = version.plan().version();
  const v1::PolicyVersionState state = StateAmong(version, base, base, now);
  if (state != v1::POLICY_VERSION_STATE_UNSIGNED) {
    return RefuseState(v1::ERROR_REASON_PLAN_VERSION_STATE, version.name(),
                       absl::StrCat("version ", number, " can't be signed: ", WhyUnsignable(state)),
                       {{"version", absl::StrCat(number)}, {"state", StateText(state)}});
  }
  for (const std::string& fault :
       {PlanConflict(version, signer),
        OfficerFault(version.signatures(), signer.person, signer.seat)}) {
    if (!fault.empty()) return RefuseSigner(version, signer.seat, fault);
  }
  AddSignature(signer.person, signer.seat, now, version.mutable_signatures());
  if (OfficersSigned(version.signatures())) *version.mutable_approve_time() = ToTimestamp(now);
  return version;
}

absl::Status CheckAssignee(absl::Span<const v1::PlanVersion> versions, const PlanAssignee& assignee,
                           absl::Time now) {
  for (const v1::PlanVersion& version : versions) {
    const v1::Role role = version.plan().role();
    if (assignee.payee == assignee.assigner) {
      return RefuseSigner(version, role, "nobody assigns their own plan");
    }
    if (!MayPayFrom(version, versions, assignee.start, now)) continue;
    if (assignee.payee == version.creator()) {
      return RefuseSigner(version, role, "nobody is paid by the plan that they made");
    }
    for (const v1::PolicySignature& signature : version.signatures()) {
      if (signature.signer() != assignee.payee) continue;
      return RefuseSigner(version, role, "nobody is paid by the plan that they signed");
    }
  }
  return absl::OkStatus();
}

v1::PolicyVersionState StateOfPlanVersion(const v1::PlanVersion& version,
                                          absl::Span<const v1::PlanVersion> versions,
                                          absl::Time now) {
  const v1::PlanVersion* in_force = PlanInForce(versions, version.plan().code(), now);
  return StateAmong(version, NumberOf(HistoryOfCode(versions)),
                    in_force == nullptr ? 0 : in_force->plan().version(), now);
}

}  // namespace baton::domain
