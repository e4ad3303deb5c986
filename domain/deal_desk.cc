#include "domain/deal_desk.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/attribution_reading.h"
#include "domain/dispute.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Shares = google::protobuf::RepeatedPtrField<v1::CreditShare>;

void CheckShare(const std::string& path, const v1::CreditShare& share, Violations* violations) {
  if (share.role() != v1::ROLE_CSM && share.role() != v1::ROLE_AE) {
    violations->Add(path + ".role", "must be csm or ae");
  }
  if (share.person().empty()) violations->Add(path + ".person", "is missing");
  if (share.share_bp() < 0 || share.share_bp() > kOneBp) {
    violations->Add(path + ".share_bp",
                    absl::StrCat("is ", share.share_bp(), "; it must be 0 to ", kOneBp));
  }
}

void CheckShares(absl::string_view field, const Shares& shares, Violations* violations) {
  if (shares.size() > kMaxCreditShares) {
    violations->Add(field, absl::StrCat("has more than ", kMaxCreditShares));
  }
  std::map<v1::Role, int64_t> sums;
  std::set<std::pair<v1::Role, std::string>> named;
  for (int i = 0; i < shares.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckShare(path, shares[i], violations);
    sums[shares[i].role()] += shares[i].share_bp();
    if (!named.insert({shares[i].role(), shares[i].person()}).second) {
      violations->Add(path + ".person", "is named twice in this role");
    }
  }
  for (const auto& [role, sum] : sums) {
    if (sum == kOneBp) continue;
    violations->Add(field, absl::StrCat("of ", role == v1::ROLE_CSM ? "csm" : "ae", " add up to ",
                                        sum, "; they must add up to ", kOneBp));
  }
}

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
  ticket.set_state(v1::DEAL_DESK_TICKET_STATE_RULED);
  ticket.set_ruler(ruling.ruler());
  *ticket.mutable_rule_time() = ToTimestamp(now);
  ticket.set_ruling_reason(ruling.ruling_reason());
  *ticket.mutable_ruled_shares() = ruling.ruled_shares();
  ticket.set_corrected_source(ruling.corrected_source());
  return ticket;
}

}  // namespace baton::domain
