#include "domain/cs_led.h"

#include <algorithm>

namespace baton::domain {
namespace {

bool IsSaveAction(CsActivityType type) {
  switch (type) {
    case CsActivityType::kSaveCall:
    case CsActivityType::kExecutiveEscalation:
    case CsActivityType::kRoiBrief:
    case CsActivityType::kSponsorEngagement:
    case CsActivityType::kSavePlan:
      return true;
    case CsActivityType::kBrokeredIntroduction:
    case CsActivityType::kExecutiveSponsor:
    case CsActivityType::kOther:
      break;
  }
  return false;
}

// What the activities of the window show.
struct Evidence {
  bool csm_save_action = false;
  bool introduction = false;
  bool sponsor = false;
};

Evidence ReadActivities(const CsLedInput& input) {
  const absl::Time end = std::min(input.booked_at, input.renewal_date.value_or(input.booked_at));
  const absl::Time from = end - kCsLedWindow;
  Evidence evidence;
  for (const CsActivity& activity : input.activities) {
    if (activity.at < from || activity.at > input.booked_at) continue;
    evidence.sponsor |= activity.type == CsActivityType::kExecutiveSponsor;
    if (!activity.by_csm) continue;
    evidence.csm_save_action |= IsSaveAction(activity.type);
    evidence.introduction |=
        activity.type == CsActivityType::kBrokeredIntroduction && activity.at <= input.created_at;
  }
  return evidence;
}

CsLedTag DecideTag(CsLedCategory category, bool ours_to_broker, bool brokered,
                   const Evidence& evidence) {
  const CsLedTag sponsor_tag =
      evidence.sponsor ? CsLedTag::kExecutiveSponsorImpact : CsLedTag::kNone;
  switch (category) {
    case CsLedCategory::kAtRiskSave:
      return evidence.csm_save_action ? CsLedTag::kSaveAndRenew : sponsor_tag;
    case CsLedCategory::kNetNewExpansion:
      if (brokered) return CsLedTag::kMidCycleExpansion;
      return ours_to_broker ? sponsor_tag : CsLedTag::kNone;
    case CsLedCategory::kCrossSell:
      if (brokered) return CsLedTag::kMultiProductAttach;
      return ours_to_broker ? sponsor_tag : CsLedTag::kNone;
    case CsLedCategory::kOther:
      break;
  }
  return CsLedTag::kNone;
}

}  // namespace

CsLedResult DecideCsLed(const CsLedInput& input) {
  const Evidence evidence = ReadActivities(input);
  const bool ours_to_broker =
      !IsPulled(input.origin) && input.origin.source != CreationSource::kSalesInitiated;
  CsLedResult result;
  result.brokered = ours_to_broker && (input.from_csm_signal || evidence.introduction);
  result.sponsor_involved = evidence.sponsor;
  result.tag = DecideTag(input.category, ours_to_broker, result.brokered, evidence);
  return result;
}

absl::string_view CsLedTagName(CsLedTag tag) {
  switch (tag) {
    case CsLedTag::kSaveAndRenew:
      return "save_and_renew";
    case CsLedTag::kMidCycleExpansion:
      return "mid_cycle_expansion";
    case CsLedTag::kMultiProductAttach:
      return "multi_product_attach";
    case CsLedTag::kExecutiveSponsorImpact:
      return "executive_sponsor_impact";
    case CsLedTag::kNone:
      break;
  }
  return "";
}

}  // namespace baton::domain
