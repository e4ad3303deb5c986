// The words for credit: the steps that explain what credit.h decided.
#pragma once

#include "absl/strings/string_view.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/credit.h"

namespace baton::domain {

// The beginnings of a credit step's text, which say whose it is.
inline constexpr absl::string_view kAeStep = "AE: ";
inline constexpr absl::string_view kCsmStep = "CSM: ";

// Appends to a part the steps for the credit that was decided for it.
void ExplainCredit(const PartCredit& credit, const CreditTerms& terms, const v1::Policy& policy,
                   v1::AttributionPart* part);

// The step for a save bonus that was decided: C-5, or C-3 where it waits for a rate.
v1::ExplanationStep SaveBonusStep(const SaveBonus& bonus, const CreditTerms& terms,
                                  const v1::Policy& policy);

}  // namespace baton::domain
