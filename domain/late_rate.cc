#include "domain/late_rate.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "domain/attribution.h"
#include "domain/credit.h"
#include "domain/credit_wording.h"
#include "domain/documentation.h"
#include "domain/flag.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Steps = google::protobuf::RepeatedPtrField<v1::ExplanationStep>;

bool SaysCredit(const v1::ExplanationStep& step) {
  return absl::StartsWith(step.text(), kAeStep) || absl::StartsWith(step.text(), kCsmStep);
}

bool SaysBonusWaits(const v1::ExplanationStep& step) { return step.rule() == "C-3"; }

template <typename Says>
void DropSteps(Says says, Steps* steps) {
  steps->erase(std::remove_if(steps->begin(), steps->end(), says), steps->end());
}

bool IsOpen(const v1::AttributionPart& part) { return HasFlag(part.flags(), kNoRate); }

absl::Status CreditOpenParts(const CreditTerms& terms, const v1::Policy& policy,
                             v1::Attribution* attribution) {
  std::vector<v1::AttributionPart> parts(attribution->parts().begin(), attribution->parts().end());
  for (v1::AttributionPart& part : parts) DropSteps(SaysCredit, part.mutable_explanation());
  BATON_ASSIGN_OR_RETURN(parts, CreditParts(std::move(parts), terms, policy));
  for (int i = 0; i < attribution->parts_size(); ++i) {
    v1::AttributionPart& part = *attribution->mutable_parts(i);
    if (!IsOpen(part)) continue;
    part = std::move(parts[i]);
    TakeUndocumentedCredit(*attribution, &part);
  }
  return absl::OkStatus();
}

}  // namespace

bool AwaitsRate(const v1::Attribution& attribution) {
  return HasFlag(attribution.flags(), kNoRate) ||
         std::any_of(attribution.parts().begin(), attribution.parts().end(), IsOpen);
}

absl::StatusOr<v1::Attribution> ReadAtRate(v1::Attribution attribution, const ApprovedRate& rate,
                                           const v1::Policy& policy) {
  CreditTerms terms = TermsOf(attribution);
  terms.rate = rate;
  const bool bonus_waits = HasFlag(attribution.flags(), kNoRate);
  BATON_RETURN_IF_ERROR(CreditOpenParts(terms, policy, &attribution));
  if (!bonus_waits) return attribution;
  DropFlag(kNoRate, attribution.mutable_flags());
  DropSteps(SaysBonusWaits, attribution.mutable_explanation());
  if (!HasCreditedSave(attribution)) return attribution;
  BATON_RETURN_IF_ERROR(SetSaveBonus(terms, policy, &attribution));
  return attribution;
}

}  // namespace baton::domain
