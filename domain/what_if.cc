#include "domain/what_if.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "domain/attribution.h"
#include "domain/credit.h"
#include "domain/credit_wording.h"
#include "domain/documentation.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Steps = google::protobuf::RepeatedPtrField<v1::ExplanationStep>;

bool SaysCredit(const v1::ExplanationStep& step) {
  return absl::StartsWith(step.text(), kAeStep) || absl::StartsWith(step.text(), kCsmStep);
}

bool SaysBonus(const v1::ExplanationStep& step) {
  return step.rule() == "C-5" || step.rule() == "C-3";
}

// The steps without those that `says` finds, of which the last ones are replaced by `anew`.
template <typename Says>
Steps Replaced(const Steps& steps, const Steps& anew, Says says) {
  int last = -1;
  for (int i = 0; i < steps.size(); ++i) {
    if (says(steps[i])) last = i;
  }
  Steps replaced;
  for (int i = 0; i < steps.size(); ++i) {
    if (!says(steps[i])) *replaced.Add() = steps[i];
    if (i == last) replaced.MergeFrom(anew);
  }
  if (last < 0) replaced.MergeFrom(anew);
  return replaced;
}

absl::Status CreditPartsAnew(const CreditTerms& terms, const v1::Policy& policy,
                             v1::Attribution* attribution) {
  std::vector<v1::AttributionPart> parts(attribution->parts().begin(), attribution->parts().end());
  for (v1::AttributionPart& part : parts) part.clear_explanation();
  BATON_ASSIGN_OR_RETURN(parts, CreditParts(std::move(parts), terms, policy));
  for (int i = 0; i < attribution->parts_size(); ++i) {
    v1::AttributionPart& part = *attribution->mutable_parts(i);
    if (!CarriesCredit(part.category())) continue;
    *parts[i].mutable_explanation() =
        Replaced(part.explanation(), parts[i].explanation(), SaysCredit);
    part = std::move(parts[i]);
    TakeUndocumentedCredit(*attribution, &part);
  }
  return absl::OkStatus();
}

absl::Status SetSaveBonusAnew(const CreditTerms& terms, const v1::Policy& policy,
                              v1::Attribution* attribution) {
  const Steps before = attribution->explanation();
  attribution->clear_explanation();
  attribution->clear_save_bonus();
  DropFlag(kNoRate, attribution->mutable_flags());
  // Without a credited save there is no bonus, and none that waits for a rate.
  if (HasCreditedSave(*attribution)) {
    BATON_RETURN_IF_ERROR(SetSaveBonus(terms, policy, attribution));
  }
  *attribution->mutable_explanation() = Replaced(before, attribution->explanation(), SaysBonus);
  return absl::OkStatus();
}

}  // namespace

PlanHistory WithPlans(PlanHistory history, absl::Span<const v1::CompPlan> plans, absl::Time from) {
  for (const v1::CompPlan& plan : plans) {
    std::erase_if(history.versions, [&](const v1::PlanVersion& version) {
      return version.plan().code() == plan.code() && ToTime(version.effective_time()) >= from;
    });
    v1::PlanVersion& version = history.versions.emplace_back();
    *version.mutable_plan() = plan;
    *version.mutable_effective_time() = ToTimestamp(from);
    *version.mutable_approve_time() = ToTimestamp(from);
  }
  return history;
}

PlanHistory MovedTo(PlanHistory history, const std::string& code, absl::Time from) {
  std::erase_if(history.assignments, [&](const v1::PlanAssignment& assignment) {
    return ToTime(assignment.start_time()) >= from;
  });
  v1::PlanAssignment& assignment = history.assignments.emplace_back();
  assignment.mutable_plan()->set_code(code);
  *assignment.mutable_start_time() = ToTimestamp(from);
  return history;
}

absl::StatusOr<v1::Attribution> CreditAnew(v1::Attribution attribution, const v1::Policy& policy,
                                           const std::optional<ApprovedRate>& rate) {
  CreditTerms terms = TermsOf(attribution);
  terms.rate = rate;
  BATON_RETURN_IF_ERROR(CreditPartsAnew(terms, policy, &attribution));
  BATON_RETURN_IF_ERROR(SetSaveBonusAnew(terms, policy, &attribution));
  attribution.set_policy_version(policy.version());
  return attribution;
}

}  // namespace baton::domain
