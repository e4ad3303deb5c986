#include "domain/signal_leg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/domain/report_builders.h"

namespace baton::domain {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr bool kKeep = false;
constexpr bool kRestart = true;

// "pending", "in_time", "missed", or "none" for a milestone that is not the leg's own.
std::string Word(const std::optional<LegMilestone>& milestone) {
  if (!milestone.has_value()) return "none";
  switch (milestone->verdict) {
    case Verdict::kPending:
      return "pending";
    case Verdict::kInTime:
      return "in_time";
    default:
      return "missed";
  }
}

// "rosa: in_time/missed contacted" for each leg.
std::vector<std::string> Words(const v1::Signal& signal, absl::Time now) {
  std::vector<std::string> words;
  for (const SignalLeg& leg : LegsOf(signal, now)) {
    words.push_back(absl::StrCat(leg.holder.substr(leg.holder.rfind('/') + 1), ": ",
                                 Word(leg.acknowledge), "/", Word(leg.contact),
                                 leg.contacted ? " contacted" : "", leg.closed ? " closed" : ""));
  }
  return words;
}

using Legs = std::vector<std::string>;

TEST(SignalLeg, S2_ExactlyAtTheDeadlineIsWithin) {
  const v1::Signal signal = Routed(Jan(5));
  EXPECT_EQ(Words(signal, Jan(5, 4)), (Legs{"rosa: pending/pending"}));
  EXPECT_EQ(Words(signal, Jan(5, 4) + kTick), (Legs{"rosa: missed/pending"}));
  EXPECT_EQ(Words(Acknowledged(signal, Jan(5, 4)), Jan(9)), (Legs{"rosa: in_time/missed"}));
  EXPECT_EQ(Words(Acknowledged(signal, Jan(5, 4) + kTick), Jan(6)), (Legs{"rosa: missed/pending"}));
}

TEST(SignalLeg, S4_AMissIsOneWhetherItIsMarkedOrNot) {
  v1::Signal marked = Routed(Jan(5));
  marked.mutable_clock()->set_acknowledge_missed(true);
  EXPECT_EQ(Words(marked, Jan(5, 5)), Words(Routed(Jan(5)), Jan(5, 5)));
}

TEST(SignalLeg, S7_WhatWasNotDueYetIsTheNextLegsAlone) {
  const v1::Signal kept = HandedTo("dana", Jan(5, 2), kKeep, Routed(Jan(5)));
  EXPECT_EQ(Words(kept, Jan(5, 3)), (Legs{"rosa: none/none", "dana: pending/pending"}));
  EXPECT_EQ(Words(kept, Jan(9)), (Legs{"rosa: none/none", "dana: missed/missed"}));
}

TEST(SignalLeg, S7_AMissIsChargedToTheHolderAtTheDeadline) {
  const v1::Signal kept = HandedTo("dana", Jan(5, 5), kKeep, Routed(Jan(5)));
  EXPECT_EQ(Words(Contacted(kept, Jan(5, 6)), Jan(9)),
            (Legs{"rosa: missed/none", "dana: none/in_time contacted"}));
  const v1::Signal restarted = HandedTo("dana", Jan(5, 5), kRestart, Routed(Jan(5)));
  EXPECT_EQ(Words(Contacted(restarted, Jan(5, 6)), Jan(9)),
            (Legs{"rosa: missed/none", "dana: in_time/in_time contacted"}));
}

TEST(SignalLeg, S7_ExactlyAtTheDeadlineTheNextHolderHasIt) {
  const v1::Signal kept = HandedTo("dana", Jan(5, 4), kKeep, Routed(Jan(5)));
  EXPECT_EQ(Words(kept, Jan(5, 5)), (Legs{"rosa: none/none", "dana: missed/pending"}));
  const v1::Signal before = HandedTo("dana", Jan(5, 4) + kTick, kKeep, Routed(Jan(5)));
  EXPECT_EQ(Words(before, Jan(5, 5)), (Legs{"rosa: missed/none", "dana: none/pending"}));
}

TEST(SignalLeg, S7_WhatAHolderTookStaysTheirsAfterTheSignalWentOn) {
  const v1::Signal kept =
      HandedTo("dana", Jan(5, 3), kKeep, Acknowledged(Routed(Jan(5)), Jan(5, 1)));
  EXPECT_EQ(Words(kept, Jan(5, 4)), (Legs{"rosa: in_time/none", "dana: none/pending"}));
  // Also in the very instant of the change; a step after it is the next holder's.
  const v1::Signal together =
      HandedTo("dana", Jan(5, 1), kKeep, Acknowledged(Routed(Jan(5)), Jan(5, 1)));
  EXPECT_EQ(Words(together, Jan(5, 4)), (Legs{"rosa: in_time/none", "dana: none/pending"}));
  const v1::Signal after =
      Acknowledged(HandedTo("dana", Jan(5, 1), kKeep, Routed(Jan(5))), Jan(5, 1));
  EXPECT_EQ(Words(after, Jan(5, 4)), (Legs{"rosa: none/none", "dana: in_time/pending"}));
}

TEST(SignalLeg, H13_AConversationBelongsToTheLegInWhichItWasHeld) {
  const v1::Signal late = HandedTo("dana", Jan(7), kRestart, Contacted(Routed(Jan(5)), Jan(6, 5)));
  EXPECT_EQ(Words(late, Jan(9)),
            (Legs{"rosa: missed/missed contacted", "dana: none/none contacted"}));
  const v1::Signal next = Contacted(HandedTo("dana", Jan(7), kRestart, Routed(Jan(5))), Jan(7, 1));
  EXPECT_EQ(Words(next, Jan(9)), (Legs{"rosa: missed/missed", "dana: in_time/in_time contacted"}));
}

TEST(SignalLeg, H13_AnOutcomeBelongsToTheLegInWhichItWasGiven) {
  const v1::Signal lost =
      Closed(HandedTo("dana", Jan(7), kKeep, Contacted(Routed(Jan(5)), Jan(5, 1))),
             v1::SIGNAL_STATE_LOST, Jan(8));
  EXPECT_EQ(Words(lost, Jan(9)),
            (Legs{"rosa: in_time/in_time contacted", "dana: none/none contacted closed"}));
}

TEST(SignalLeg, S11_AModelAContactIsTheCsms) {
  v1::Signal own = Routed(Jan(5));
  own.set_model(v1::OWNERSHIP_MODEL_A);
  own.set_holder(Someone("imogen"));
  own.clear_ae();
  own.mutable_clock()->clear_acknowledge_due_time();
  ASSERT_THAT(LegsOf(own, Jan(5)), SizeIs(1));
  EXPECT_TRUE(LegsOf(own, Jan(5))[0].by_csm);
  EXPECT_EQ(Words(own, Jan(9)), (Legs{"imogen: none/missed"}));
  // Upgraded: the CSM's leg stays the CSM's.
  v1::Signal upgraded = HandedTo("rosa", Jan(5, 1), kRestart, own);
  upgraded.set_model(v1::OWNERSHIP_MODEL_C);
  EXPECT_TRUE(LegsOf(upgraded, Jan(5, 2))[0].by_csm);
  EXPECT_FALSE(LegsOf(upgraded, Jan(5, 2))[1].by_csm);
}

TEST(SignalLeg, S1_TheLastMilestoneOfAWatchItemIsItsReview) {
  v1::Signal watch = Acknowledged(Routed(Jan(5)), Jan(5, 1));
  watch.mutable_clock()->clear_contact_due_time();
  EXPECT_TRUE(LegsOf(watch, Jan(9))[0].last.has_value());
  // What is the next leg's contact is not this leg's review.
  const v1::Signal kept =
      HandedTo("dana", Jan(5, 3), kKeep, Acknowledged(Routed(Jan(5)), Jan(5, 1)));
  EXPECT_FALSE(LegsOf(kept, Jan(9))[0].last.has_value());
  EXPECT_TRUE(LegsOf(kept, Jan(9))[1].last.has_value());
}

TEST(SignalLeg, W1_ALegThatCameFromALeaverIsChargedToNobody) {
  v1::Signal signal = HandedTo("priya", Jan(5, 1), kKeep, Routed(Jan(5)));
  signal.mutable_clock()->set_uncharged(true);
  EXPECT_TRUE(LegsOf(signal, Jan(9))[0].charged);
  EXPECT_FALSE(LegsOf(signal, Jan(9))[1].charged);
}

TEST(SignalLeg, S7_ASignalFromBeforeLegsStartedCounts) {
  v1::Signal old = Routed(Jan(5));
  old.mutable_clock()->clear_leg_start_time();
  EXPECT_EQ(Words(old, Jan(9)), (Legs{"rosa: missed/missed"}));
}

TEST(SignalLeg, H12_WithoutAClockOfItsOwnADuplicateHasNoLegs) {
  v1::Signal twin = Routed(Jan(5));
  twin.set_possible_duplicate_of("tenants/acme/signals/s0");
  EXPECT_TRUE(IsOnItsOwn(twin));
  twin.clear_clock();
  twin.clear_route_time();
  EXPECT_FALSE(IsOnItsOwn(twin));
  EXPECT_THAT(LegsOf(twin, Jan(9)), IsEmpty());
}

}  // namespace
}  // namespace baton::domain
