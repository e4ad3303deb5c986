#include "domain/attribution_reading.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/documentation.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/instant_text.h"

namespace baton::domain {
namespace {

using Steps = google::protobuf::RepeatedPtrField<v1::ExplanationStep>;

// What was signed, checked or read anew says nothing of the booking itself.
void DropSteps(Steps* steps) {
  steps->erase(std::remove_if(steps->begin(), steps->end(),
                              [](const v1::ExplanationStep& step) {
                                return step.rule() == "A-6" || step.rule() == "A-7" ||
                                       step.rule() == "A-8";
                              }),
               steps->end());
}

// The reading alone.
std::string Content(v1::Attribution attribution) {
  attribution.clear_name();
  attribution.clear_state();
  attribution.clear_signatures();
  attribution.clear_sign_due_time();
  attribution.clear_concur_time();
  attribution.clear_create_time();
  attribution.clear_reading();
  attribution.clear_open_dispute();
  attribution.clear_documentation();
  attribution.clear_evidence();
  attribution.clear_late_facts();
  DropFlag(kLateFact, attribution.mutable_flags());
  DropSteps(attribution.mutable_explanation());
  for (v1::AttributionPart& part : *attribution.mutable_parts()) {
    DropSteps(part.mutable_explanation());
  }
  return attribution.SerializeAsString();
}

// Whether a part's credit was taken for want of documentation, or waits for a rate (C-3); then it
// says nothing of the reading.
bool IsCreditOpen(const v1::AttributionPart& part) {
  return HasFlag(part.flags(), kUndocumented) || HasFlag(part.flags(), kAtRiskNoIntervention) ||
         HasFlag(part.flags(), kNoRate);
}

bool SamePart(const v1::AttributionPart& held, const v1::AttributionPart& anew) {
  if (CategoryRead(held) != anew.category() || held.amount_minor() != anew.amount_minor()) {
    return false;
  }
  return IsCreditOpen(held) || (held.ae_credit_minor() == anew.ae_credit_minor() &&
                                held.csm_credit_minor() == anew.csm_credit_minor());
}

bool SameOutcome(const v1::Attribution& held, const v1::Attribution& anew) {
  return held.ae() == anew.ae() && held.csm() == anew.csm() && held.save_csm() == anew.save_csm() &&
         SameShares(held.credit_shares(), anew.credit_shares()) &&
         SameShares(held.save_shares(), anew.save_shares()) &&
         std::equal(held.parts().begin(), held.parts().end(), anew.parts().begin(),
                    anew.parts().end(), SamePart);
}

bool Knows(const v1::Attribution& held, const std::string& fact) {
  return std::any_of(held.late_facts().begin(), held.late_facts().end(),
                     [&](const v1::LateFact& late) { return late.fact() == fact; });
}

}  // namespace

v1::AttributionCategory CategoryRead(const v1::AttributionPart& part) {
  return HasFlag(part.flags(), kAtRiskNoIntervention) ? v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE
                                                      : part.category();
}

bool Counts(const v1::Attribution& attribution) {
  const bool stands = attribution.state() == v1::ATTRIBUTION_STATE_PROPOSED ||
                      attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED;
  return stands && attribution.reverses().empty();
}

bool FollowsFacts(const v1::Attribution& attribution, const v1::Policy& policy, absl::Time now) {
  if (attribution.state() != v1::ATTRIBUTION_STATE_PROPOSED) return false;
  if (!attribution.supersedes().empty()) return false;
  return attribution.signatures().empty() ||
         now <= ToTime(attribution.create_time()) + absl::Hours(policy.late_fact_hours());
}

bool ReadsTheSame(const v1::Attribution& held, const v1::Attribution& anew) {
  return Content(held) == Content(anew);
}

v1::Attribution WithRuling(const v1::Attribution& held, v1::Attribution anew) {
  if (held.ruled_by().empty()) return anew;
  const bool csm_ruled = !SameShares(OfRole(held.credit_shares(), v1::ROLE_CSM),
                                     OfRole(anew.credit_shares(), v1::ROLE_CSM));
  if (csm_ruled) {
    *anew.mutable_save_shares() = held.save_shares();
    anew.set_save_csm(held.save_csm());
  }
  *anew.mutable_credit_shares() = held.credit_shares();
  anew.set_ruled_by(held.ruled_by());
  for (const v1::ExplanationStep& step : held.explanation()) {
    if (step.rule() == "C-12") *anew.add_explanation() = step;
  }
  return anew;
}

v1::Attribution NextReading(const v1::Attribution& held, v1::Attribution anew,
                            absl::string_view cause) {
  anew.set_name(held.name());
  anew.set_reading(held.reading() + 1);
  anew.set_open_dispute(held.open_dispute());
  *anew.mutable_evidence() = held.evidence();
  *anew.mutable_late_facts() = held.late_facts();
  *anew.add_explanation() = Step(
      "A-8", absl::StrCat("Read anew, reading ", anew.reading(), ": ", cause, ".",
                          held.signatures().empty() ? "" : " What was signed no longer counts."));
  return anew;
}

v1::Attribution WithLateFact(v1::Attribution held, const v1::Attribution& anew,
                             const std::string& fact, absl::Time occur, absl::Time now) {
  if (SameOutcome(held, anew) || Knows(held, fact)) return held;
  if (held.late_facts_size() >= kMaxLateFacts) return held;
  v1::LateFact& late = *held.add_late_facts();
  late.set_fact(fact);
  *late.mutable_occur_time() = ToTimestamp(occur);
  *late.mutable_record_time() = ToTimestamp(now);
  *late.mutable_standing_parts() = held.parts();
  *late.mutable_parts_with_fact() = anew.parts();
  AddFlag(kLateFact, held.mutable_flags());
  *held.add_explanation() =
      Step("A-8", absl::StrCat(fact, " of ", FormatMinute(occur), " arrived at ", FormatMinute(now),
                               ", too late to be followed. With it the booking would be read "
                               "otherwise; only a dispute changes it."));
  return held;
}

}  // namespace baton::domain
