#include "domain/signal_state.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

constexpr uint32_t Bit(v1::SignalState state) { return 1u << state; }

constexpr uint32_t kParked = Bit(v1::SIGNAL_STATE_INCOMPLETE) | Bit(v1::SIGNAL_STATE_WATCHING);
constexpr uint32_t kWithAe = Bit(v1::SIGNAL_STATE_ROUTED) | Bit(v1::SIGNAL_STATE_ACKNOWLEDGED);
constexpr uint32_t kOwned = kWithAe | Bit(v1::SIGNAL_STATE_CS_OWNED);
constexpr uint32_t kExpansion =
    kOwned | Bit(v1::SIGNAL_STATE_CONTACTED) | Bit(v1::SIGNAL_STATE_UNASSIGNED);
constexpr uint32_t kRisk = Bit(v1::SIGNAL_STATE_INTERVENTION) | Bit(v1::SIGNAL_STATE_PLAN_LOGGED);
constexpr uint32_t kOpen = kParked | kExpansion | kRisk;
constexpr uint32_t kTakenBack = Bit(v1::SIGNAL_STATE_WITHDRAWN) |
                                Bit(v1::SIGNAL_STATE_FILED_IN_ERROR) |
                                Bit(v1::SIGNAL_STATE_DUPLICATE);
constexpr uint32_t kComesUpAgain = Bit(v1::SIGNAL_STATE_WATCHING) | Bit(v1::SIGNAL_STATE_DEFERRED) |
                                   Bit(v1::SIGNAL_STATE_NOT_READY);
constexpr uint32_t kHasOutcome = Bit(v1::SIGNAL_STATE_WON) | Bit(v1::SIGNAL_STATE_LOST) |
                                 Bit(v1::SIGNAL_STATE_DEFERRED) | Bit(v1::SIGNAL_STATE_NOT_READY);

bool Holds(uint32_t states, v1::SignalState state) {
  return v1::SignalState_IsValid(state) && (states & Bit(state)) != 0;
}

// From which states each move may be made.
uint32_t StatesFor(SignalMove move) {
  switch (move) {
    case SignalMove::kRequalify:
    case SignalMove::kUnlink:
    case SignalMove::kChangeUrgency:
    case SignalMove::kWithdraw:
    case SignalMove::kReclassify:
      return kOpen;
    case SignalMove::kAssign:
      // Beyond UNASSIGNED only where the CSM holds it until an AE is found (DecideAssign asks).
      return Bit(v1::SIGNAL_STATE_UNASSIGNED) | Bit(v1::SIGNAL_STATE_CS_OWNED) |
             Bit(v1::SIGNAL_STATE_CONTACTED);
    case SignalMove::kAcknowledge:
      return Bit(v1::SIGNAL_STATE_ROUTED);
    case SignalMove::kContact:
      return kOwned;
    case SignalMove::kReportOutcome:
      return kOwned | Bit(v1::SIGNAL_STATE_CONTACTED);
    case SignalMove::kUpgrade:
      return kParked | kExpansion;
    case SignalMove::kReassign:
      return kWithAe | Bit(v1::SIGNAL_STATE_CONTACTED);
    case SignalMove::kRestartClock:
      return kOwned;
    case SignalMove::kReopen:
      return kHasOutcome;
    case SignalMove::kLogPlan:
      return Bit(v1::SIGNAL_STATE_INTERVENTION);
    case SignalMove::kResolve:
      return kRisk;
  }
  return 0;
}

constexpr absl::string_view kStateNames[v1::SignalState_ARRAYSIZE] = {
    "",          "incomplete",   "watching",     "unassigned",
    "cs_owned",  "routed",       "acknowledged", "contacted",
    "won",       "lost",         "deferred",     "not_ready",
    "expired",   "intervention", "withdrawn",    "filed_in_error",
    "duplicate", "plan_logged",  "resolved"};

}  // namespace

bool IsOpen(v1::SignalState state) { return Holds(kOpen, state); }

bool HasOutcome(v1::SignalState state) { return Holds(kHasOutcome, state); }

bool ComesUpAgain(v1::SignalState state) { return Holds(kComesUpAgain, state); }

bool IsTakenBack(v1::SignalState state) { return Holds(kTakenBack, state); }

bool IsUnderWay(v1::SignalState state) { return Holds(kExpansion, state); }

absl::Status CheckMove(const v1::Signal& signal, SignalMove move) {
  if (Holds(StatesFor(move), signal.state())) return absl::OkStatus();
  return RefuseMove(signal, move, absl::StrCat("is ", StateName(signal.state())));
}

absl::Status RefuseMove(const v1::Signal& signal, SignalMove move, absl::string_view why) {
  const v1::ErrorReason reason = HasOutcome(signal.state()) ? v1::ERROR_REASON_SIGNAL_ALREADY_CLOSED
                                                            : v1::ERROR_REASON_SIGNAL_STATE;
  return RefuseState(
      reason, signal.name(), absl::StrCat("the signal ", why, "; it can't take ", MoveName(move)),
      {{"state", std::string(StateName(signal.state()))}, {"move", std::string(MoveName(move))}});
}

absl::string_view StateName(v1::SignalState state) {
  return v1::SignalState_IsValid(state) ? kStateNames[state] : "";
}

absl::string_view MoveName(SignalMove move) {
  switch (move) {
    case SignalMove::kRequalify:
      return "requalify";
    case SignalMove::kAssign:
      return "assign";
    case SignalMove::kAcknowledge:
      return "acknowledge";
    case SignalMove::kContact:
      return "contact";
    case SignalMove::kReportOutcome:
      return "report_outcome";
    case SignalMove::kUpgrade:
      return "upgrade";
    case SignalMove::kUnlink:
      return "unlink";
    case SignalMove::kReassign:
      return "reassign";
    case SignalMove::kChangeUrgency:
      return "change_urgency";
    case SignalMove::kRestartClock:
      return "restart_clock";
    case SignalMove::kWithdraw:
      return "withdraw";
    case SignalMove::kReclassify:
      return "reclassify";
    case SignalMove::kReopen:
      return "reopen";
    case SignalMove::kLogPlan:
      return "log_plan";
    case SignalMove::kResolve:
      return "resolve";
  }
  return "";
}

}  // namespace baton::domain
