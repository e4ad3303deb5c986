#include "domain/open_loop.h"

#include <gtest/gtest.h>

#include "tests/domain/report_builders.h"

namespace baton::domain {
namespace {

TEST(OpenLoop, H11_AContactedSignalWaitsForTheNextQuestion) {
  v1::Signal signal = Contacted(Routed(Jan(5)), Jan(5, 6));
  *signal.mutable_outcome_ask_time() = ToTimestamp(Jan(31));
  const v1::OpenLoop loop = OpenLoopOf(signal, Jan(8) - kTick);
  EXPECT_EQ(loop.days_open(), 2);
  EXPECT_EQ(OpenLoopOf(signal, Jan(8)).days_open(), 3);
  EXPECT_EQ(loop.last_step(), "contacted");
  EXPECT_EQ(ToTime(loop.last_step_time()), Jan(5, 6));
  EXPECT_EQ(loop.next_step(), "outcome asked");
  EXPECT_EQ(ToTime(loop.next_step_time()), Jan(31));
}

TEST(OpenLoop, H11_ADeferredSignalComesBack) {
  v1::Signal signal = Closed(Routed(Jan(5)), v1::SIGNAL_STATE_DEFERRED, Jan(6));
  *signal.mutable_revisit_time() = ToTimestamp(Jan(28));
  const v1::OpenLoop loop = OpenLoopOf(signal, Jan(8));
  EXPECT_EQ(loop.last_step(), "deferred");
  EXPECT_EQ(loop.next_step(), "comes back");
  EXPECT_EQ(ToTime(loop.next_step_time()), Jan(28));
}

TEST(OpenLoop, H10_AReopenedSignalSaysSo) {
  v1::Signal signal = Contacted(Routed(Jan(5)), Jan(5, 6));
  *signal.mutable_reopen_time() = ToTimestamp(Jan(7));
  const v1::OpenLoop loop = OpenLoopOf(signal, Jan(8));
  EXPECT_EQ(loop.last_step(), "reopened");
  EXPECT_EQ(ToTime(loop.last_step_time()), Jan(7));
  EXPECT_EQ(loop.next_step(), "");
  EXPECT_FALSE(loop.has_next_step_time());
}

}  // namespace
}  // namespace baton::domain
