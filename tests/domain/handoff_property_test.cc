// What must hold for every course that a signal can take: whenever the sweeper runs, and however
// often, the signal ends up the same, and the same deliveries leave (S-4, S-6).
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "domain/handoff.h"
#include "tests/domain/handoff_fixture.h"

namespace baton::domain {
namespace {

constexpr int kCourses = 1'000;
constexpr int kSteps = 8;

v1::SignalOutcome RandomOutcome(int choice, absl::Time now) {
  v1::SignalOutcome outcome;
  outcome.set_reason("reason");
  outcome.set_kind(choice % 2 == 0 ? v1::OUTCOME_KIND_LOST : v1::OUTCOME_KIND_DEFERRED);
  *outcome.mutable_revisit_time() = ToTimestamp(now + absl::Hours(24 * 20));
  return outcome;
}

v1::RequalifySignalRequest RandomAnswers(int choice) {
  v1::RequalifySignalRequest request;
  request.mutable_qualification()->mutable_timeline()->set_yes(choice % 2 == 0);
  request.mutable_qualification()->mutable_named_buyer()->set_yes(choice % 3 == 0);
  if (choice % 5 == 0) request.set_timeline("Q4");
  return request;
}

v1::Policy PolicyOf(int choice) {
  v1::Policy policy = Defaults();
  policy.set_reassignment(static_cast<v1::ReassignmentMode>(1 + choice % 3));
  return policy;
}

v1::Signal RandomSignal(int choice) {
  v1::Signal signal = choice % 3 == 0   ? UnroutableSignal()
                      : choice % 3 == 1 ? SmallSignal()
                                        : HotSignal();
  signal.set_urgency(static_cast<v1::Urgency>(1 + choice / 3 % 3));
  return signal;
}

absl::StatusOr<HandoffDecision> Step(const v1::Signal& signal, int step, int choice,
                                     const HandoffParties& parties, absl::Time now) {
  switch (step) {
    case 0:
      return DecideAcknowledge(signal, parties, Defaults(), now);
    case 1:
      return DecideContact(signal, "note", kAe, parties, Defaults(), now);
    case 2:
      return DecideOutcome(signal, RandomOutcome(choice, now), parties, Defaults(), now);
    case 3:
      return DecideRequalify(signal, RandomAnswers(choice), parties, Defaults(), now);
    case 4:
      return DecideUpgrade(signal, "why", kCsm, parties, Defaults(), now);
    case 5:
      return DecideAssign(signal, kAe, parties, Defaults(), now);
    case 6:
      return DecideReassign(signal, choice % 2 == 0 ? kAe : kManager, "why", kManager, true,
                            parties, PolicyOf(choice), now);
    case 7:
      return DecideUrgency(signal, static_cast<v1::Urgency>(1 + choice % 3), "why", kCsm, parties,
                           Defaults(), now);
    case 8:
      return DecideRestart(signal, "why", kHead, parties, Defaults(), now);
    case 9:
      return DecideReopen(signal, "why", kHead, parties, Defaults(), now);
    case 10:
      return DecideReclassify(signal, static_cast<v1::SignalKind>(1 + choice % 2), "why", kCsm,
                              parties, Defaults(), now);
    case 11:
      return choice % 4 == 0 ? DecideResolve(signal, "why", kCsm, parties, Defaults(), now)
                             : DecidePlan(signal, "a plan", kCsm, parties, Defaults(), now);
    default:
      return DecideRedelivery(signal, RandomSignal(choice), "system/gainsight", parties, Defaults(),
                              now);
  }
}

// One course of a signal: `sweeps` says before which of its steps the sweeper ran.
class Course {
 public:
  Course(unsigned seed, unsigned sweeps) : random_(seed), sweeps_(sweeps) {
    parties_ = SmbParties();
    if (Draw(2) == 0) parties_.ae.clear();
    Take(FileOn(FilingChannel::kPayload, RandomSignal(Draw(9)), parties_));
    for (int i = 0; i < kSteps; ++i) {
      now_ += absl::Hours(Draw(12) == 0 ? 24 * 40 : Draw(20)) + Draw(3) * kTick;
      if ((sweeps_ >> i & 1) != 0) Take(CatchUp(signal_, parties_, Defaults(), now_));
      const int step = Draw(13);
      Take(Step(signal_, step, Draw(30), parties_, now_));
    }
    Take(CatchUp(signal_, parties_, Defaults(), now_ + absl::Hours(24 * 365)));
  }

  const v1::Signal& signal() const { return signal_; }
  const std::set<std::string>& deliveries() const { return deliveries_; }
  bool wrote_twice() const { return wrote_twice_; }

 private:
  int Draw(int choices) { return static_cast<int>(random_() % choices); }

  void Take(const absl::StatusOr<HandoffDecision>& decision) {
    if (!decision.ok()) return;
    signal_ = decision->signal;
    for (const v1::Delivery& delivery : decision->deliveries) {
      wrote_twice_ = !deliveries_.insert(delivery.name()).second || wrote_twice_;
    }
  }

  std::mt19937 random_;
  unsigned sweeps_;
  HandoffParties parties_;
  absl::Time now_ = T0();
  v1::Signal signal_;
  std::set<std::string> deliveries_;
  bool wrote_twice_ = false;
};

TEST(HandoffProperty, S4_TheSweepersTimesMakeNoDifference) {
  for (unsigned seed = 0; seed < kCourses; ++seed) {
    const Course unswept(seed, 0);
    const Course swept(seed, 0xFF);
    const Course at_times(seed, seed * 2'654'435'761u >> 24);
    ASSERT_EQ(unswept.signal().DebugString(), swept.signal().DebugString()) << "seed " << seed;
    ASSERT_EQ(unswept.signal().DebugString(), at_times.signal().DebugString()) << "seed " << seed;
    ASSERT_EQ(unswept.deliveries(), swept.deliveries()) << "seed " << seed;
    ASSERT_EQ(unswept.deliveries(), at_times.deliveries()) << "seed " << seed;
  }
}

TEST(HandoffProperty, S4_NothingIsSentTwice) {
  for (unsigned seed = 0; seed < kCourses; ++seed) {
    ASSERT_FALSE(Course(seed, 0x55).wrote_twice()) << "seed " << seed;
  }
}

TEST(HandoffProperty, H10_TheCoursesEndInManyStates) {
  std::map<v1::SignalState, int> ends;
  for (unsigned seed = 0; seed < kCourses; ++seed) ++ends[Course(seed, 0).signal().state()];
  for (const v1::SignalState state :
       {v1::SIGNAL_STATE_ROUTED, v1::SIGNAL_STATE_ACKNOWLEDGED, v1::SIGNAL_STATE_CONTACTED,
        v1::SIGNAL_STATE_CS_OWNED, v1::SIGNAL_STATE_UNASSIGNED, v1::SIGNAL_STATE_LOST,
        v1::SIGNAL_STATE_DEFERRED, v1::SIGNAL_STATE_EXPIRED}) {
    EXPECT_GT(ends[state], 0) << v1::SignalState_Name(state);
  }
}

}  // namespace
}  // namespace baton::domain
