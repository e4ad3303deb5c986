#include "domain/booking_reversal.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Status WrongState(const v1::Booking& booking, absl::string_view why,
                        absl::string_view state) {
  return RefuseState(v1::ERROR_REASON_BOOKING_STATE, booking.name(), why,
                     {{"state", std::string(state)}});
}

absl::Duration Lateness(const v1::Booking& booking) {
  if (!booking.has_renewal_time()) return absl::ZeroDuration();
  return ToTime(booking.booked_time()) - ToTime(booking.renewal_time());
}

bool IsRenewed(const v1::BookingLine& line) {
  return line.kind() == v1::BOOKING_LINE_KIND_RENEWAL && line.prior_arr_minor() > 0;
}

}  // namespace

bool IsVoided(const v1::Booking& booking) { return booking.voiding().has_approve_time(); }

absl::StatusOr<v1::Booking> AskToVoid(v1::Booking booking, const std::string& reason,
                                      const std::string& requester, absl::Time now) {
  Violations violations;
  violations.RequireText("reason", reason, kMaxVoidReasonChars);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  if (IsVoided(booking)) return WrongState(booking, "the booking is voided", "voided");
  if (booking.has_voiding()) {
    return WrongState(booking, "somebody has asked for it to be voided", "void_requested");
  }
  if (booking.kind() == v1::BOOKING_KIND_REVERSAL) {
    return WrongState(booking, "a reversal is not reversed: record the right booking", "reversal");
  }
  v1::BookingVoid& voiding = *booking.mutable_voiding();
  voiding.set_reason(reason);
  voiding.set_requester(requester);
  *voiding.mutable_request_time() = ToTimestamp(now);
  return booking;
}

absl::StatusOr<v1::Booking> ApproveVoid(v1::Booking booking, const v1::Attribution& attribution,
                                        const std::string& approver, const std::string& reversal,
                                        absl::Time now) {
  if (IsVoided(booking)) return WrongState(booking, "the booking is voided", "voided");
  if (!booking.has_voiding()) {
    return WrongState(booking, "nobody has asked for it to be voided", "standing");
  }
  const bool asked = booking.voiding().requester() == approver;
  if (asked || IsCredited(attribution, approver)) {
    return RefuseState(v1::ERROR_REASON_SECOND_PERSON, booking.name(),
                       asked ? "who asked for it can't approve it"
                             : "whom the booking credits can't approve its voiding",
                       {{"person", approver}});
  }
  v1::BookingVoid& voiding = *booking.mutable_voiding();
  voiding.set_approver(approver);
  *voiding.mutable_approve_time() = ToTimestamp(now);
  voiding.set_reversal(reversal);
  return booking;
}

v1::Booking ReversalOf(const v1::Booking& booking, absl::Time now) {
  v1::Booking reversal;
  reversal.set_account(booking.account());
  reversal.set_opportunity(booking.opportunity());
  *reversal.mutable_booked_time() = booking.booked_time();
  reversal.set_currency_code(booking.currency_code());
  if (booking.has_renewal_time()) *reversal.mutable_renewal_time() = booking.renewal_time();
  for (const v1::BookingLine& line : booking.lines()) {
    v1::BookingLine& back = *reversal.add_lines();
    back = line;
    back.set_prior_arr_minor(line.new_arr_minor());
    back.set_new_arr_minor(line.prior_arr_minor());
  }
  reversal.set_closed_by(booking.closed_by());
  reversal.mutable_source()->set_system("baton");
  *reversal.mutable_record_time() = ToTimestamp(now);
  reversal.set_kind(v1::BOOKING_KIND_REVERSAL);
  reversal.set_reverses(booking.name());
  return reversal;
}

v1::Attribution ReversalOf(const v1::Attribution& voided, absl::Time now) {
  v1::Attribution reversal;
  reversal.set_account(voided.account());
  *reversal.mutable_booked_time() = voided.booked_time();
  reversal.set_currency_code(voided.currency_code());
  reversal.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  reversal.set_at_risk(voided.at_risk());
  reversal.set_net_direction(voided.net_direction() == "expansion"     ? "contraction"
                             : voided.net_direction() == "contraction" ? "expansion"
                                                                       : "flat");
  reversal.set_brokered(voided.brokered());
  reversal.set_self_serve(voided.self_serve());
  reversal.set_model(voided.model());
  reversal.set_ae(voided.ae());
  reversal.set_csm(voided.csm());
  reversal.set_save_csm(voided.save_csm());
  *reversal.mutable_credit_shares() = voided.credit_shares();
  *reversal.mutable_save_shares() = voided.save_shares();
  *reversal.mutable_parts() = voided.parts();
  for (v1::AttributionPart& part : *reversal.mutable_parts()) {
    part.set_amount_minor(-part.amount_minor());
    part.set_ae_credit_minor(-part.ae_credit_minor());
    part.set_csm_credit_minor(-part.csm_credit_minor());
  }
  if (voided.has_save_bonus()) {
    *reversal.mutable_save_bonus() = voided.save_bonus();
    reversal.mutable_save_bonus()->set_amount_minor(-voided.save_bonus().amount_minor());
  }
  reversal.set_policy_version(voided.policy_version());
  *reversal.mutable_create_time() = ToTimestamp(now);
  reversal.set_reading(1);
  reversal.set_reverses(voided.name());
  *reversal.add_explanation() =
      Step("A-12", absl::StrCat("Reverses ", std::string(ShortName(voided.name())),
                                " amount by amount, as it stood (C-19)."));
  return reversal;
}

bool IsWinBack(const v1::Booking& booking, const v1::Policy& policy) {
  return policy.late_renewal() != v1::LATE_RENEWAL_RENEWED && Lateness(booking) > kLostRenewal;
}

v1::Booking ChurnBefore(const v1::Booking& win_back) {
  v1::Booking churn;
  churn.set_account(win_back.account());
  *churn.mutable_booked_time() = win_back.renewal_time();
  churn.set_currency_code(win_back.currency_code());
  churn.mutable_source()->set_system("baton");
  churn.set_kind(v1::BOOKING_KIND_CHURN);
  for (const v1::BookingLine& line : win_back.lines()) {
    if (!IsRenewed(line)) continue;
    v1::BookingLine& lost = *churn.add_lines();
    lost = line;
    lost.set_new_arr_minor(0);
    lost.clear_uplift_bp();
    *lost.mutable_effective_time() = win_back.renewal_time();
  }
  return churn;
}

v1::Booking AsWinBack(v1::Booking booking) {
  for (v1::BookingLine& line : *booking.mutable_lines()) {
    if (!IsRenewed(line)) continue;
    booking.add_warnings(absl::StrCat("line ", line.line(), ": ",
                                      AmountText(line.prior_arr_minor(), booking.currency_code()),
                                      " was lost at ", FormatMinute(ToTime(booking.renewal_time())),
                                      ", more than 90 days before it was booked; it is sold anew"));
    line.set_kind(v1::BOOKING_LINE_KIND_ADD_ON);
    line.set_prior_arr_minor(0);
    line.set_uplift_bp(0);
  }
  return booking;
}

void FlagLateRenewal(const v1::Booking& booking, const v1::Policy& policy,
                     v1::Attribution* attribution) {
  if (booking.kind() != v1::BOOKING_KIND_DEAL || Lateness(booking) <= kLateRenewal) return;
  const std::string days = absl::StrCat(
      "Booked more than ", Lateness(booking) > kLostRenewal ? 90 : 30,
      " days after the contract's end of ", FormatMinute(ToTime(booking.renewal_time())));
  attribution->add_flags(std::string(kLateRenewalFlag));
  if (IsWinBack(booking, policy)) attribution->add_flags(std::string(kWinBack));
  *attribution->add_explanation() =
      Step("A-12", absl::StrCat(days, IsWinBack(booking, policy)
                                          ? ": what was renewed was lost then and is won back."
                                          : ": a late renewal."));
}

}  // namespace baton::domain
