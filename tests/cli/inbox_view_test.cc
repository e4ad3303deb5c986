#include "tools/cli/inbox_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;
using testing::Stamp;

v1::Signal Waiting(const std::string& id, const std::string& due) {
  return FromText<v1::Signal>("name: 'tenants/acme/signals/" + id +
                              "' state: SIGNAL_STATE_ROUTED urgency: URGENCY_HOT "
                              "clock { acknowledge_due_time " +
                              Stamp(due) + " }");
}

TEST(Inbox, TheMostUrgentComesFirst) {
  Inbox inbox;
  inbox.Apply(Waiting("later", "2027-01-05 15:00"));
  inbox.Apply(FromText<v1::Signal>("name: 'x/no-clock' state: SIGNAL_STATE_CONTACTED"));
  inbox.Apply(Waiting("first", "2027-01-05 11:00"));
  const auto sorted = inbox.Sorted();
  ASSERT_EQ(sorted.size(), 3u);
  EXPECT_EQ(sorted[0].name(), "tenants/acme/signals/first");
  EXPECT_EQ(sorted[2].name(), "x/no-clock");
}

TEST(Inbox, AClosedSignalLeaves) {
  Inbox inbox;
  v1::Signal signal = Waiting("one", "2027-01-05 11:00");
  inbox.Apply(signal);
  signal.set_state(v1::SIGNAL_STATE_WON);
  inbox.Apply(signal);
  EXPECT_TRUE(inbox.Sorted().empty());
}

TEST(InboxScreen, S6_OverdueIsMarkedAndCounted) {
  Inbox inbox;
  inbox.Apply(Waiting("late", "2027-01-05 11:20"));
  inbox.Apply(Waiting("early", "2027-01-05 15:12"));
  const std::string text = InboxScreen(inbox, "", Piped("2027-01-05 12:00"));
  EXPECT_THAT(text, HasSubstr("2 open, 1 overdue"));
  EXPECT_THAT(text, HasSubstr("overdue by 40 min"));
  EXPECT_THAT(text, HasSubstr("in 3 h 12 min"));
}

TEST(InboxScreen, AScreenIsNeverOverfilled) {
  Inbox inbox;
  for (int i = 0; i < 30; ++i) {
    inbox.Apply(Waiting("s" + std::to_string(i), "2027-01-05 15:00"));
  }
  View view = Piped("2027-01-05 12:00");
  view.terminal = Terminal{true, false, 120, 12};
  const std::string text = InboxScreen(inbox, "footer", view);
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 12);
  EXPECT_THAT(text, HasSubstr("23 more below"));
}

TEST(InboxScreen, AnEmptyInboxSaysSo) {
  EXPECT_THAT(InboxScreen(Inbox(), "", Piped("2027-01-05 12:00")), HasSubstr("nothing waits"));
}

}  // namespace
}  // namespace baton::cli
