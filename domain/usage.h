// Usage: when the product's use sets an opportunity off by itself (T-1).
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "baton/v1/account_service.pb.h"

namespace baton::domain {

// H-3: seat utilisation counts from above 85%.
inline constexpr int kDefaultThresholdBp = 8'500;
inline constexpr int kMaxUsageNoteChars = 500;

// What is wrong with an observation's fields, all at once (INVALID_FIELDS), under "observation.".
// An upgrade or tier change needs no metric and no limit.
absl::Status CheckUsage(const v1::UsageObservation& observation);

// The observation with its defaults: a level, the threshold, the times.
v1::UsageObservation CompleteUsage(v1::UsageObservation observation, absl::Time now);

// T-1. Whether more is used than the threshold allows; exactly at it is not above. False for what
// is no level.
bool IsOverThreshold(const v1::UsageObservation& observation);

// What is known of the same account, product and metric around an observation.
struct UsageContext {
  // The level before, and the next one after it.
  std::optional<v1::UsageObservation> before;
  std::optional<v1::UsageObservation> after;
  // The latest opportunity that this use, of this kind, set off.
  std::optional<v1::Opportunity> opportunity;
};

// T-1. The trigger of the opportunity that the observation sets off; UNSPECIFIED when it sets off
// none. A level does when it is the first one over its threshold, and no later one is known; an
// upgrade or tier change always does. None does while the opportunity of the same reason is open.
v1::TriggerEvent TriggerOf(const v1::UsageObservation& observation, const UsageContext& context);

// T-1. The opportunity that it sets off: plg_trigger with that event, as of the observation, at its
// amount, with its note or its figures as text. Without name, account and owner.
v1::Opportunity OpportunityFrom(const v1::UsageObservation& observation, v1::TriggerEvent trigger);

}  // namespace baton::domain
