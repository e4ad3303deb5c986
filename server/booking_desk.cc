#include "server/booking_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/booking.h"
#include "domain/instant.h"
#include "domain/joint_review.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/sign_reminder.h"
#include "domain/signal_state.h"
#include "domain/signature.h"
#include "domain/status_macros.h"
#include "server/handoff_desk.h"
#include "server/policy_source.h"
#include "store/absences.h"
#include "store/account_ledger.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

constexpr char kSign[] = "sign";
constexpr absl::Duration kEvidenceWindow = absl::Hours(90 * 24);  // A-2, G-1

// Everything that a proposal looks at, owned.
struct Evidence {
  domain::ProposalInput input;
  std::vector<v1::HealthObservation> health;
  std::vector<v1::Activity> activities;
  std::optional<v1::Opportunity> opportunity;
  std::optional<v1::Signal> signal;
  v1::Policy policy;
};

// What the account owned just before: everything in effect at booked_time, bookings of the
// same instant that were recorded earlier among it.
absl::StatusOr<domain::AccountBefore> LoadBefore(store::Transaction& tx,
                                                 const v1::Booking& booking) {
  BATON_ASSIGN_OR_RETURN(const store::Owned owned,
                         store::OwnedBefore(tx.session(), tx.tenant(), booking.account(),
                                            domain::ToTime(booking.booked_time()), booking.name()));
  domain::AccountBefore before;
  for (const v1::Money& total : owned.totals) {
    // Amounts of two currencies are never added; the booking's own is the one it is judged by.
    if (owned.totals.size() > 1 && total.currency_code() != booking.currency_code()) continue;
    before.arr_minor = total.amount_minor();
    before.currency_code = total.currency_code();
  }
  for (const v1::OwnedProductLine& line : owned.lines) {
    before.product_lines.insert(line.product_line());
  }
  for (const store::OwnedProduct& product : owned.products) {
    if (product.arr.amount_minor() > 0 && !product.product.empty()) {
      before.products.insert(product.product);
    }
  }
  return before;
}

absl::Status LoadOrigin(store::Transaction& tx, const v1::Booking& booking, Evidence* evidence) {
  if (booking.opportunity().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(evidence->opportunity,
                         store::GetOpportunity(tx.session(), tx.tenant(), booking.opportunity()));
  evidence->input.opportunity = &*evidence->opportunity;
  if (evidence->opportunity->signal().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(evidence->signal, store::GetSignal(tx.session(), tx.tenant(),
                                                            evidence->opportunity->signal()));
  evidence->input.signal = &*evidence->signal;
  return absl::OkStatus();
}

absl::Status LoadEvidence(store::Transaction& tx, const v1::Booking& booking, Evidence* evidence) {
  store::Session& session = tx.session();
  const absl::Time booked = domain::ToTime(booking.booked_time());
  domain::ProposalInput& input = evidence->input;
  input.booking = &booking;
  BATON_ASSIGN_OR_RETURN(input.before, LoadBefore(tx, booking));
  BATON_ASSIGN_OR_RETURN(evidence->health,
                         store::ListHealth(session, tx.tenant(), booking.account(), booked));
  input.health = evidence->health;
  BATON_ASSIGN_OR_RETURN(
      evidence->activities,
      store::ActivitiesInWindow(session, tx.tenant(), booking.account(),
                                domain::RiskWindowEnd(booking) - kEvidenceWindow, booked));
  input.activities = evidence->activities;
  BATON_RETURN_IF_ERROR(LoadOrigin(tx, booking, evidence));
  BATON_ASSIGN_OR_RETURN(
      input.ae, store::TeamHolder(session, tx.tenant(), booking.account(), v1::ROLE_AE, booked));
  BATON_ASSIGN_OR_RETURN(
      input.csm, store::TeamHolder(session, tx.tenant(), booking.account(), v1::ROLE_CSM, booked));
  BATON_ASSIGN_OR_RETURN(input.csm_at_end,
                         store::TeamHolder(session, tx.tenant(), booking.account(), v1::ROLE_CSM,
                                           domain::RiskWindowEnd(booking)));
  BATON_ASSIGN_OR_RETURN(evidence->policy, PolicyInForce(session, tx.tenant(), booked));
  input.policy = &evidence->policy;
  return absl::OkStatus();
}

absl::Status EnterLedger(store::Transaction& tx, const v1::Booking& booking) {
  std::vector<store::LedgerEntry> entries;
  for (const v1::BookingLine& line : booking.lines()) {
    const int64_t delta = line.new_arr_minor() - line.prior_arr_minor();
    if (delta == 0) continue;
    entries.push_back({domain::ToTime(line.effective_time()), booking.name(), line.product(),
                       line.product_line(), delta, booking.currency_code()});
  }
  return store::AddLedgerEntries(tx, booking.account(), entries);
}

absl::Status CloseOpportunity(store::Transaction& tx, const v1::Booking& booking,
                              const v1::Opportunity& before) {
  v1::Opportunity after = before;
  after.set_state(v1::OPPORTUNITY_STATE_WON);
  *after.mutable_close_time() = booking.booked_time();
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  return store::UpdateOpportunity(tx, before, after);
}

// H-11. What a won signal waited for.
absl::Status NoteBooked(store::Transaction& tx, const v1::Booking& booking,
                        const v1::Signal& signal) {
  return StepSignal(tx, domain::ShortName(signal.name()),
                    [&](v1::Signal won, const auto&, const auto&) {
                      return domain::DecideBooked(std::move(won), booking.name(), tx.now());
                    })
      .status();
}

// H-11. The booking is the outcome, unless somebody reported one before.
absl::Status CloseLoop(store::Transaction& tx, const v1::Booking& booking,
                       const v1::Signal& signal) {
  if (signal.state() == v1::SIGNAL_STATE_WON) return NoteBooked(tx, booking, signal);
  if (!domain::IsOpen(signal.state())) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const int64_t change, domain::TotalChange(booking));
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_WON);
  outcome.set_reason("closed won and booked");
  outcome.set_opportunity(booking.opportunity());
  if (change > 0) {
    outcome.mutable_amount()->set_amount_minor(change);
    outcome.mutable_amount()->set_currency_code(booking.currency_code());
  }
  BATON_ASSIGN_OR_RETURN(const v1::Signal won,
                         StepSignal(tx, domain::ShortName(signal.name()),
                                    [&](v1::Signal open, const auto& parties, const auto& policy) {
                                      return domain::DecideOutcome(std::move(open), outcome,
                                                                   parties, policy, tx.now());
                                    }));
  return NoteBooked(tx, booking, won);
}

std::vector<store::Deadline> SignDeadline(const v1::Attribution& attribution, absl::Time due) {
  if (!domain::AwaitsSignature(attribution)) return {};
  store::Deadline deadline;
  deadline.what = kSign;
  deadline.leg = "1";
  deadline.due = due;
  return {deadline};
}

// Holds the attribution proposed at `now` where it is a save of an account that shrank in
// another booking.
absl::Status ReviewSave(store::Transaction& tx, const v1::Booking& booking,
                        const v1::Policy& policy, absl::Time now, v1::Attribution* attribution) {
  if (!domain::IsSave(*attribution)) return absl::OkStatus();
  const absl::Time end = domain::RiskWindowEnd(booking);
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Attribution> others,
      store::AttributionsOfAccount(tx.session(), tx.tenant(), booking.account(),
                                   end - domain::kReviewBefore,
                                   end + domain::kReviewAfter + absl::Microseconds(1)));
  for (const v1::Attribution& other : others) {
    if (!domain::IsShrinkage(other) || other.booking() == booking.name()) continue;
    BATON_ASSIGN_OR_RETURN(*attribution,
                           domain::HoldForReview(std::move(*attribution), other, policy, now));
  }
  return absl::OkStatus();
}

// Holds the account's saves that the new shrinkage touches. A save's window ends when it was
// booked or earlier.
absl::Status ReviewHeldSaves(store::Transaction& tx, const v1::Attribution& shrinkage) {
  if (!domain::IsShrinkage(shrinkage)) return absl::OkStatus();
  const absl::Time booked = domain::ToTime(shrinkage.booked_time());
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Attribution> others,
      store::AttributionsOfAccount(tx.session(), tx.tenant(), shrinkage.account(),
                                   booked - domain::kReviewAfter, absl::InfiniteFuture()));
  for (const v1::Attribution& other : others) {
    if (!domain::IsSave(other) || other.name() == shrinkage.name()) continue;
    BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                           store::GetBooking(tx.session(), tx.tenant(), other.booking()));
    if (!domain::IsReviewed(domain::RiskWindowEnd(booking), booked)) continue;
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                           PolicyOfVersion(tx.session(), tx.tenant(), other.policy_version()));
    BATON_ASSIGN_OR_RETURN(const v1::Attribution held,
                           domain::HoldForReview(other, shrinkage, policy, tx.now()));
    BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, other, held));
    BATON_RETURN_IF_ERROR(store::SetDeadlines(
        tx, held.name(), SignDeadline(held, domain::ToTime(held.sign_due_time()))));
  }
  return absl::OkStatus();
}

// What would be proposed now for the booking, as of when it was proposed first.
absl::StatusOr<v1::Attribution> ProposeAnew(store::Transaction& tx, const v1::Booking& booking,
                                            const v1::Attribution& held) {
  const absl::Time proposed = domain::ToTime(held.create_time());
  Evidence evidence;
  BATON_RETURN_IF_ERROR(LoadEvidence(tx, booking, &evidence));
  BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                         domain::ProposeAttribution(evidence.input, proposed));
  attribution.set_name(held.name());
  BATON_RETURN_IF_ERROR(ReviewSave(tx, booking, evidence.policy, proposed, &attribution));
  return attribution;
}

absl::Status FollowFacts(store::Transaction& tx, const v1::Attribution& held) {
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), held.booking()));
  const absl::StatusOr<v1::Attribution> anew = ProposeAnew(tx, booking, held);
  // What no longer adds up stays as it was proposed, for those who sign to see.
  if (absl::IsInvalidArgument(anew.status()) || absl::IsFailedPrecondition(anew.status())) {
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(anew.status());
  if (anew->SerializeAsString() == held.SerializeAsString()) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, held, *anew));
  return store::SetDeadlines(tx, anew->name(),
                             SignDeadline(*anew, domain::ToTime(anew->sign_due_time())));
}

// All of the account's from that time on, but for the one named.
absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from,
                         const std::string& except) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> attributions,
                         store::AttributionsOfAccount(tx.session(), tx.tenant(), account, from,
                                                      absl::InfiniteFuture()));
  for (const v1::Attribution& attribution : attributions) {
    const bool unsigned_yet =
        attribution.state() == v1::ATTRIBUTION_STATE_PROPOSED && attribution.signatures().empty();
    if (!unsigned_yet || attribution.name() == except) continue;
    BATON_RETURN_IF_ERROR(FollowFacts(tx, attribution));
  }
  return absl::OkStatus();
}

// What the booking names must be known; merged records go by their survivors' names.
absl::Status ResolveReferences(store::Transaction& tx, v1::Booking* booking) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(tx.session(), tx.tenant(), booking->account()));
  booking->set_account(account.name());
  if (booking->closed_by().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person closer,
                         store::GetPerson(tx.session(), tx.tenant(), booking->closed_by()));
  booking->set_closed_by(closer.name());
  return absl::OkStatus();
}

absl::StatusOr<v1::RecordBookingResponse> HeldBooking(store::Transaction& tx, v1::Booking booking) {
  v1::RecordBookingResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                         store::GetAttribution(tx.session(), tx.tenant(), booking.attribution()));
  *response.mutable_booking() = std::move(booking);
  response.set_already_recorded(true);
  return response;
}

v1::Role SeatOf(v1::SigningSide side) {
  return side == v1::SIGNING_SIDE_CS ? v1::ROLE_VP_CS : v1::ROLE_VP_SALES;
}

// W-1. Whether the person stands in for somebody in the side's seat.
absl::StatusOr<bool> IsDeputyFor(store::Transaction& tx, const std::string& person,
                                 v1::SigningSide side) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> away,
                         store::StandsInFor(tx.session(), tx.tenant(), person, tx.now()));
  for (const std::string& absent : away) {
    BATON_ASSIGN_OR_RETURN(const v1::Person record,
                           store::GetPerson(tx.session(), tx.tenant(), absent));
    if (record.role() == SeatOf(side)) return true;
  }
  return false;
}

// The side's seat is vacant, or everybody in it is conflicted.
absl::StatusOr<bool> IsSeatOpen(store::Transaction& tx, const v1::Attribution& attribution,
                                v1::SigningSide side) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> seat,
                         store::SeatHolders(tx.session(), tx.tenant(), SeatOf(side), tx.now()));
  for (const std::string& person : seat) {
    if (!domain::IsConflicted(attribution, side, person)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<v1::RecordBookingResponse> RecordBooking(store::Transaction& tx, v1::Booking booking,
                                                        const std::string& attribution_name) {
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Booking> held,
      store::FindBookingBySource(tx.session(), tx.tenant(), booking.source().system(),
                                 booking.source().record_id()));
  if (held.has_value()) return HeldBooking(tx, *std::move(held));

  BATON_ASSIGN_OR_RETURN(booking, domain::CheckBooking(std::move(booking)));
  BATON_RETURN_IF_ERROR(ResolveReferences(tx, &booking));
  *booking.mutable_record_time() = domain::ToTimestamp(tx.now());
  booking.set_attribution(attribution_name);
  Evidence evidence;
  BATON_RETURN_IF_ERROR(LoadEvidence(tx, booking, &evidence));
  if (booking.closed_by().empty()) booking.set_closed_by(evidence.input.ae);
  BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                         domain::ProposeAttribution(evidence.input, tx.now()));
  attribution.set_name(attribution_name);
  BATON_RETURN_IF_ERROR(ReviewSave(tx, booking, evidence.policy, tx.now(), &attribution));
  BATON_RETURN_IF_ERROR(ReviewHeldSaves(tx, attribution));

  BATON_RETURN_IF_ERROR(store::InsertBooking(tx, booking));
  BATON_RETURN_IF_ERROR(EnterLedger(tx, booking));
  BATON_RETURN_IF_ERROR(store::InsertAttribution(tx, attribution));
  BATON_RETURN_IF_ERROR(
      store::AddDeadlines(tx, attribution.name(),
                          SignDeadline(attribution, domain::ToTime(attribution.sign_due_time()))));
  if (evidence.opportunity.has_value()) {
    BATON_RETURN_IF_ERROR(CloseOpportunity(tx, booking, *evidence.opportunity));
  }
  if (evidence.signal.has_value()) {
    BATON_RETURN_IF_ERROR(CloseLoop(tx, booking, *evidence.signal));
  }
  BATON_RETURN_IF_ERROR(FollowFacts(tx, booking.account(),
                                    domain::ToTime(booking.booked_time()) - domain::kReviewAfter,
                                    attribution.name()));
  v1::RecordBookingResponse response;
  *response.mutable_booking() = std::move(booking);
  *response.mutable_attribution() = std::move(attribution);
  return response;
}

absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from) {
  return FollowFacts(tx, account, from, "");
}

absl::StatusOr<v1::Attribution> SignAttribution(store::Transaction& tx, const Call& call,
                                                std::string_view id, v1::SigningSide side) {
  BATON_ASSIGN_OR_RETURN(const v1::Attribution before,
                         store::GetAttribution(tx.session(), tx.tenant(), id));
  if (call.caller().person.empty()) {
    return domain::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                          "a signature is a person's: use a token that is bound to one");
  }
  domain::Signer signer;
  signer.person = call.caller().person;
  signer.role = call.caller().role;
  if (side != v1::SIGNING_SIDE_UNSPECIFIED && signer.role != SeatOf(side)) {
    BATON_ASSIGN_OR_RETURN(const bool deputy, IsDeputyFor(tx, signer.person, side));
    if (deputy) signer.role = SeatOf(side);
  }
  if (signer.role == v1::ROLE_CRO && side != v1::SIGNING_SIDE_UNSPECIFIED) {
    BATON_ASSIGN_OR_RETURN(signer.seat_open, IsSeatOpen(tx, before, side));
  }
  BATON_ASSIGN_OR_RETURN(v1::Attribution after,
                         domain::SignAttribution(before, side, signer, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, before, after));
  if (!domain::AwaitsSignature(after)) {
    BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, after.name(), {}));
  }
  return after;
}

absl::Status AttributionDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                         store::GetAttribution(tx.session(), tx.tenant(), id));
  domain::Signers signers;
  store::Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(signers.cs,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_CS, tx.now()));
  BATON_ASSIGN_OR_RETURN(signers.sales,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_VP_SALES, tx.now()));
  BATON_ASSIGN_OR_RETURN(signers.cro,
                         store::SeatHolders(session, tx.tenant(), v1::ROLE_CRO, tx.now()));
  const domain::SignReminder reminder = domain::RemindToSign(attribution, signers, tx.now());
  for (const v1::Delivery& delivery : reminder.deliveries) {
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return store::SetDeadlines(tx, attribution.name(), SignDeadline(attribution, reminder.next));
}

}  // namespace baton::server
