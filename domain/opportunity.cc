#include "domain/opportunity.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/field_check.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kSourcePrefix = "CREATION_SOURCE_";
constexpr absl::string_view kTriggerPrefix = "TRIGGER_EVENT_";

// "CSM-initiated" -> "CSM_INITIATED": letters and digits in capitals, each run of others one
// underscore.
std::string ToEnumWord(absl::string_view words) {
  std::string word;
  for (const char c : absl::StrReplaceAll(words, {{"&", " and "}})) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      word.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
    } else if (!word.empty() && word.back() != '_') {
      word.push_back('_');
    }
  }
  while (absl::EndsWith(word, "_")) word.pop_back();
  return word;
}

// The first `max_chars` UTF-8 characters.
std::string CutText(absl::string_view text, int max_chars) {
  if (CountCharacters(text) <= max_chars) return std::string(text);
  size_t end = 0;
  for (int chars = 0; end < text.size(); ++end) {
    const bool begins_character = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (begins_character && chars++ == max_chars) break;
  }
  return std::string(text.substr(0, end));
}

std::string SourceWord(v1::CreationSource source) {
  return absl::AsciiStrToLower(v1::CreationSource_Name(source).substr(kSourcePrefix.size()));
}

std::string TriggerWord(v1::TriggerEvent trigger) {
  return absl::AsciiStrToLower(v1::TriggerEvent_Name(trigger).substr(kTriggerPrefix.size()));
}

void CheckOrigin(const v1::Opportunity& opportunity, Violations* violations) {
  const v1::CreationSource source = opportunity.creation_source();
  const v1::TriggerEvent trigger = opportunity.trigger_event();
  const bool source_ok =
      source != v1::CREATION_SOURCE_UNSPECIFIED && v1::CreationSource_IsValid(source);
  const bool trigger_ok =
      trigger != v1::TRIGGER_EVENT_UNSPECIFIED && v1::TriggerEvent_IsValid(trigger);
  if (source == v1::CREATION_SOURCE_UNKNOWN) {
    violations->Add("opportunity.creation_source",
                    "unknown is for history alone; see BackfillOpportunities");
  } else if (!source_ok) {
    violations->Add("opportunity.creation_source",
                    "is missing; an opportunity can't be created without it");
  }
  if (!trigger_ok) {
    violations->Add("opportunity.trigger_event",
                    "is missing; an opportunity can't be created without it");
  }
  if (source_ok && trigger_ok && !TriggerFits(source, trigger)) {
    violations->Add("opportunity.trigger_event",
                    absl::StrCat(TriggerWord(trigger), " does not fit the creation source ",
                                 SourceWord(source), "; take one that does, or other with text"));
  }
  if (trigger == v1::TRIGGER_EVENT_OTHER && opportunity.trigger_text().empty()) {
    violations->Add("opportunity.trigger_text", "is missing; the trigger event other needs it");
  }
  violations->LimitText("opportunity.trigger_text", opportunity.trigger_text(),
                        kMaxTriggerTextChars);
}

}  // namespace

absl::Status CheckOpportunity(const v1::Opportunity& opportunity) {
  Violations violations;
  if (opportunity.account().empty()) violations.Add("opportunity.account", "is missing");
  CheckOrigin(opportunity, &violations);
  if (opportunity.has_amount()) {
    CheckCurrency("opportunity.amount.currency_code", opportunity.amount().currency_code(),
                  &violations);
  }
  violations.LimitText("opportunity.stage", opportunity.stage(), kMaxStageChars);
  if (opportunity.has_create_time()) {
    CheckInstant("opportunity.create_time", opportunity.create_time(), &violations);
  }
  return violations.ToStatus();
}

bool TriggerFits(v1::CreationSource source, v1::TriggerEvent trigger) {
  switch (trigger) {
    case v1::TRIGGER_EVENT_QBR_UPSELL:
    case v1::TRIGGER_EVENT_ACCOUNT_HEALTH_REVIEW:
    case v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL:
      return source == v1::CREATION_SOURCE_CSM_INITIATED;
    case v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED:
    case v1::TRIGGER_EVENT_FEATURE_ADOPTION_MILESTONE:
    case v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE:
    case v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE:
      return source == v1::CREATION_SOURCE_PLG_TRIGGER;
    case v1::TRIGGER_EVENT_CUSTOMER_EMAIL:
    case v1::TRIGGER_EVENT_IN_PRODUCT_UPGRADE_REQUEST:
    case v1::TRIGGER_EVENT_SUPPORT_TICKET_UPGRADE_REQUEST:
      return source == v1::CREATION_SOURCE_CUSTOMER_INBOUND;
    case v1::TRIGGER_EVENT_RENEWAL_NEGOTIATION:
    case v1::TRIGGER_EVENT_UPSELL_CONVERSATION:
      return source == v1::CREATION_SOURCE_SALES_INITIATED;
    case v1::TRIGGER_EVENT_EXECUTIVE_OUTREACH:
      return source == v1::CREATION_SOURCE_CUSTOMER_EXECUTIVE;
    case v1::TRIGGER_EVENT_OTHER:
      return true;
    default:
      return false;
  }
}

absl::Status CheckOriginUnchanged(const v1::Opportunity& held, const v1::Opportunity& incoming) {
  const bool source_changed = incoming.creation_source() != v1::CREATION_SOURCE_UNSPECIFIED &&
                              incoming.creation_source() != held.creation_source();
  const bool trigger_changed = incoming.trigger_event() != v1::TRIGGER_EVENT_UNSPECIFIED &&
                               incoming.trigger_event() != held.trigger_event();
  const bool text_changed =
      !incoming.trigger_text().empty() && incoming.trigger_text() != held.trigger_text();
  if (!source_changed && !trigger_changed && !text_changed) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_CREATION_SOURCE_IMMUTABLE, held.name(),
                     "the creation source and the trigger event of an opportunity never change",
                     {{"rule", "T-1"},
                      {"creation_source", SourceWord(held.creation_source())},
                      {"trigger_event", TriggerWord(held.trigger_event())}});
}

v1::CreationSource ParseCreationSource(absl::string_view words) {
  const std::string word = ToEnumWord(words);
  v1::CreationSource source = v1::CREATION_SOURCE_UNSPECIFIED;
  if (word == "REP_INITIATED" || word == "AE_INITIATED") return v1::CREATION_SOURCE_SALES_INITIATED;
  if (word == "PLG_TRIGGERED") return v1::CREATION_SOURCE_PLG_TRIGGER;
  v1::CreationSource_Parse(absl::StrCat(kSourcePrefix, word), &source);
  return source;
}

TriggerWords ParseTriggerEvent(absl::string_view words, v1::CreationSource source) {
  words = absl::StripAsciiWhitespace(words);
  if (words.empty()) return {};
  v1::TriggerEvent event = v1::TRIGGER_EVENT_UNSPECIFIED;
  v1::TriggerEvent_Parse(absl::StrCat(kTriggerPrefix, ToEnumWord(words)), &event);
  if (event != v1::TRIGGER_EVENT_OTHER && TriggerFits(source, event)) return {event, ""};
  return {v1::TRIGGER_EVENT_OTHER, CutText(words, kMaxTriggerTextChars)};
}

bool IsSelfServe(const v1::Opportunity& opportunity) {
  return opportunity.self_serve() ||
         opportunity.trigger_event() == v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE ||
         opportunity.trigger_event() == v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE;
}

OpportunityOrigin OriginOf(const v1::Opportunity& opportunity) {
  OpportunityOrigin origin;
  origin.self_serve = IsSelfServe(opportunity);
  switch (opportunity.creation_source()) {
    case v1::CREATION_SOURCE_CSM_INITIATED:
      origin.source = CreationSource::kCsmInitiated;
      break;
    case v1::CREATION_SOURCE_PLG_TRIGGER:
      origin.source = CreationSource::kPlgTrigger;
      break;
    case v1::CREATION_SOURCE_CUSTOMER_INBOUND:
      origin.source = CreationSource::kCustomerInbound;
      break;
    case v1::CREATION_SOURCE_SALES_INITIATED:
      origin.source = CreationSource::kSalesInitiated;
      break;
    case v1::CREATION_SOURCE_CUSTOMER_EXECUTIVE:
      origin.source = CreationSource::kCustomerExecutive;
      break;
    default:
      origin.source = CreationSource::kUnknown;
  }
  return origin;
}

}  // namespace baton::domain
