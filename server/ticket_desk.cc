#include "server/ticket_desk.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution_reading.h"
#include "domain/deal_desk.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/credit_share_desk.h"
#include "server/signing_desk.h"
#include "store/absences.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/deal_desk_tickets.h"
#include "store/opportunities.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

std::vector<store::Deadline> RulingDeadline(const v1::DealDeskTicket& ticket) {
  store::Deadline deadline;
  deadline.what = "rule";
  deadline.leg = "1";
  deadline.due = domain::ToTime(ticket.due_time());
  return {deadline};
}

// Tells everybody in the role's seat; RevOps' queue where it is vacant.
absl::Status Tell(store::Transaction& tx, const v1::DealDeskTicket& ticket, v1::Role role,
                  const std::string& occasion, const std::string& subject) {
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> people,
                         store::SeatHolders(tx.session(), tx.tenant(), role, tx.now()));
  if (people.empty()) people.emplace_back(std::string(domain::kRevopsQueue));
  const std::string id(domain::ShortName(ticket.name()));
  for (const std::string& person : people) {
    v1::Delivery delivery = domain::NewMessage(ticket.name(), "C-12", occasion, person, tx.now());
    delivery.set_subject(subject);
    delivery.set_body(absl::StrCat("Ticket ", id, " is to be ruled on by ",
                                   domain::FormatMinute(domain::ToTime(ticket.due_time())), ": ",
                                   ticket.reason()));
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return absl::OkStatus();
}

// T-1. Beside the original, which never changes.
absl::Status CorrectSource(store::Transaction& tx, const v1::DealDeskTicket& ticket,
                           const v1::Attribution& attribution) {
  if (ticket.corrected_source() == v1::CREATION_SOURCE_UNSPECIFIED) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), attribution.booking()));
  if (booking.opportunity().empty()) {
    domain::Violations violations;
    violations.Add("corrected_source", "can't be kept: the booking has no opportunity");
    return violations.ToStatus();
  }
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity before,
                         store::GetOpportunity(tx.session(), tx.tenant(), booking.opportunity()));
  v1::Opportunity after = before;
  after.set_corrected_source(ticket.corrected_source());
  after.set_corrected_by_ticket(ticket.name());
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  return store::UpdateOpportunity(tx, before, after);
}

// The attribution, or what superseded it since.
absl::StatusOr<v1::Attribution> AttributionNow(store::Transaction& tx, std::string name) {
  for (;;) {
    BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                           store::GetAttribution(tx.session(), tx.tenant(), name));
    if (attribution.superseded_by().empty()) return attribution;
    name = attribution.superseded_by();
  }
}

// C-12. The split as ruled counts at once. What both sides signed is superseded, so that what was
// published of it stays.
absl::Status ApplyRuling(store::Transaction& tx, const v1::Attribution& ruled,
                         const std::string& result, v1::DealDeskTicket* ticket) {
  if (ticket->ruled_shares().empty() || !domain::Counts(ruled)) return absl::OkStatus();
  if (ruled.state() == v1::ATTRIBUTION_STATE_PROPOSED) {
    ticket->set_result(ruled.name());
    return store::UpdateAttribution(tx, ruled, domain::Reshare(ruled, *ticket));
  }
  ticket->set_result(result);
  return Supersede(tx, ruled, domain::SupersedeByRuling(ruled, result, *ticket, tx.now()));
}

}  // namespace

absl::StatusOr<v1::DealDeskTicket> OpenTicket(store::Transaction& tx, const Call& call,
                                              v1::DealDeskTicket stated,
                                              const v1::Attribution& attribution) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a ticket"));
  stated.set_opener(call.caller().person);
  BATON_RETURN_IF_ERROR(ResolveShares(tx, stated.mutable_asked_shares()));
  BATON_ASSIGN_OR_RETURN(const v1::DealDeskTicket ticket,
                         domain::OpenTicket(stated, attribution, tx.now()));
  BATON_ASSIGN_OR_RETURN(const auto open,
                         store::OpenTicketOf(tx.session(), tx.tenant(), attribution.name()));
  if (open.has_value()) {
    return domain::RefuseState(v1::ERROR_REASON_TICKET_STATE, attribution.name(),
                               "a ticket about it is open", {{"ticket", open->name()}});
  }
  BATON_RETURN_IF_ERROR(store::InsertTicket(tx, ticket));
  BATON_RETURN_IF_ERROR(store::AddDeadlines(tx, ticket.name(), RulingDeadline(ticket)));
  BATON_RETURN_IF_ERROR(
      Tell(tx, ticket, v1::ROLE_DIRECTOR_REVOPS, "opened",
           absl::StrCat("A split of ", std::string(domain::ShortName(ticket.account())),
                        " waits for your ruling")));
  return ticket;
}

absl::StatusOr<v1::DealDeskTicket> RuleTicket(store::Transaction& tx, const Call& call,
                                              std::string_view id, v1::DealDeskTicket ruling,
                                              const std::string& result) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a ruling"));
  BATON_ASSIGN_OR_RETURN(const v1::DealDeskTicket before,
                         store::GetTicket(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                         AttributionNow(tx, before.attribution()));
  ruling.set_ruler(call.caller().person);
  BATON_RETURN_IF_ERROR(ResolveShares(tx, ruling.mutable_ruled_shares()));
  BATON_ASSIGN_OR_RETURN(v1::DealDeskTicket after,
                         domain::RuleTicket(before, ruling, attribution, tx.now()));
  BATON_RETURN_IF_ERROR(CorrectSource(tx, after, attribution));
  BATON_RETURN_IF_ERROR(ApplyRuling(tx, attribution, result, &after));
  BATON_RETURN_IF_ERROR(store::UpdateTicket(tx, before, after));
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, after.name(), {}));
  return after;
}

absl::Status TicketDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::DealDeskTicket ticket,
                         store::GetTicket(tx.session(), tx.tenant(), id));
  if (ticket.state() == v1::DEAL_DESK_TICKET_STATE_OPEN) {
    BATON_RETURN_IF_ERROR(
        Tell(tx, ticket, v1::ROLE_VP_REVOPS, "overdue",
             absl::StrCat("A split of ", std::string(domain::ShortName(ticket.account())),
                          " has not been ruled on in time")));
  }
  return store::SetDeadlines(tx, ticket.name(), {});
}

}  // namespace baton::server
