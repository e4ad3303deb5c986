#include "server/void_desk.h"

#include <utility>

#include "domain/booking_reversal.h"
#include "domain/instant.h"
#include "domain/joint_review.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/booking_desk.h"
#include "server/dispute_desk.h"
#include "server/signing_desk.h"
#include "store/account_ledger.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/opportunities.h"

namespace baton::server {
namespace {

// What is left must not be less than nothing.
absl::Status CheckLedger(store::Transaction& tx, const v1::Booking& booking) {
  BATON_ASSIGN_OR_RETURN(const store::Owned owned,
                         store::OwnedLines(tx.session(), tx.tenant(), booking.account(),
                                           absl::FromUnixMicros(INT64_MAX)));
  for (const v1::Money& total : owned.totals) {
    if (total.amount_minor() >= 0) continue;
    return domain::RefuseState(v1::ERROR_REASON_BOOKING_STATE, booking.name(),
                               "without it the account's later bookings would leave less than "
                               "nothing: void those first",
                               {{"state", "built_upon"}});
  }
  return absl::OkStatus();
}

// Nothing won it any more.
absl::Status ReopenOpportunity(store::Transaction& tx, const v1::Booking& booking) {
  if (booking.opportunity().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity before,
                         store::GetOpportunity(tx.session(), tx.tenant(), booking.opportunity()));
  if (before.state() != v1::OPPORTUNITY_STATE_WON) return absl::OkStatus();
  v1::Opportunity after = before;
  after.set_state(v1::OPPORTUNITY_STATE_OPEN);
  after.clear_close_time();
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  return store::UpdateOpportunity(tx, before, after);
}

absl::Status VoidAttribution(store::Transaction& tx, const v1::Attribution& before) {
  v1::Attribution after = before;
  BATON_RETURN_IF_ERROR(CloseAsMoot(tx, &after));
  after.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, before, after));
  return store::SetDeadlines(tx, after.name(), {});
}

}  // namespace

absl::StatusOr<v1::Booking> VoidBooking(store::Transaction& tx, const Call& call,
                                        std::string_view id, const std::string& reason) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "asking to void a booking"));
  BATON_ASSIGN_OR_RETURN(const v1::Booking before,
                         store::GetBooking(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(v1::Booking after,
                         domain::AskToVoid(before, reason, call.caller().person, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdateBooking(tx, before, after));
  return after;
}

absl::StatusOr<v1::ApproveBookingVoidResponse> ApproveBookingVoid(
    store::Transaction& tx, const Call& call, std::string_view id, const std::string& reversal_name,
    const std::string& attribution_name) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "approving that a booking is voided"));
  BATON_ASSIGN_OR_RETURN(const v1::Booking before,
                         store::GetBooking(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                         store::GetAttribution(tx.session(), tx.tenant(), before.attribution()));
  v1::ApproveBookingVoidResponse response;
  BATON_ASSIGN_OR_RETURN(
      *response.mutable_booking(),
      domain::ApproveVoid(before, attribution, call.caller().person, reversal_name, tx.now()));
  v1::Booking& reversal = *response.mutable_reversal();
  reversal = domain::ReversalOf(before, tx.now());
  reversal.set_name(reversal_name);
  reversal.set_attribution(attribution_name);
  v1::Attribution reversed = domain::ReversalOf(attribution, tx.now());
  reversed.set_name(attribution_name);
  reversed.set_booking(reversal_name);

  BATON_RETURN_IF_ERROR(store::UpdateBooking(tx, before, response.booking()));
  BATON_RETURN_IF_ERROR(VoidAttribution(tx, attribution));
  BATON_RETURN_IF_ERROR(store::InsertBooking(tx, reversal));
  BATON_RETURN_IF_ERROR(EnterLedger(tx, reversal));
  BATON_RETURN_IF_ERROR(store::InsertAttribution(tx, reversed));
  BATON_RETURN_IF_ERROR(CheckLedger(tx, before));
  BATON_RETURN_IF_ERROR(ReopenOpportunity(tx, before));
  const absl::Time booked = domain::ToTime(before.booked_time());
  BATON_RETURN_IF_ERROR(
      FollowFacts(tx, before.account(), booked - domain::kReviewAfter, {reversal_name, booked}));
  return response;
}

}  // namespace baton::server
