// Where a signal stands, and which moves it may make from there (H-10).
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// What a caller may do with a signal. Moves that only Baton makes (route, expire) are no commands.
enum class SignalMove {
  kRequalify,
  kAssign,
  kAcknowledge,
  kContact,
  kReportOutcome,
  kUpgrade,
  kUnlink,
  kReassign,
  kChangeUrgency,
  kRestartClock,
  kWithdraw,
  kReclassify,
  kReopen,
  kLogPlan,
  kResolve,
};

// Whether the signal still waits for something: it has neither an outcome nor another end.
bool IsOpen(v1::SignalState state);

// Whether it has its outcome: won, lost, deferred, not ready.
bool HasOutcome(v1::SignalState state);

// Whether it comes up again on its revisit date: a watch item, deferred, not ready (H-5, H-11).
bool ComesUpAgain(v1::SignalState state);

// Whether it was taken back: withdrawn, in error, a duplicate. It is in no measure (H-10).
bool IsTakenBack(v1::SignalState state);

// Whether it is on its way to an outcome: an expansion past watch item and incomplete, still open.
// Only such a signal runs a clock, and so also that of its possible duplicates (H-12).
bool IsUnderWay(v1::SignalState state);

// H-10. OK when `move` may be made from the signal's state. A step may skip those before it, which
// it implies: an outcome may follow routing at once. Else FAILED_PRECONDITION with state and move:
// SIGNAL_ALREADY_CLOSED when it has its outcome, SIGNAL_STATE otherwise.
absl::Status CheckMove(const v1::Signal& signal, SignalMove move);

// The same refusal, for a condition beyond the table. `why` ends the sentence "the signal ...".
absl::Status RefuseMove(const v1::Signal& signal, SignalMove move, absl::string_view why);

// "routed", "cs_owned": empty for UNSPECIFIED.
absl::string_view StateName(v1::SignalState state);

// "acknowledge", "report_outcome".
absl::string_view MoveName(SignalMove move);

}  // namespace baton::domain
