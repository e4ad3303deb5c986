#include "server/booking_desk.h"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/attribution_reading.h"
#include "domain/booking.h"
#include "domain/booking_reversal.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/joint_review.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "server/credit_share_desk.h"
#include "server/handoff_desk.h"
#include "server/ids.h"
#include "server/policy_source.h"
#include "server/rate_source.h"
#include "server/signing_desk.h"
#include "server/touch_desk.h"
#include "store/account_ledger.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/deadlines.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/sha256.h"
#include "store/signals.h"

namespace baton::server {
namespace {

// From a day's noon in UTC: what is that day somewhere lies no further.
constexpr absl::Duration kDayAnywhere = absl::Hours(36);

constexpr absl::Duration kEvidenceWindow = absl::Hours(90 * 24);  // A-2, G-1

// Everything that a proposal looks at, owned.
struct Evidence {
  domain::ProposalInput input;
  std::vector<v1::HealthObservation> health;
  std::vector<v1::Activity> activities;
  std::optional<v1::Opportunity> opportunity;
  std::optional<v1::Signal> signal;
  v1::Policy policy;
  std::vector<domain::Touchpoint> touchpoints;
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
  BATON_RETURN_IF_ERROR(LoadHolders(tx, booking, &input));
  BATON_ASSIGN_OR_RETURN(evidence->policy, PolicyInForce(session, tx.tenant(), booked));
  input.policy = &evidence->policy;
  BATON_ASSIGN_OR_RETURN(input.rate, RateToPolicy(session, tx.tenant(), booking.currency_code(),
                                                  booked, *input.policy));
  BATON_ASSIGN_OR_RETURN(evidence->touchpoints, LoadTouchpoints(session, tx.tenant(), input));
  input.touchpoints = evidence->touchpoints;
  return LoadParties(session, tx.tenant(), &input);
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

// H-11. The booking is the outcome, unless somebody reported one before, or nobody yet holds what
// an outcome could be reported for (H-10): the signal then only keeps the booking.
absl::Status CloseLoop(store::Transaction& tx, const v1::Booking& booking,
                       const v1::Signal& signal) {
  if (signal.state() == v1::SIGNAL_STATE_WON) return NoteBooked(tx, booking, signal);
  if (!domain::IsOpen(signal.state())) return absl::OkStatus();
  if (!domain::CheckMove(signal, domain::SignalMove::kReportOutcome).ok()) {
    return NoteBooked(tx, booking, signal);
  }
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
    if (!domain::Counts(other) || !domain::IsShrinkage(other)) continue;
    if (other.booking() == booking.name()) continue;
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
    if (!domain::Counts(other) || !domain::IsSave(other)) continue;
    if (other.name() == shrinkage.name()) continue;
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

// The payee of a role as `held` names them, where that is the same person under another name.
absl::StatusOr<std::string> AsNamedBefore(store::Transaction& tx, const std::string& held,
                                          const std::string& anew) {
  if (held == anew || held.empty() || anew.empty()) return anew;
  BATON_ASSIGN_OR_RETURN(const v1::Person person,
                         store::GetPerson(tx.session(), tx.tenant(), held));
  return person.name() == anew ? held : anew;
}

// What came too late for the attribution to follow it.
absl::Status NoteLateFact(store::Transaction& tx, const v1::Attribution& held, v1::Attribution anew,
                          const ArrivedFact& fact) {
  BATON_ASSIGN_OR_RETURN(*anew.mutable_ae(), AsNamedBefore(tx, held.ae(), anew.ae()));
  BATON_ASSIGN_OR_RETURN(*anew.mutable_csm(), AsNamedBefore(tx, held.csm(), anew.csm()));
  BATON_ASSIGN_OR_RETURN(*anew.mutable_save_csm(),
                         AsNamedBefore(tx, held.save_csm(), anew.save_csm()));
  const v1::Attribution after = domain::WithLateFact(held, anew, fact.name, fact.occur, tx.now());
  if (after.late_facts_size() == held.late_facts_size()) return absl::OkStatus();
  return store::UpdateAttribution(tx, held, after);
}

absl::Status FollowFact(store::Transaction& tx, const v1::Attribution& held,
                        const ArrivedFact& fact) {
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), held.booking()));
  absl::StatusOr<v1::Attribution> anew = ProposeAnew(tx, booking, held);
  // What no longer adds up stays as it was proposed, for those who sign to see.
  if (absl::IsInvalidArgument(anew.status()) || absl::IsFailedPrecondition(anew.status())) {
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(anew.status());
  anew = domain::WithRuling(held, *std::move(anew));
  if (domain::ReadsTheSame(held, *anew)) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyOfVersion(tx.session(), tx.tenant(), held.policy_version()));
  if (!domain::FollowsFacts(held, policy, tx.now())) return NoteLateFact(tx, held, *anew, fact);
  const std::string cause = absl::StrCat(fact.name, " of ", domain::FormatMinute(fact.occur));
  BATON_RETURN_IF_ERROR(store::AddReading(tx, held, cause));
  const v1::Attribution next = domain::NextReading(held, *anew, cause);
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, held, next));
  return store::SetDeadlines(tx, next.name(),
                             SignDeadline(next, domain::ToTime(next.sign_due_time())));
}

// All of the account's from that time on, but for the one named. What a dispute decided stays, and
// a churn that a win-back brought to light is as late as that.
absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from,
                         const ArrivedFact& fact, const std::string& except) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> attributions,
                         store::AttributionsOfAccount(tx.session(), tx.tenant(), account, from,
                                                      absl::InfiniteFuture()));
  for (const v1::Attribution& attribution : attributions) {
    const bool decided = !domain::Counts(attribution) || !attribution.supersedes().empty();
    if (decided || attribution.name() == except) continue;
    BATON_RETURN_IF_ERROR(FollowFact(tx, attribution, fact));
  }
  return absl::OkStatus();
}

absl::Time NoonUtc(const std::string& date) {
  absl::CivilDay day;
  absl::ParseCivilTime(date, &day);
  return absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12);
}

// What the booking names must be known; merged records go by their survivors' names.
absl::Status ResolveReferences(store::Transaction& tx, v1::Booking* booking) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account,
                         store::GetAccount(tx.session(), tx.tenant(), booking->account()));
  booking->set_account(account.name());
  BATON_RETURN_IF_ERROR(ResolveShares(tx, booking->mutable_splits()));
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

// The voided booking of the account that the booking puts right, if it says so.
absl::StatusOr<std::optional<v1::Booking>> FindCorrected(store::Transaction& tx,
                                                         const v1::Booking& booking) {
  if (booking.corrects().empty()) return std::optional<v1::Booking>();
  BATON_ASSIGN_OR_RETURN(v1::Booking voided,
                         store::GetBooking(tx.session(), tx.tenant(), booking.corrects()));
  domain::Violations violations;
  if (!domain::IsVoided(voided)) violations.Add("booking.corrects", "is not voided");
  if (voided.account() != booking.account()) {
    violations.Add("booking.corrects", "is another account's");
  }
  if (!voided.corrected_by().empty()) {
    violations.Add("booking.corrects",
                   absl::StrCat("is put right by ", voided.corrected_by(), " already"));
  }
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  return std::optional<v1::Booking>(std::move(voided));
}

// The name of a record that no edge gave one: it comes with `cause`.
std::string DerivedName(const store::Transaction& tx, std::string_view collection,
                        std::string_view cause) {
  const std::string digest = store::Sha256(std::string(collection).append("\n").append(cause));
  return domain::ResourceName(tx.tenant(), collection, IdFrom(tx.now(), digest));
}

// Keeps a booking that has everything but its attribution, takes it apart, and tells those whom it
// concerns.
absl::StatusOr<v1::RecordBookingResponse> Keep(store::Transaction& tx, v1::Booking booking,
                                               const std::string& attribution_name) {
  *booking.mutable_record_time() = domain::ToTimestamp(tx.now());
  booking.set_attribution(attribution_name);
  Evidence evidence;
  BATON_RETURN_IF_ERROR(LoadEvidence(tx, booking, &evidence));
  if (booking.closed_by().empty()) booking.set_closed_by(DefaultCloser(evidence.input));
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
  const absl::Time booked = domain::ToTime(booking.booked_time());
  BATON_RETURN_IF_ERROR(FollowFacts(tx, booking.account(), booked - domain::kReviewAfter,
                                    {booking.name(), booked}, attribution.name()));
  v1::RecordBookingResponse response;
  *response.mutable_booking() = std::move(booking);
  *response.mutable_attribution() = std::move(attribution);
  return response;
}

// What a renewal that comes too late renews was lost at the contract's end: records that loss
// first. Answers the booking as it is kept.
absl::StatusOr<v1::Booking> SplitWinBack(store::Transaction& tx, v1::Booking booking) {
  BATON_ASSIGN_OR_RETURN(
      const v1::Policy policy,
      PolicyInForce(tx.session(), tx.tenant(), domain::ToTime(booking.booked_time())));
  if (!domain::IsWinBack(booking, policy)) return booking;
  v1::Booking churn = domain::ChurnBefore(booking);
  if (churn.lines().empty()) return booking;
  churn.set_name(DerivedName(tx, "bookings", booking.name()));
  churn.set_churned_for(booking.name());
  BATON_RETURN_IF_ERROR(
      Keep(tx, std::move(churn), DerivedName(tx, "attributions", booking.name())).status());
  return domain::AsWinBack(std::move(booking));
}

}  // namespace

absl::Status LoadHolders(store::Transaction& tx, const v1::Booking& booking,
                         domain::ProposalInput* input) {
  const auto at = [&](v1::Role role, absl::Time time) {
    return store::TeamMemberAt(tx.session(), tx.tenant(), booking.account(), role, time);
  };
  const absl::Time booked = domain::ToTime(booking.booked_time());
  BATON_ASSIGN_OR_RETURN(const v1::TeamMember ae, at(v1::ROLE_AE, booked));
  BATON_ASSIGN_OR_RETURN(const v1::TeamMember csm, at(v1::ROLE_CSM, booked));
  BATON_ASSIGN_OR_RETURN(const v1::TeamMember csm_at_end,
                         at(v1::ROLE_CSM, domain::RiskWindowEnd(booking)));
  input->ae = ae.person();
  input->csm = csm.person();
  input->csm_at_end = csm_at_end.person();
  input->shares = domain::RoleShares(booking.splits(), csm);
  input->shares.MergeFrom(domain::RoleShares(booking.splits(), ae));
  input->shares_at_end = domain::RoleShares(booking.splits(), csm_at_end);
  return absl::OkStatus();
}

absl::StatusOr<v1::RecordBookingResponse> RecordBooking(store::Transaction& tx, v1::Booking booking,
                                                        const std::string& attribution_name) {
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Booking> held,
      store::FindBookingBySource(tx.session(), tx.tenant(), booking.source().system(),
                                 booking.source().record_id()));
  const bool puts_right =
      held.has_value() && domain::IsVoided(*held) && booking.corrects() == held->name();
  if (held.has_value() && !puts_right) return HeldBooking(tx, *std::move(held));

  BATON_ASSIGN_OR_RETURN(booking, domain::CheckBooking(std::move(booking)));
  BATON_RETURN_IF_ERROR(ResolveReferences(tx, &booking));
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Booking> voided, FindCorrected(tx, booking));
  BATON_ASSIGN_OR_RETURN(booking, SplitWinBack(tx, std::move(booking)));
  BATON_ASSIGN_OR_RETURN(v1::RecordBookingResponse response,
                         Keep(tx, std::move(booking), attribution_name));
  if (voided.has_value()) {
    v1::Booking corrected = *voided;
    corrected.set_corrected_by(response.booking().name());
    BATON_RETURN_IF_ERROR(store::UpdateBooking(tx, *voided, corrected));
  }
  return response;
}

absl::StatusOr<v1::RecordBookingResponse> RecordChurn(store::Transaction& tx, v1::Booking churn,
                                                      const std::string& attribution_name) {
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Booking> held,
      store::FindBookingBySource(tx.session(), tx.tenant(), churn.source().system(),
                                 churn.source().record_id()));
  if (held.has_value()) return HeldBooking(tx, *std::move(held));
  BATON_RETURN_IF_ERROR(ResolveReferences(tx, &churn));
  BATON_ASSIGN_OR_RETURN(const store::Owned owned,
                         store::OwnedBefore(tx.session(), tx.tenant(), churn.account(),
                                            domain::ToTime(churn.booked_time()), churn.name()));
  if (owned.totals.size() > 1 || owned.lines.empty()) {
    return domain::Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_BOOKING_INCONSISTENT,
                          owned.lines.empty() ? "the account has no ARR that it could lose then"
                                              : "the account has ARR in several currencies: record "
                                                "a booking for each of them",
                          {{"account", churn.account()}});
  }
  churn.set_kind(v1::BOOKING_KIND_CHURN);
  churn.set_currency_code(owned.totals.front().currency_code());
  for (const v1::OwnedProductLine& owned_line : owned.lines) {
    v1::BookingLine& line = *churn.add_lines();
    line.set_kind(v1::BOOKING_LINE_KIND_ADD_ON);
    line.set_product_line(owned_line.product_line());
    line.set_product(owned_line.product_line());
    line.set_prior_arr_minor(owned_line.arr().amount_minor());
  }
  BATON_ASSIGN_OR_RETURN(churn, domain::CheckBooking(std::move(churn)));
  return Keep(tx, std::move(churn), attribution_name);
}

absl::Status FollowFacts(store::Transaction& tx, const std::string& account, absl::Time from,
                         const ArrivedFact& fact) {
  return FollowFacts(tx, account, from, fact, "");
}

absl::Status FollowRates(store::Transaction& tx, const v1::ExchangeRateSheet& sheet) {
  std::map<std::string, std::set<std::string>> days;  // by currency
  for (const v1::ExchangeRate& rate : sheet.rates()) {
    days[rate.from_currency()].insert(rate.date());
  }
  const ArrivedFact fact = {sheet.name(), domain::ToTime(sheet.approve_time())};
  for (const auto& [currency, dates] : days) {
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> proposed,
                           store::ProposedIn(tx.session(), tx.tenant(), currency,
                                             NoonUtc(*dates.begin()) - kDayAnywhere,
                                             NoonUtc(*dates.rbegin()) + kDayAnywhere));
    for (const v1::Attribution& attribution : proposed) {
      if (!attribution.supersedes().empty()) continue;
      BATON_ASSIGN_OR_RETURN(
          const v1::Policy policy,
          PolicyOfVersion(tx.session(), tx.tenant(), attribution.policy_version()));
      BATON_ASSIGN_OR_RETURN(const std::string date,
                             domain::DateOf(policy, domain::ToTime(attribution.booked_time())));
      if (dates.count(date) == 0) continue;
      BATON_RETURN_IF_ERROR(FollowFact(tx, attribution, fact));
    }
  }
  return absl::OkStatus();
}

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

}  // namespace baton::server
