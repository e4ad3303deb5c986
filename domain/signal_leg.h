// What became of the milestones of a signal's clock, leg by leg: what the measures count (H-13).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// What became of a milestone. It is read off the times, so that a report doesn't depend on whether
// the sweeper came by (S-2, S-4).
enum class Verdict {
  kPending,  // neither taken nor due
  kInTime,   // taken by the deadline; exactly at it is within
  kMissed,   // taken late, or not at all and overdue
};

struct LegMilestone {
  absl::Time due;
  Verdict verdict = Verdict::kPending;
};

// One leg with the milestones that are its own: those that fell due while it lasted, and those that
// its holder took before a next leg began without them. What was not due yet when the leg ended is
// the next leg's alone.
struct SignalLeg {
  std::string holder;  // full name
  // Model A: the clock that the CSM holds (S-11). Its one milestone is the contact.
  bool by_csm = false;
  // False: nobody is charged with it (W-1).
  bool charged = true;
  std::optional<LegMilestone> acknowledge;  // of a watch item the review
  std::optional<LegMilestone> contact;
  // The leg's last milestone, if it is its own: the contact, of a watch item the review.
  std::optional<LegMilestone> last;
  // The customer was contacted while the leg lasted, whether in time or late.
  bool contacted = false;
  // The outcome that the signal has was given while the leg lasted.
  bool closed = false;
};

// The legs in their order, the running one last; none without a clock.
std::vector<SignalLeg> LegsOf(const v1::Signal& signal, absl::Time now);

// False: it waits on the clock of the signal that it may duplicate (H-12).
bool IsOnItsOwn(const v1::Signal& signal);

}  // namespace baton::domain
