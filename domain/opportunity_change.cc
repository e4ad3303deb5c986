#include "domain/opportunity_change.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/opportunity.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

std::string StateWord(v1::OpportunityState state) {
  constexpr size_t kPrefix = sizeof("OPPORTUNITY_STATE_") - 1;
  return absl::AsciiStrToLower(v1::OpportunityState_Name(state).substr(kPrefix));
}

bool IsSame(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return ToMicros(a) == ToMicros(b);
}

// What a caller may state again, but not otherwise.
void CheckFixed(const v1::Opportunity& held, const v1::Opportunity& incoming,
                Violations* violations) {
  constexpr char kFixed[] = "never changes; leave it out";
  const auto text = [&](const char* field, const std::string& before, const std::string& after) {
    if (!after.empty() && after != before) violations->Add(field, kFixed);
  };
  text("opportunity.account", held.account(), incoming.account());
  text("opportunity.signal", held.signal(), incoming.signal());
  text("opportunity.source.system", held.source().system(), incoming.source().system());
  text("opportunity.source.record_id", held.source().record_id(), incoming.source().record_id());
  if (incoming.self_serve() && !held.self_serve()) {
    violations->Add("opportunity.self_serve", kFixed);
  }
  if (incoming.has_create_time() && !IsSame(held.create_time(), incoming.create_time())) {
    violations->Add("opportunity.create_time", kFixed);
  }
}

void CheckChanged(const v1::Opportunity& held, const v1::Opportunity& incoming,
                  Violations* violations) {
  if (incoming.has_amount()) {
    CheckCurrency("opportunity.amount.currency_code", incoming.amount().currency_code(),
                  violations);
  }
  violations->LimitText("opportunity.stage", incoming.stage(), kMaxStageChars);
  CheckInstant("opportunity.expected_close_time", incoming.expected_close_time(), violations);
  if (!v1::OpportunityState_IsValid(incoming.state())) {
    violations->Add("opportunity.state", "is no value that this server knows");
  } else if (incoming.state() == v1::OPPORTUNITY_STATE_WON && held.state() != incoming.state()) {
    violations->Add("opportunity.state", "becomes won by a booking alone (RecordBooking)");
  }
}

void ChangeState(v1::OpportunityState state, absl::Time now, v1::Opportunity* opportunity) {
  if (state == v1::OPPORTUNITY_STATE_UNSPECIFIED || state == opportunity->state()) return;
  opportunity->set_state(state);
  if (state == v1::OPPORTUNITY_STATE_LOST) {
    *opportunity->mutable_close_time() = ToTimestamp(now);
  } else {
    opportunity->clear_close_time();
  }
}

v1::Opportunity Changed(const v1::Opportunity& held, const v1::Opportunity& incoming,
                        absl::Time now) {
  v1::Opportunity after = held;
  if (incoming.has_amount()) *after.mutable_amount() = incoming.amount();
  if (incoming.has_expected_close_time()) {
    *after.mutable_expected_close_time() = incoming.expected_close_time();
  }
  if (!incoming.stage().empty()) after.set_stage(incoming.stage());
  if (!incoming.owner().empty()) after.set_owner(incoming.owner());
  ChangeState(incoming.state(), now, &after);
  return after;
}

void CheckTimes(const v1::Opportunity& opportunity, absl::Time go_live, Violations* violations) {
  CheckInstant("opportunity.create_time", opportunity.create_time(), violations);
  CheckInstant("opportunity.close_time", opportunity.close_time(), violations);
  CheckInstant("opportunity.expected_close_time", opportunity.expected_close_time(), violations);
  if (!opportunity.has_create_time()) {
    violations->Add("opportunity.create_time", "is missing");
  } else if (ToTime(opportunity.create_time()) >= go_live) {
    violations->Add("opportunity.create_time",
                    absl::StrCat("is not before go-live, the account's opening_time ",
                                 FormatInstant(go_live), "; use CreateOpportunity"));
  }
  const bool open = opportunity.state() == v1::OPPORTUNITY_STATE_OPEN;
  if (open == opportunity.has_close_time()) {
    violations->Add("opportunity.close_time", open ? "belongs to a closed one" : "is missing");
  } else if (!open && ToMicros(opportunity.close_time()) < ToMicros(opportunity.create_time())) {
    violations->Add("opportunity.close_time", "is before create_time");
  }
}

}  // namespace

absl::StatusOr<v1::Opportunity> ChangeOpportunity(const v1::Opportunity& held,
                                                  const v1::Opportunity& incoming, absl::Time now) {
  Violations violations;
  CheckFixed(held, incoming, &violations);
  CheckChanged(held, incoming, &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_RETURN_IF_ERROR(CheckOriginUnchanged(held, incoming));
  v1::Opportunity after = Changed(held, incoming, now);
  v1::Opportunity but_for_stage = after;
  but_for_stage.set_stage(held.stage());
  if (held.state() == v1::OPPORTUNITY_STATE_WON &&
      but_for_stage.SerializeAsString() != held.SerializeAsString()) {
    return RefuseState(v1::ERROR_REASON_OPPORTUNITY_STATE, held.name(),
                       "the opportunity is won: what it brought is its booking's (T-1)",
                       {{"state", StateWord(held.state())}});
  }
  return after;
}

absl::Status CheckBackfilled(const v1::Opportunity& opportunity, absl::Time go_live) {
  Violations violations;
  if (opportunity.account().empty()) violations.Add("opportunity.account", "is missing");
  if (opportunity.creation_source() != v1::CREATION_SOURCE_UNSPECIFIED &&
      opportunity.creation_source() != v1::CREATION_SOURCE_UNKNOWN) {
    violations.Add("opportunity.creation_source", "is unknown for what is backfilled (T-1)");
  }
  if (opportunity.trigger_event() != v1::TRIGGER_EVENT_UNSPECIFIED) {
    violations.Add("opportunity.trigger_event", "is unknown for what is backfilled (T-1)");
  }
  violations.LimitText("opportunity.trigger_text", opportunity.trigger_text(),
                       kMaxTriggerTextChars);
  if (!opportunity.signal().empty()) {
    violations.Add("opportunity.signal", "can't be: signals begin with go-live");
  }
  if (opportunity.state() == v1::OPPORTUNITY_STATE_UNSPECIFIED ||
      !v1::OpportunityState_IsValid(opportunity.state())) {
    violations.Add("opportunity.state", "is missing");
  }
  violations.RequireText("opportunity.source.system", opportunity.source().system(), 40);
  violations.RequireText("opportunity.source.record_id", opportunity.source().record_id(), 200);
  violations.LimitText("opportunity.stage", opportunity.stage(), kMaxStageChars);
  if (opportunity.has_amount()) {
    CheckCurrency("opportunity.amount.currency_code", opportunity.amount().currency_code(),
                  &violations);
  }
  CheckTimes(opportunity, go_live, &violations);
  return violations.ToStatus();
}

}  // namespace baton::domain
