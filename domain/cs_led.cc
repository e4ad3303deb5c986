#include "domain/cs_led.h"

#include <algorithm>
#include <utility>

namespace baton::domain {
namespace {

struct NamedType {
  absl::string_view name;
  CsActivityType type;
};

constexpr NamedType kSaveActions[] = {
    {"save_call", CsActivityType::kSaveCall},
    {"executive_escalation", CsActivityType::kExecutiveEscalation},
    {"roi_brief", CsActivityType::kRoiBrief},
    {"sponsor_engagement", CsActivityType::kSponsorEngagement},
    {"save_plan", CsActivityType::kSavePlan},
};

// A save action's name; empty for other activities.
absl::string_view SaveAction(CsActivityType type) {
  for (const NamedType& action : kSaveActions) {
    if (action.type == type) return action.name;
  }
  return "";
}

// What the activities of the window show.
struct Evidence {
  // The first save action of a CSM; of several at one instant the first in the enumeration.
  std::optional<std::pair<absl::Time, CsActivityType>> save_action;
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
    if (!SaveAction(activity.type).empty()) {
      const auto action = std::make_pair(activity.at, activity.type);
      evidence.save_action = std::min(evidence.save_action.value_or(action), action);
    }
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
      return evidence.save_action.has_value() ? CsLedTag::kSaveAndRenew : sponsor_tag;
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

absl::string_view PlaybookOf(CsLedTag tag, bool from_csm_signal, const Evidence& evidence) {
  switch (tag) {
    case CsLedTag::kSaveAndRenew:
      return SaveAction(evidence.save_action->second);
    case CsLedTag::kMidCycleExpansion:
    case CsLedTag::kMultiProductAttach:
      return from_csm_signal ? "handoff_signal" : "brokered_introduction";
    case CsLedTag::kExecutiveSponsorImpact:
      return "executive_sponsor";
    case CsLedTag::kNone:
      break;
  }
  return "";
}

}  // namespace

CsActivityType CsActivityTypeOf(absl::string_view name) {
  for (const NamedType& action : kSaveActions) {
    if (action.name == name) return action.type;
  }
  if (name == "brokered_introduction") return CsActivityType::kBrokeredIntroduction;
  if (name == "executive_sponsor") return CsActivityType::kExecutiveSponsor;
  return CsActivityType::kOther;
}

bool IsSaveAction(absl::string_view name) { return !SaveAction(CsActivityTypeOf(name)).empty(); }

CsLedResult DecideCsLed(const CsLedInput& input) {
  const Evidence evidence = ReadActivities(input);
  const bool ours_to_broker =
      !IsPulled(input.origin) && input.origin.source != CreationSource::kSalesInitiated;
  CsLedResult result;
  result.brokered = ours_to_broker && (input.from_csm_signal || evidence.introduction);
  result.sponsor_involved = evidence.sponsor;
  result.tag = DecideTag(input.category, ours_to_broker, result.brokered, evidence);
  result.playbook = PlaybookOf(result.tag, input.from_csm_signal, evidence);
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
