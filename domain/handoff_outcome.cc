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

}  // namespace

absl::StatusOr<HandoffDecision> DecideOutcome(v1::Signal signal, const v1::SignalOutcome& outcome,
                                              const HandoffParties& parties, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckOutcome(signal, outcome, now));
  HandoffDecision decision = CatchUp(std::move(signal), parties, now);
  v1::Signal& held = decision.signal;
  BATON_RETURN_IF_ERROR(CheckMove(held, SignalMove::kReportOutcome));
  if (held.state() != v1::SIGNAL_STATE_CONTACTED) TakeContact(now, &held);
  *held.mutable_outcome() = outcome;
  held.set_state(StateFor(outcome.kind()));
  *held.mutable_close_time() = ToTimestamp(now);
  if (!outcome.opportunity().empty()) held.set_opportunity(outcome.opportunity());
  if (ComesBack(outcome.kind())) *held.mutable_revisit_time() = outcome.revisit_time();
  Explain(&held, "H-11",
          absl::StrCat("closed as ", StateName(held.state()), ": ", outcome.reason()));
  TellOfOutcome({parties, now, &decision});
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
