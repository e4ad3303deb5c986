#include "domain/deal_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/attribution_reading.h"
#include "domain/calculation_text.h"
#include "domain/credit_share.h"
#include "domain/dispute.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool IsTicketParty(const v1::DealDeskTicket& ticket, const v1::Attribution& attribution,
                   const std::string& person) {
  return ticket.opener() == person || IsCredited(attribution, person);
}

}  // namespace

absl::StatusOr<v1::DealDeskTicket> OpenTicket(const v1::DealDeskTicket& stated,
                                              const v1::Attribution& attribution, absl::Time now) {
  Violations violations;
  violations.RequireText("reason", stated.reason(), kMaxReasonChars);
  CheckShares("asked_shares", stated.asked_shares(), &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  if (!Counts(attribution)) {
    return RefuseState(v1::ERROR_REASON_TICKET_STATE, attribution.name(),
                       "the attribution doesn't count any more");
  }
  v1::DealDeskTicket ticket = stated;
  ticket.set_attribution(attribution.name());
  ticket.set_account(attribution.account());
  *ticket.mutable_open_time() = ToTimestamp(now);
  *ticket.mutable_due_time() = ToTimestamp(now + kDealDeskTime);
  ticket.set_state(v1::DEAL_DESK_TICKET_STATE_OPEN);
  return ticket;
}

absl::StatusOr<v1::DealDeskTicket> RuleTicket(v1::DealDeskTicket ticket,
                                              const v1::DealDeskTicket& ruling,
                                              const v1::Attribution& attribution, absl::Time now) {
  Violations violations;
  violations.RequireText("reason", ruling.ruling_reason(), kMaxReasonChars);
  CheckShares("shares", ruling.ruled_shares(), &violations);
  if (!v1::CreationSource_IsValid(ruling.corrected_source()) ||
      ruling.corrected_source() == v1::CREATION_SOURCE_UNKNOWN) {
    violations.Add("corrected_source", "is none that an opportunity can be created with");
  }
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  if (ticket.state() != v1::DEAL_DESK_TICKET_STATE_OPEN) {
    return RefuseState(v1::ERROR_REASON_TICKET_STATE, ticket.name(), "the ticket is ruled",
                       {{"state", "ruled"}});
  }
  if (IsTicketParty(ticket, attribution, ruling.ruler())) {
    return RefuseState(v1::ERROR_REASON_DISPUTE_PARTY, ticket.name(), "a party never rules",
                       {{"person", ruling.ruler()}});
  }
  if (!ruling.ruled_shares().empty() && !attribution.open_dispute().empty()) {
    return RefuseState(v1::ERROR_REASON_TICKET_STATE, ticket.name(),
                       "a dispute about the attribution is open; rule on its split when that is "
                       "settled",
                       {{"dispute", attribution.open_dispute()}});
  }
  ticket.set_state(v1::DEAL_DESK_TICKET_STATE_RULED);
  ticket.set_ruler(ruling.ruler());
  *ticket.mutable_rule_time() = ToTimestamp(now);
  ticket.set_ruling_reason(ruling.ruling_reason());
  *ticket.mutable_ruled_shares() = ruling.ruled_shares();
  ticket.set_corrected_source(ruling.corrected_source());
  return ticket;
}

v1::Attribution Reshare(v1::Attribution attribution, const v1::DealDeskTicket& ticket) {
  CreditShares shares = ticket.ruled_shares();
  for (const v1::Role role : {v1::ROLE_CSM, v1::ROLE_AE}) {
    if (!OfRole(shares, role).empty()) continue;
    for (v1::CreditShare& share : OfRole(attribution.credit_shares(), role)) {
      *shares.Add() = std::move(share);
    }
  }
  // One ruling for the role's whole credit, whosever a save was before.
  if (!OfRole(ticket.ruled_shares(), v1::ROLE_CSM).empty()) {
    attribution.clear_save_csm();
    attribution.clear_save_shares();
  }
  *attribution.mutable_credit_shares() = std::move(shares);
  attribution.set_ruled_by(ticket.name());
  *attribution.add_explanation() = Step(
      "C-12", absl::StrCat("The deal desk ruled how the credit is shared, by ",
                           std::string(ShortName(ticket.ruler())), ": ", ticket.ruling_reason()));
  return attribution;
}

v1::Attribution SupersedeByRuling(const v1::Attribution& old, const std::string& name,
                                  const v1::DealDeskTicket& ticket, absl::Time now) {
  v1::Attribution anew = Reshare(old, ticket);
  anew.set_name(name);
  anew.set_reading(1);
  anew.set_supersedes(old.name());
  *anew.mutable_create_time() = ToTimestamp(now);
  return anew;
}

}  // namespace baton::domain
