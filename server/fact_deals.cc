// Facts that a CRM states about deals: opportunities and bookings.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/opportunity.h"
#include "domain/resource_name.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/booking_desk.h"
#include "server/fact_desk.h"
#include "server/handoff_desk.h"
#include "server/policy_source.h"
#include "server/stated_fields.h"
#include "store/opportunities.h"
#include "store/signals.h"

namespace baton::server {
namespace {

// The signal that the CRM's record carries the id of; empty when Baton doesn't know it.
absl::StatusOr<std::string> FindSignalName(store::Transaction& tx, const v1::Fact& fact) {
  if (fact.signal_external_id().empty()) return std::string();
  const auto signal = store::GetSignal(tx.session(), tx.tenant(), fact.signal_external_id());
  if (absl::IsNotFound(signal.status())) return std::string();
  BATON_RETURN_IF_ERROR(signal.status());
  return signal->name();
}

// The fact without what the opportunity holds the same or a later version of. An owner whom
// Baton doesn't know states nothing.
absl::StatusOr<v1::Fact> NewsOf(store::Transaction& tx, const FactSource& source,
                                const v1::Opportunity& held, const v1::Fact& fact) {
  static const auto& fields = *new std::vector<std::string>{"stage", "amount_minor", "currency",
                                                            "owner_external_id", "outcome"};
  v1::Fact news = fact;
  BATON_ASSIGN_OR_RETURN(const std::string owner,
                         FindPersonName(tx, source, fact.owner_external_id(), ""));
  if (owner.empty()) news.clear_owner_external_id();
  BATON_RETURN_IF_ERROR(LeaveOutOlder(tx, held.name(), VersionOf(tx, fact), fields, &news));
  return news;
}

absl::StatusOr<v1::Opportunity> AddOpportunity(store::Transaction& tx, const FactSource& source,
                                               const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
  v1::Opportunity opportunity;
  opportunity.set_name(domain::ResourceName(tx.tenant(), "opportunities", ids.Next()));
  opportunity.set_account(account.name());
  opportunity.set_creation_source(domain::ParseCreationSource(fact.creation_source()));
  domain::TriggerWords trigger =
      domain::ParseTriggerEvent(fact.trigger_event(), opportunity.creation_source());
  opportunity.set_trigger_event(trigger.event);
  opportunity.set_trigger_text(std::move(trigger.text));
  BATON_ASSIGN_OR_RETURN(const std::string signal, FindSignalName(tx, fact));
  opportunity.set_signal(signal);
  BATON_ASSIGN_OR_RETURN(const std::string owner,
                         FindPersonName(tx, source, fact.owner_external_id(), ""));
  opportunity.set_owner(owner);
  if (fact.has_amount_minor() && !fact.currency().empty()) {
    opportunity.mutable_amount()->set_amount_minor(fact.amount_minor());
    opportunity.mutable_amount()->set_currency_code(fact.currency());
  }
  opportunity.set_stage(fact.stage());
  *opportunity.mutable_source() = SourceOf(source, fact);
  if (fact.has_occur_time()) *opportunity.mutable_create_time() = fact.occur_time();
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity added,
                         CreateOpportunity(tx, std::move(opportunity)));
  BATON_RETURN_IF_ERROR(NewsOf(tx, source, added, fact).status());
  return added;
}

v1::OutcomeKind ParseOutcome(const std::string& words) {
  if (words == "lost") return v1::OUTCOME_KIND_LOST;
  if (words == "deferred") return v1::OUTCOME_KIND_DEFERRED;
  if (words == "not_ready") return v1::OUTCOME_KIND_NOT_READY;
  return v1::OUTCOME_KIND_UNSPECIFIED;  // won comes with the booking
}

// H-11. The loop closes with what the CRM says, unless it is closed already.
absl::Status CloseLoop(store::Transaction& tx, const v1::Opportunity& opportunity,
                       const v1::Fact& fact) {
  const v1::OutcomeKind kind = ParseOutcome(fact.outcome());
  if (kind == v1::OUTCOME_KIND_UNSPECIFIED || opportunity.signal().empty()) {
    return absl::OkStatus();
  }
  BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                         store::GetSignal(tx.session(), tx.tenant(), opportunity.signal()));
  if (!domain::IsOpen(signal.state())) return absl::OkStatus();
  v1::SignalOutcome outcome;
  outcome.set_kind(kind);
  outcome.set_reason(!fact.loss_reason().empty() ? fact.loss_reason()
                                                 : absl::StrCat("CRM stage: ", fact.stage()));
  if (!fact.revisit_date().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                           PolicyInForce(tx.session(), tx.tenant(), tx.now()));
    BATON_ASSIGN_OR_RETURN(const absl::Time revisit,
                           domain::StartOfDate(policy, fact.revisit_date()));
    *outcome.mutable_revisit_time() = domain::ToTimestamp(revisit);
  }
  return StepSignal(tx, domain::ShortName(signal.name()),
                    [&](v1::Signal open, const auto& parties, const auto& policy) {
                      return domain::DecideOutcome(std::move(open), outcome, parties, policy,
                                                   tx.now());
                    })
      .status();
}

// T-1: source and trigger never change, so what the CRM says of them later is not looked at.
// `fact` holds news only. What was created is known by a later event first where they arrive out of
// order.
absl::Status ChangeOpportunity(store::Transaction& tx, const FactSource& source,
                               const v1::Opportunity& held, const v1::Fact& fact) {
  v1::Opportunity after = held;
  if (fact.kind() == v1::FACT_KIND_OPPORTUNITY_CREATED && fact.has_occur_time()) {
    *after.mutable_create_time() = fact.occur_time();
  }
  if (!fact.stage().empty()) after.set_stage(fact.stage());
  if (fact.has_amount_minor() && (!fact.currency().empty() || held.has_amount())) {
    after.mutable_amount()->set_amount_minor(fact.amount_minor());
    if (!fact.currency().empty()) after.mutable_amount()->set_currency_code(fact.currency());
  }
  BATON_ASSIGN_OR_RETURN(const std::string owner,
                         FindPersonName(tx, source, fact.owner_external_id(), ""));
  if (!owner.empty()) after.set_owner(owner);
  const bool is_lost = ParseOutcome(fact.outcome()) != v1::OUTCOME_KIND_UNSPECIFIED;
  if (is_lost && held.state() != v1::OPPORTUNITY_STATE_WON) {
    after.set_state(v1::OPPORTUNITY_STATE_LOST);
    *after.mutable_close_time() =
        fact.has_occur_time() ? fact.occur_time() : domain::ToTimestamp(tx.now());
  }
  if (after.SerializeAsString() == held.SerializeAsString()) return absl::OkStatus();
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateOpportunity(tx, held, after));
  return FollowFacts(tx, after.account(), domain::ToTime(after.create_time()),
                     {after.name(), domain::ToTime(after.create_time())});
}

v1::BookingLineKind ParseLineKind(const std::string& words) {
  if (words == "renewal") return v1::BOOKING_LINE_KIND_RENEWAL;
  if (words == "price_uplift") return v1::BOOKING_LINE_KIND_PRICE_UPLIFT;
  return v1::BOOKING_LINE_KIND_ADD_ON;
}

bool IsRenewal(const v1::Booking& booking) {
  for (const v1::BookingLine& line : booking.lines()) {
    if (line.kind() != v1::BOOKING_LINE_KIND_ADD_ON) return true;
  }
  return false;
}

void AddLines(const v1::Fact& fact, v1::Booking* booking) {
  for (const v1::FactLine& stated : fact.lines()) {
    v1::BookingLine& line = *booking->add_lines();
    line.set_kind(ParseLineKind(stated.line_kind()));
    line.set_product(stated.product_code());
    line.set_product_line(stated.product_line().empty() ? stated.product_code()
                                                        : stated.product_line());
    line.set_prior_arr_minor(stated.prior_arr_minor());
    line.set_new_arr_minor(stated.has_new_arr_minor()
                               ? stated.new_arr_minor()
                               : stated.prior_arr_minor() + stated.arr_delta_minor());
    line.set_uplift_bp(stated.uplift_bp());
  }
}

// booked_time is the close date in the policy's zone; the old contract's end likewise.
absl::Status SetDates(store::Transaction& tx, const v1::Fact& fact, const v1::Account& account,
                      v1::Booking* booking) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  if (fact.close_date().empty()) {
    *booking->mutable_booked_time() = fact.occur_time();
  } else {
    BATON_ASSIGN_OR_RETURN(const absl::Time booked, domain::StartOfDate(policy, fact.close_date()));
    *booking->mutable_booked_time() = domain::ToTimestamp(booked);
  }
  if (!fact.renewal_date().empty()) {
    BATON_ASSIGN_OR_RETURN(const absl::Time end, domain::StartOfDate(policy, fact.renewal_date()));
    *booking->mutable_renewal_time() = domain::ToTimestamp(end);
  } else if (IsRenewal(*booking) && account.has_renewal_time()) {
    *booking->mutable_renewal_time() = account.renewal_time();
  }
  return absl::OkStatus();
}

// The booking's opportunity: the one held, else one made from what the payload says of its origin,
// else none (T-1: kept, and flagged unlogged_expansion).
absl::StatusOr<std::string> OpportunityOfBooking(store::Transaction& tx, const FactSource& source,
                                                 const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::Opportunity> held,
      store::FindOpportunityBySource(tx.session(), tx.tenant(), source.vendor, fact.external_id()));
  if (held.has_value()) {
    BATON_ASSIGN_OR_RETURN(const v1::Fact news, NewsOf(tx, source, *held, fact));
    BATON_RETURN_IF_ERROR(ChangeOpportunity(tx, source, *held, news));
    return held->name();
  }
  if (fact.creation_source().empty() || fact.trigger_event().empty()) return std::string();
  v1::Fact created = fact;
  created.clear_occur_time();
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity added, AddOpportunity(tx, source, created, ids));
  return added.name();
}

}  // namespace

absl::StatusOr<v1::AppliedFact> ApplyOpportunityFact(store::Transaction& tx,
                                                     const FactSource& source, const v1::Fact& fact,
                                                     IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::Opportunity> held,
      store::FindOpportunityBySource(tx.session(), tx.tenant(), source.vendor, fact.external_id()));
  if (!held.has_value()) {
    if (fact.account_external_id().empty()) return UnknownOpportunity(source, fact.external_id());
    const auto added = AddOpportunity(tx, source, fact, ids);
    // An update alone may not say enough to create it from.
    if (absl::IsInvalidArgument(added.status()) && !fact.external_id().empty()) {
      return Awaiting(added.status(), fact.external_id());
    }
    BATON_RETURN_IF_ERROR(added.status());
    return Applied(fact, added->name(), "opportunity created");
  }
  BATON_ASSIGN_OR_RETURN(const v1::Fact news, NewsOf(tx, source, *held, fact));
  BATON_RETURN_IF_ERROR(ChangeOpportunity(tx, source, *held, news));
  BATON_RETURN_IF_ERROR(CloseLoop(tx, *held, news));
  if (fact.kind() == v1::FACT_KIND_OPPORTUNITY_CREATED) {
    return Applied(fact, held->name(), "redelivery: the opportunity was known before");
  }
  return Applied(fact, held->name(),
                 fact.outcome() == "won" ? "opportunity updated; the record with its lines books it"
                                         : "opportunity updated");
}

absl::StatusOr<v1::AppliedFact> ApplyBookingFact(store::Transaction& tx, const FactSource& source,
                                                 const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
  v1::Booking booking;
  booking.set_name(domain::ResourceName(tx.tenant(), "bookings", ids.Next()));
  const std::string attribution = domain::ResourceName(tx.tenant(), "attributions", ids.Next());
  booking.set_account(account.name());
  booking.set_currency_code(fact.currency());
  AddLines(fact, &booking);
  BATON_RETURN_IF_ERROR(SetDates(tx, fact, account, &booking));
  BATON_ASSIGN_OR_RETURN(const std::string closed_by,
                         FindPersonName(tx, source, fact.owner_external_id(), ""));
  booking.set_closed_by(closed_by);
  *booking.mutable_source() = SourceOf(source, fact);
  BATON_ASSIGN_OR_RETURN(const std::string opportunity,
                         OpportunityOfBooking(tx, source, fact, ids));
  booking.set_opportunity(opportunity);
  BATON_ASSIGN_OR_RETURN(const v1::RecordBookingResponse recorded,
                         RecordBooking(tx, std::move(booking), attribution));
  return Applied(
      fact, recorded.booking().name(),
      recorded.already_recorded() ? "redelivery: nothing changed" : "booked and taken apart");
}

}  // namespace baton::server
