#include "domain/signal_leg.h"

#include <utility>

#include "domain/instant.h"
#include "domain/signal_state.h"
#include "domain/sla_clock.h"

namespace baton::domain {
namespace {

using google::protobuf::Timestamp;

// A leg as the signal holds it, running or past.
struct Stored {
  SignalLeg leg;
  absl::Time start;
  absl::Time end = absl::InfiniteFuture();
  std::optional<absl::Time> acknowledge_due;
  std::optional<absl::Time> contact_due;
  bool acknowledge_missed = false;
  bool contact_missed = false;
};

std::optional<absl::Time> TimeIf(bool present, const Timestamp& time) {
  return present ? std::optional<absl::Time>(ToTime(time)) : std::nullopt;
}

// What a clock and a past leg say in the same words.
template <typename Leg>
void ReadMilestones(const Leg& leg, Stored* stored) {
  stored->acknowledge_due = TimeIf(leg.has_acknowledge_due_time(), leg.acknowledge_due_time());
  stored->contact_due = TimeIf(leg.has_contact_due_time(), leg.contact_due_time());
  stored->acknowledge_missed = leg.acknowledge_missed();
  stored->contact_missed = leg.contact_missed();
  stored->leg.charged = !leg.uncharged();
}

Stored PastLeg(const v1::Signal& signal, const v1::ClockLeg& leg) {
  Stored stored;
  ReadMilestones(leg, &stored);
  stored.leg.holder = leg.holder();
  stored.leg.by_csm = !leg.has_acknowledge_due_time() && leg.holder() == signal.csm();
  stored.start = ToTime(leg.start_time());
  stored.end = ToTime(leg.end_time());
  return stored;
}

Stored RunningLeg(const v1::Signal& signal) {
  const v1::SlaClock& clock = signal.clock();
  Stored stored;
  ReadMilestones(clock, &stored);
  stored.leg.holder = signal.holder();
  stored.leg.by_csm = signal.model() == v1::OWNERSHIP_MODEL_A;
  stored.start = ToTime(clock.has_leg_start_time() ? clock.leg_start_time() : clock.start_time());
  return stored;
}

std::vector<Stored> StoredLegs(const v1::Signal& signal) {
  std::vector<Stored> legs;
  for (const v1::ClockLeg& leg : signal.past_legs()) legs.push_back(PastLeg(signal, leg));
  if (signal.has_clock()) legs.push_back(RunningLeg(signal));
  return legs;
}

// Whether a step at `taken` belongs to a leg that ended at `end`. A step at the very end belongs to
// the next leg if that one still asks for it.
bool TakenBy(std::optional<absl::Time> taken, absl::Time end, bool asked_again) {
  return taken.has_value() && (*taken < end || (*taken == end && !asked_again));
}

Verdict VerdictOf(std::optional<absl::Time> taken, absl::Time due, bool missed, absl::Time now) {
  if (missed) return Verdict::kMissed;
  if (taken.has_value()) return Within(*taken, due) ? Verdict::kInTime : Verdict::kMissed;
  return Within(now, due) ? Verdict::kPending : Verdict::kMissed;
}

// A milestone of `leg` if it is its own; `taken` is when the step was taken, in whichever leg.
std::optional<LegMilestone> OwnMilestone(const Stored& leg, std::optional<absl::Time> due,
                                         bool missed, std::optional<absl::Time> taken,
                                         bool asked_again, absl::Time now) {
  if (!due.has_value() || *due < leg.start) return std::nullopt;
  const bool taken_here = TakenBy(taken, leg.end, asked_again);
  if (*due >= leg.end && !taken_here) return std::nullopt;
  if (!taken_here) taken.reset();
  return LegMilestone{*due, VerdictOf(taken, *due, missed, now)};
}

// `next` is null for the last leg.
SignalLeg Judge(const v1::Signal& signal, Stored stored, const Stored* next, absl::Time now) {
  const auto acknowledged = TimeIf(signal.has_acknowledge_time(), signal.acknowledge_time());
  const auto contacted = TimeIf(signal.has_contact_time(), signal.contact_time());
  const bool contact_asked_again = next != nullptr && next->contact_due.has_value();
  SignalLeg leg = std::move(stored.leg);
  leg.acknowledge = OwnMilestone(stored, stored.acknowledge_due, stored.acknowledge_missed,
                                 acknowledged, next != nullptr && next->acknowledge_due, now);
  leg.contact = OwnMilestone(stored, stored.contact_due, stored.contact_missed, contacted,
                             contact_asked_again, now);
  leg.last = stored.contact_due.has_value() ? leg.contact : leg.acknowledge;
  leg.contacted = TakenBy(contacted, stored.end, contact_asked_again);
  leg.closed = HasOutcome(signal.state()) && ToTime(signal.close_time()) < stored.end;
  return leg;
}

}  // namespace

std::vector<SignalLeg> LegsOf(const v1::Signal& signal, absl::Time now) {
  const std::vector<Stored> stored = StoredLegs(signal);
  std::vector<SignalLeg> legs;
  for (size_t i = 0; i < stored.size(); ++i) {
    legs.push_back(Judge(signal, stored[i], i + 1 < stored.size() ? &stored[i + 1] : nullptr, now));
  }
  return legs;
}

bool IsOnItsOwn(const v1::Signal& signal) {
  return signal.possible_duplicate_of().empty() || signal.has_clock() || signal.has_route_time();
}

}  // namespace baton::domain
