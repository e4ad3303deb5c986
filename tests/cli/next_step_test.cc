#include "tools/cli/next_step.h"

#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::At;
using testing::FromText;
using testing::Stamp;

v1::Signal Routed() {
  return FromText<v1::Signal>(
      "state: SIGNAL_STATE_ROUTED urgency: URGENCY_HOT clock { start_time " +
      Stamp("2027-01-05 09:00") + " acknowledge_due_time " + Stamp("2027-01-05 13:00") +
      " contact_due_time " + Stamp("2027-01-06 09:00") + " }");
}

TEST(NextStep, S1_ARoutedSignalWaitsForItsAcknowledgement) {
  const NextStep step = NextStepOf(Routed());
  EXPECT_EQ(step.what, "acknowledge");
  EXPECT_EQ(step.due, At("2027-01-05 13:00"));
}

TEST(NextStep, S1_AnAcknowledgedOneWaitsForTheContact) {
  v1::Signal signal = Routed();
  signal.set_state(v1::SIGNAL_STATE_ACKNOWLEDGED);
  EXPECT_EQ(NextStepOf(signal).what, "contact the customer");
  EXPECT_EQ(NextStepOf(signal).due, At("2027-01-06 09:00"));
}

TEST(NextStep, H7_AnUnassignedOneWaitsForItsAe) {
  const auto signal = FromText<v1::Signal>("state: SIGNAL_STATE_UNASSIGNED assign_due_time " +
                                           Stamp("2027-01-05 13:00"));
  EXPECT_EQ(NextStepOf(signal).what, "assign an AE");
  EXPECT_EQ(NextStepOf(signal).due, At("2027-01-05 13:00"));
}

TEST(NextStep, H2_AnIncompleteOneSaysWhatLacks) {
  const auto signal = FromText<v1::Signal>(
      "state: SIGNAL_STATE_INCOMPLETE missing_fields: 'buyer' missing_fields: 'timeline'");
  EXPECT_EQ(NextStepOf(signal).what, "complete buyer, timeline");
}

TEST(NextStep, H10_OutcomesAreClosed) {
  for (const v1::SignalState state :
       {v1::SIGNAL_STATE_WON, v1::SIGNAL_STATE_LOST, v1::SIGNAL_STATE_DEFERRED,
        v1::SIGNAL_STATE_NOT_READY, v1::SIGNAL_STATE_EXPIRED}) {
    v1::Signal signal;
    signal.set_state(state);
    EXPECT_FALSE(IsOpen(signal)) << state;
  }
  EXPECT_TRUE(IsOpen(Routed()));
}

TEST(TimeLeftCell, S9_WarnsFromThreeQuartersOnAndS2_OverdueOnlyAfterTheDeadline) {
  const NextStep step = NextStepOf(Routed());
  EXPECT_EQ(TimeLeftCell(step, At("2027-01-05 11:59")).style, Style::kPlain);
  EXPECT_EQ(TimeLeftCell(step, At("2027-01-05 12:00")).style, Style::kWarning);
  EXPECT_EQ(TimeLeftCell(step, At("2027-01-05 13:00")).style, Style::kWarning);
  EXPECT_EQ(TimeLeftCell(step, At("2027-01-05 13:00:01")).style, Style::kBad);
  EXPECT_EQ(TimeLeftCell(step, At("2027-01-05 13:40")).text, "overdue by 40 min");
}

}  // namespace
}  // namespace baton::cli
