// The trigger catalogue: what each trigger is called, and what it stands for when a signal does not
// say (H-3, H-9).
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// H-3. OTHER and UNSPECIFIED have no defaults: both stay UNSPECIFIED.
v1::SignalCategory DefaultCategory(v1::Trigger trigger);
v1::Urgency DefaultUrgency(v1::Trigger trigger);

// H-9. What a signal of this trigger is, on an account of this health, when nobody said: declining
// use and a champion's departure are risks; a merger and a competitor are on a red or yellow
// account; all else is expansion.
v1::SignalKind DefaultKind(v1::Trigger trigger, v1::HealthTier tier);

// A trigger's label as vendors write it, in any case and spelling of separators: '&' reads as
// "and", every run of other characters than letters and digits as one underscore. "Feature Request
// (Paid Tier)" is FEATURE_REQUEST_PAID_TIER. UNSPECIFIED when the catalogue has no such trigger.
v1::Trigger ParseTrigger(std::string_view label);

// The words in texts and payloads: "seat_utilization", "product", "hot", "expansion". Empty for
// UNSPECIFIED.
absl::string_view TriggerName(v1::Trigger trigger);
absl::string_view CategoryName(v1::SignalCategory category);
absl::string_view UrgencyName(v1::Urgency urgency);
absl::string_view KindName(v1::SignalKind kind);

}  // namespace baton::domain
