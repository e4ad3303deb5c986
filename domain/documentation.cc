#include "domain/documentation.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/field_check.h"
#include "domain/flag.h"
#include "domain/health_history.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/revenue_part.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Kind = v1::DocumentationKind;

constexpr int kMaxShownBy = 3;

bool IsRenewed(v1::AttributionCategory category) {
  return category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE ||
         category == v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL ||
         category == v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
}

// What a part must show, in the rule's order.
std::vector<Kind> RequiredOf(const v1::AttributionPart& part, const v1::Attribution& attribution) {
  if (!CarriesCredit(part.category())) return {};
  const v1::AttributionCategory category = part.category();
  const bool growth = IsExpansion(category);
  if (growth && attribution.self_serve()) return {v1::DOCUMENTATION_KIND_PRODUCT_EVENT};
  const bool save = category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
  std::vector<Kind> kinds;
  if (IsRenewed(category)) kinds.push_back(v1::DOCUMENTATION_KIND_HEALTH_HISTORY);
  // C-3. Either role may be credited once there is a rate.
  const bool any = HasFlag(part.flags(), kNoRate);
  if (save || (growth && (any || part.csm_credit_minor() != 0))) {
    kinds.push_back(v1::DOCUMENTATION_KIND_CSM_ACTIVITY);
  }
  if (growth && (any || part.ae_credit_minor() != 0)) {
    kinds.push_back(v1::DOCUMENTATION_KIND_AE_ACTIVITY);
  }
  if (category != v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT) {
    kinds.push_back(v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION);
  }
  return kinds;
}

bool Shows(const v1::Activity& activity, Kind kind) {
  switch (kind) {
    case v1::DOCUMENTATION_KIND_CSM_ACTIVITY:
      return activity.role() == v1::ROLE_CSM;
    case v1::DOCUMENTATION_KIND_AE_ACTIVITY:
      return activity.role() == v1::ROLE_AE;
    case v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION:
      return activity.two_way();
    default:
      return false;
  }
}

bool IsWithin(const DocumentationWindow& window, absl::Time time) {
  return time >= window.from && time <= window.until;
}

// The latest first, as many as are kept.
std::vector<std::string> ActivitiesThatShow(Kind kind, const DocumentationFacts& facts) {
  const DocumentationWindow window = DocumentationWindowOf(*facts.booking);
  std::vector<std::string> names;
  for (size_t i = facts.activities.size(); i > 0 && names.size() < kMaxShownBy; --i) {
    const v1::Activity& activity = facts.activities[i - 1];
    if (Shows(activity, kind) && IsWithin(window, ToTime(activity.occur_time()))) {
      names.push_back(activity.name());
    }
  }
  return names;
}

std::vector<std::string> HealthThatShows(const DocumentationFacts& facts) {
  const absl::Time end = RiskWindowEnd(*facts.booking);
  const v1::HealthObservation* last = nullptr;
  for (const v1::HealthObservation& observation : facts.health) {
    const bool known = observation.tier() != v1::HEALTH_TIER_UNSPECIFIED;
    if (!known || ToTime(observation.observe_time()) > end) continue;
    if (last == nullptr || ToMicros(observation.observe_time()) >= ToMicros(last->observe_time())) {
      last = &observation;
    }
  }
  if (last == nullptr) return {};
  return {last->name()};
}

// T-1. What the customer bought alone is recorded as the trigger of the opportunity.
std::vector<std::string> ProductEventThatShows(const DocumentationFacts& facts) {
  if (facts.opportunity == nullptr) return {};
  const v1::TriggerEvent trigger = facts.opportunity->trigger_event();
  const bool event = trigger == v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE ||
                     trigger == v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE;
  if (!event) return {};
  return {facts.opportunity->name()};
}

std::vector<std::string> RecordsThatShow(Kind kind, const DocumentationFacts& facts) {
  switch (kind) {
    case v1::DOCUMENTATION_KIND_HEALTH_HISTORY:
      return HealthThatShows(facts);
    case v1::DOCUMENTATION_KIND_PRODUCT_EVENT:
      return ProductEventThatShows(facts);
    default:
      return ActivitiesThatShow(kind, facts);
  }
}

std::string ReferenceText(const v1::Evidence& evidence) {
  if (!evidence.link().empty()) return evidence.link();
  if (!evidence.activity().empty()) return evidence.activity();
  return absl::StrCat("excerpt ", evidence.evidence());
}

std::vector<std::string> EvidenceThatShows(Kind kind, const v1::Attribution& attribution) {
  std::vector<std::string> shown;
  for (int i = attribution.evidence_size(); i > 0 && shown.size() < kMaxShownBy; --i) {
    const v1::Evidence& evidence = attribution.evidence(i - 1);
    if (evidence.kind() == kind) shown.push_back(ReferenceText(evidence));
  }
  return shown;
}

bool IsHealthWaived(const v1::Attribution& attribution) {
  int waived = 0;
  for (const v1::Signature& signature : attribution.signatures()) {
    if (!signature.health_waiver().empty()) ++waived;
  }
  return waived == 2;
}

absl::string_view KindText(Kind kind) {
  switch (kind) {
    case v1::DOCUMENTATION_KIND_HEALTH_HISTORY:
      return "a health history";
    case v1::DOCUMENTATION_KIND_CSM_ACTIVITY:
      return "an activity of a CSM";
    case v1::DOCUMENTATION_KIND_AE_ACTIVITY:
      return "an activity of an AE";
    case v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION:
      return "a conversation with the customer";
    default:
      return "the product's own record";
  }
}

std::string ConsequenceOf(Kind kind, const v1::AttributionPart& part) {
  switch (kind) {
    case v1::DOCUMENTATION_KIND_HEALTH_HISTORY:
      return "neither side can sign, unless both waive it with a reason";
    case v1::DOCUMENTATION_KIND_CSM_ACTIVITY:
      return part.category() == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE
                 ? "it is signed as a clean renewal"
                 : "the CSM's credit is 0";
    case v1::DOCUMENTATION_KIND_AE_ACTIVITY:
      return "the AE's credit is 0";
    default:
      return "both credits are 0";
  }
}

v1::DocumentationCheck Check(Kind kind, const v1::AttributionPart& part,
                             const v1::Attribution& attribution, const DocumentationFacts& facts) {
  v1::DocumentationCheck check;
  check.set_part(part.part());
  check.set_kind(kind);
  check.set_result(v1::DOCUMENTATION_RESULT_FOUND);
  std::vector<std::string> shown = RecordsThatShow(kind, facts);
  if (shown.empty()) {
    check.set_result(v1::DOCUMENTATION_RESULT_ATTACHED);
    shown = EvidenceThatShows(kind, attribution);
  }
  check.mutable_shown_by()->Assign(shown.begin(), shown.end());
  if (!shown.empty()) return check;
  const bool waived = kind == v1::DOCUMENTATION_KIND_HEALTH_HISTORY && IsHealthWaived(attribution);
  check.set_result(waived ? v1::DOCUMENTATION_RESULT_WAIVED : v1::DOCUMENTATION_RESULT_LACKING);
  if (!waived) check.set_consequence(ConsequenceOf(kind, part));
  return check;
}

bool IsLacking(const v1::DocumentationCheck& check) {
  return check.result() == v1::DOCUMENTATION_RESULT_LACKING;
}

// The save as a clean renewal, with its credit.
absl::StatusOr<v1::AttributionPart> WithoutIntervention(const v1::AttributionPart& save,
                                                        const CreditTerms& terms,
                                                        const v1::Policy& policy) {
  v1::AttributionPart part = save;
  part.set_category(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  part.set_ae_credit_minor(0);
  part.set_csm_credit_minor(0);
  AddFlag(kAtRiskNoIntervention, part.mutable_flags());
  *part.add_explanation() =
      Step("A-7", "No CSM did anything in the 90 days before: signed as a clean renewal.");
  BATON_ASSIGN_OR_RETURN(std::vector<v1::AttributionPart> credited,
                         CreditParts({std::move(part)}, terms, policy));
  return std::move(credited.front());
}

// Sets to 0 what the check says.
void TakeCredit(const v1::DocumentationCheck& check, v1::AttributionPart* part) {
  const bool csm = check.kind() != v1::DOCUMENTATION_KIND_AE_ACTIVITY;
  const bool ae = check.kind() != v1::DOCUMENTATION_KIND_CSM_ACTIVITY;
  if (csm) part->set_csm_credit_minor(0);
  if (ae) part->set_ae_credit_minor(0);
}

void TakeCreditWithReason(const v1::DocumentationCheck& check, v1::AttributionPart* part) {
  TakeCredit(check, part);
  AddFlag(kUndocumented, part->mutable_flags());
  *part->add_explanation() = Step("A-7", absl::StrCat("Nothing shows ", KindText(check.kind()),
                                                      ": ", check.consequence(), "."));
}

absl::Status ApplyTo(const v1::DocumentationCheck& check, const CreditTerms& terms,
                     const v1::Policy& policy, v1::AttributionPart* part) {
  if (!IsLacking(check) || check.kind() == v1::DOCUMENTATION_KIND_HEALTH_HISTORY) {
    return absl::OkStatus();
  }
  const bool save = part->category() == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
  if (save && check.kind() == v1::DOCUMENTATION_KIND_CSM_ACTIVITY) {
    BATON_ASSIGN_OR_RETURN(*part, WithoutIntervention(*part, terms, policy));
    return absl::OkStatus();
  }
  TakeCreditWithReason(check, part);
  return absl::OkStatus();
}

// C-5. A bonus is for saves that are credited to the CSM.
void DropBonusWithoutSave(v1::Attribution* attribution) {
  if (!attribution->has_save_bonus()) return;
  if (HasCreditedSave(*attribution)) return;
  attribution->clear_save_bonus();
  *attribution->add_explanation() =
      Step("A-7", "No save is left that is credited to the CSM, so there is no save bonus.");
}

void CheckReference(const v1::Evidence& evidence, Violations* violations) {
  switch (evidence.reference_case()) {
    case v1::Evidence::kLink:
      violations->RequireText("evidence.link", evidence.link(), kMaxLinkChars);
      if (!absl::StartsWith(evidence.link(), "https://")) {
        violations->Add("evidence.link", "must begin with https://");
      }
      return;
    case v1::Evidence::kActivity:
      return;
    case v1::Evidence::kExcerpt:
      violations->RequireText("evidence.excerpt", evidence.excerpt(), kMaxExcerptChars);
      if (CountCharacters(evidence.excerpt()) < kMinExcerptChars) {
        violations->Add("evidence.excerpt",
                        absl::StrCat("has less than ", kMinExcerptChars, " characters"));
      }
      return;
    default:
      violations->Add("evidence.reference",
                      "is missing: a link, an activity or an excerpt; what was only told doesn't "
                      "pass");
  }
}

void CheckTime(const v1::Evidence& evidence, const DocumentationWindow& window,
               Violations* violations) {
  if (!evidence.has_occur_time()) {
    violations->Add("evidence.occur_time", "is missing");
  } else if (!IsWithin(window, ToTime(evidence.occur_time()))) {
    violations->Add("evidence.occur_time", absl::StrCat("lies outside ", FormatMinute(window.from),
                                                        " to ", FormatMinute(window.until)));
  }
}

}  // namespace

DocumentationWindow DocumentationWindowOf(const v1::Booking& booking) {
  return {RiskWindowEnd(booking) - kHealthWindow, ToTime(booking.booked_time())};
}

std::vector<v1::DocumentationCheck> CheckDocumentation(const v1::Attribution& attribution,
                                                       const DocumentationFacts& facts) {
  std::vector<v1::DocumentationCheck> checks;
  for (const v1::AttributionPart& part : attribution.parts()) {
    for (const Kind kind : RequiredOf(part, attribution)) {
      checks.push_back(Check(kind, part, attribution, facts));
    }
  }
  return checks;
}

bool LacksHealth(absl::Span<const v1::DocumentationCheck> checks) {
  return std::any_of(checks.begin(), checks.end(), [](const v1::DocumentationCheck& check) {
    return check.kind() == v1::DOCUMENTATION_KIND_HEALTH_HISTORY && check.shown_by().empty();
  });
}

absl::StatusOr<v1::Attribution> ApplyDocumentation(v1::Attribution attribution,
                                                   const DocumentationFacts& facts,
                                                   const v1::Policy& policy) {
  const std::vector<v1::DocumentationCheck> checks = CheckDocumentation(attribution, facts);
  const CreditTerms terms = TermsOf(attribution);
  for (v1::AttributionPart& part : *attribution.mutable_parts()) {
    for (const v1::DocumentationCheck& check : checks) {
      if (check.part() != part.part()) continue;
      BATON_RETURN_IF_ERROR(ApplyTo(check, terms, policy, &part));
    }
  }
  DropBonusWithoutSave(&attribution);
  attribution.mutable_documentation()->Assign(checks.begin(), checks.end());
  return attribution;
}

void TakeUndocumentedCredit(const v1::Attribution& attribution, v1::AttributionPart* part) {
  for (const v1::DocumentationCheck& check : attribution.documentation()) {
    const bool taken = check.part() == part->part() && IsLacking(check) &&
                       check.kind() != v1::DOCUMENTATION_KIND_HEALTH_HISTORY;
    if (taken) TakeCredit(check, part);
  }
}

bool HasCreditedSave(const v1::Attribution& attribution) {
  return std::any_of(attribution.parts().begin(), attribution.parts().end(),
                     [](const v1::AttributionPart& part) {
                       return part.category() == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE &&
                              part.csm_credit_minor() != 0;
                     });
}

absl::StatusOr<v1::Evidence> CheckEvidence(v1::Evidence evidence, const v1::Activity* activity,
                                           const v1::Booking& booking) {
  Violations violations;
  const bool known = v1::DocumentationKind_IsValid(evidence.kind()) &&
                     evidence.kind() != v1::DOCUMENTATION_KIND_UNSPECIFIED;
  if (!known) violations.Add("evidence.kind", "is missing");
  CheckReference(evidence, &violations);
  CheckInstant("evidence.occur_time", evidence.occur_time(), &violations);
  violations.LimitText("evidence.note", evidence.note(), kMaxEvidenceNoteChars);
  if (activity != nullptr) {
    *evidence.mutable_occur_time() = activity->occur_time();
    if (known && !Shows(*activity, evidence.kind())) {
      violations.Add("evidence.activity", absl::StrCat("doesn't show ", KindText(evidence.kind())));
    }
  }
  CheckTime(evidence, DocumentationWindowOf(booking), &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  return evidence;
}

}  // namespace baton::domain
