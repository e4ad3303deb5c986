// Opportunities: how an expansion came to be, stated once and for good (T-1).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "baton/v1/account_service.pb.h"
#include "domain/opportunity_origin.h"

namespace baton::domain {

inline constexpr int kMaxTriggerTextChars = 500;
inline constexpr int kMaxStageChars = 200;

// T-1. An opportunity needs an account, a creation source, and a trigger event that fits the source
// or is OTHER with text. INVALID_FIELDS names every fault at once, under "opportunity.".
absl::Status CheckOpportunity(const v1::Opportunity& opportunity);

// T-1. Whether a trigger event belongs to a source; OTHER belongs to every one.
bool TriggerFits(v1::CreationSource source, v1::TriggerEvent trigger);

// T-1. CREATION_SOURCE_IMMUTABLE when `incoming` states another source, trigger event or trigger
// text than the opportunity was created with. What it leaves out changes nothing.
absl::Status CheckOriginUnchanged(const v1::Opportunity& held, const v1::Opportunity& incoming);

// The creation source in a CRM's words: "CSM Initiated", "plg-trigger". UNSPECIFIED for words that
// name none.
v1::CreationSource ParseCreationSource(absl::string_view words);

// A trigger event; `text` holds the words for OTHER and is empty for the others.
struct TriggerWords {
  v1::TriggerEvent event = v1::TRIGGER_EVENT_UNSPECIFIED;
  std::string text;
};

// The trigger event in a CRM's words. Words that name none, or one that does not fit the source,
// are OTHER with these words; blank words are UNSPECIFIED. Words past kMaxTriggerTextChars are cut.
TriggerWords ParseTriggerEvent(absl::string_view words, v1::CreationSource source);

// T-3. The customer bought alone: stated so, or by a self-serve upgrade or automatic tier change.
bool IsSelfServe(const v1::Opportunity& opportunity);

// What follows from the opportunity's origin (T-2, T-6).
OpportunityOrigin OriginOf(const v1::Opportunity& opportunity);

}  // namespace baton::domain
