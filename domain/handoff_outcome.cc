#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/field_check.h"
#include "domain/handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_progress.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kPrefix = "outcome.";
constexpr int kMaxCompetitorChars = 200;

bool ComesBack(v1::OutcomeKind kind) {
  return kind == v1::OUTCOME_KIND_DEFERRED || kind == v1::OUTCOME_KIND_NOT_READY;
}

v1::SignalState StateFor(v1::OutcomeKind kind) {
  switch (kind) {
    case v1::OUTCOME_KIND_WON:
      return v1::SIGNAL_STATE_WON;
    case v1::OUTCOME_KIND_LOST:
      return v1::SIGNAL_STATE_LOST;
    case v1::OUTCOME_KIND_DEFERRED:
      return v1::SIGNAL_STATE_DEFERRED;
    default:
      return v1::SIGNAL_STATE_NOT_READY;
  }
}

void CheckAmount(const v1::SignalOutcome& outcome, Violations* faults) {
  if (!outcome.has_amount()) return;
  if (outcome.amount().amount_minor() <= 0) {
    faults->Add("outcome.amount.amount_minor", "is not positive");
  }
  if (!CurrencyExponent(outcome.amount().currency_code()).has_value()) {
    faults->Add("outcome.amount.currency_code", "is no ISO 4217 code");
  }
}

// Whether `name` is an opportunity of the signal's tenant.
bool IsOpportunityOf(const v1::Signal& signal, absl::string_view name) {
  const absl::string_view own(signal.name());
  const std::string prefix = absl::StrCat(own.substr(0, own.find("/signals/")), "/opportunities/");
  return name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix &&
         name.find('/', prefix.size()) == absl::string_view::npos;
}

absl::Status CheckOutcome(const v1::Signal& signal, const v1::SignalOutcome& outcome,
                          absl::Time now) {
  Violations faults;
  const v1::OutcomeKind kind = outcome.kind();
  if (kind == v1::OUTCOME_KIND_UNSPECIFIED || !v1::OutcomeKind_IsValid(kind)) {
    faults.Add("outcome.kind", "is missing: won, lost, deferred or not_ready");
  }
  faults.RequireText("outcome.reason", outcome.reason(), kMaxReasonChars);
  CheckText(kPrefix, "competitor", outcome.competitor(), kMaxCompetitorChars, &faults);
  CheckAmount(outcome, &faults);
  if (!outcome.opportunity().empty() && !IsOpportunityOf(signal, outcome.opportunity())) {
    faults.Add("outcome.opportunity", "is no name like tenants/.../opportunities/...");
  }
  const bool has_booking =
      outcome.has_amount() || !outcome.opportunity().empty() || !signal.opportunity().empty();
  if (kind == v1::OUTCOME_KIND_WON && !has_booking) {
    faults.Add("outcome.opportunity", "is missing: won needs it or an amount");
  }
  if (outcome.has_revisit_time()) {
    CheckInstant("outcome.revisit_time", outcome.revisit_time(), &faults);
  }
  if (ComesBack(kind) && !outcome.has_revisit_time()) {
    faults.Add("outcome.revisit_time", "is missing: when to ask again");
  } else if (ComesBack(kind) && ToTime(outcome.revisit_time()) <= now) {
    faults.Add("outcome.revisit_time", "is not in the future");
  }
  return faults.ToStatus();
}

absl::Status CheckReopen(const v1::Signal& signal) {
  BATON_RETURN_IF_ERROR(CheckMove(signal, SignalMove::kReopen));
  if (!signal.booking().empty()) {
    return RefuseMove(signal, SignalMove::kReopen, absl::StrCat("is booked: ", signal.booking()));
  }
  if (!signal.continued_by().empty()) {
    return RefuseMove(signal, SignalMove::kReopen,
                      absl::StrCat("came back as ", signal.continued_by()));
  }
  if (signal.has_reopen_time()) {
    return RefuseMove(signal, SignalMove::kReopen, "was reopened before");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideOutcome(v1::Signal signal, const v1::SignalOutcome& outcome,
                                              const HandoffParties& parties,
                                              const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckOutcome(signal, outcome, now));
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kReportOutcome, parties, policy, now));
  v1::Signal& held = decision.signal;
  if (held.state() != v1::SIGNAL_STATE_CONTACTED) TakeContact(now, &held);
  *held.mutable_outcome() = outcome;
  held.set_state(StateFor(outcome.kind()));
  *held.mutable_close_time() = ToTimestamp(now);
  if (!outcome.opportunity().empty()) held.set_opportunity(outcome.opportunity());
  held.clear_outcome_ask_time();
  if (ComesBack(outcome.kind())) *held.mutable_revisit_time() = outcome.revisit_time();
  if (held.state() == v1::SIGNAL_STATE_WON && held.booking().empty()) {
    *held.mutable_booking_due_time() = ToTimestamp(now + kBookedWithin);
  }
  Explain(&held, "H-11",
          absl::StrCat("closed as ", StateName(held.state()), ": ", outcome.reason()));
  TellOfOutcome({parties, policy, now, &decision});
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideReportedOutcome(v1::Signal signal,
                                                      const v1::SignalOutcome& outcome,
                                                      const HandoffParties& parties,
                                                      const v1::Policy& policy, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(HandoffDecision decision,
                         DecideOutcome(std::move(signal), outcome, parties, policy, now));
  TellCrmOfOutcome({parties, policy, now, &decision});
  return decision;
}

HandoffDecision DecideBooked(v1::Signal signal, std::string_view booking, absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  v1::Signal& held = decision.signal;
  if (held.booking() == booking) return decision;
  held.set_booking(std::string(booking));
  held.clear_booking_due_time();
  Explain(&held, "H-11", absl::StrCat("booked: ", held.booking()));
  MarkChanged(now, &decision);
  return decision;
}

absl::StatusOr<HandoffDecision> DecideReopen(v1::Signal signal, std::string_view reason,
                                             std::string_view author, const HandoffParties& parties,
                                             const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckReason(reason));
  HandoffDecision decision = CatchUp(std::move(signal), parties, policy, now);
  v1::Signal& held = decision.signal;
  BATON_RETURN_IF_ERROR(CheckReopen(held));
  Explain(&held, "H-10",
          absl::StrCat("reopened from ", StateName(held.state()), " by ", std::string(author), ": ",
                       std::string(reason)));
  held.set_state(v1::SIGNAL_STATE_CONTACTED);
  if (held.holder().empty()) held.set_holder(held.ae());
  held.set_close_reason(std::string(reason));
  *held.mutable_reopen_time() = ToTimestamp(now);
  held.clear_outcome();
  held.clear_close_time();
  held.clear_revisit_time();
  held.clear_remind_time();
  held.clear_booking_due_time();
  ExpectOutcome(policy, now, &held);
  TellOfReopening({parties, policy, now, &decision}, reason, author);
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
