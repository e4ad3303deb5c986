// CS-led growth: which part of a booking customer success brought about, and how (G-1).
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "domain/opportunity_origin.h"

namespace baton::domain {

// G-1. How far before a booking's end its activities count: 90 days of 24 hours, inclusive.
inline constexpr absl::Duration kCsLedWindow = absl::Hours(24 * 90);

// What G-1 asks of a part's category.
enum class CsLedCategory {
  kAtRiskSave,
  kNetNewExpansion,
  kCrossSell,
  // Uplift, clean renewal, contraction and churn, which never carry a tag.
  kOther,
};

enum class CsLedTag {
  kNone,
  kSaveAndRenew,
  kMidCycleExpansion,
  kMultiProductAttach,
  kExecutiveSponsorImpact,
};

enum class CsActivityType {
  kSaveCall,
  kExecutiveEscalation,
  kRoiBrief,
  kSponsorEngagement,
  kSavePlan,
  kBrokeredIntroduction,
  kExecutiveSponsor,
  kOther,
};

// What an activity's type means here: "save_call", "brokered_introduction".
CsActivityType CsActivityTypeOf(absl::string_view name);

// G-1, C-9. Whether an activity of that type is an action to save the account.
bool IsSaveAction(absl::string_view name);

// Something that a person of ours did on the account.
struct CsActivity {
  absl::Time at;
  CsActivityType type = CsActivityType::kOther;
  bool by_csm = false;
};

struct CsLedInput {
  CsLedCategory category = CsLedCategory::kOther;
  OpportunityOrigin origin;
  // The opportunity came from a CSM's handoff signal.
  bool from_csm_signal = false;
  // When the opportunity was created.
  absl::Time created_at;
  absl::Time booked_at;
  // The old contract's end, if there was one.
  std::optional<absl::Time> renewal_date;
  // In any order; those outside the window are left out.
  absl::Span<const CsActivity> activities;
};

struct CsLedResult {
  CsLedTag tag = CsLedTag::kNone;
  bool brokered = false;
  // An executive sponsor's activity lies in the window, whatever the tag.
  bool sponsor_involved = false;
  // G-4. What the tag was earned by: the first save action in the window, "handoff_signal",
  // "brokered_introduction" or "executive_sponsor". Empty for kNone.
  absl::string_view playbook;
};

// G-1. The tag of one category of a booking, over [min(booked_at, renewal_date) - 90 d, booked_at],
// both ends included.
CsLedResult DecideCsLed(const CsLedInput& input);

// The tag's name in records and reports, such as "save_and_renew"; empty for kNone.
absl::string_view CsLedTagName(CsLedTag tag);

}  // namespace baton::domain
