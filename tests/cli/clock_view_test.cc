#include "tools/cli/clock_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;
using testing::Stamp;

// Hot, assigned at 09:00: acknowledge by 13:00, contact by 09:00 the next day.
v1::Signal Hot(const std::string& rest) {
  return FromText<v1::Signal>(
      "name: 'tenants/acme/signals/01J' account: 'tenants/acme/accounts/helios' "
      "urgency: URGENCY_HOT clock { leg: 1 start_time " +
      Stamp("2027-01-05 09:00") + " acknowledge_due_time " + Stamp("2027-01-05 13:00") +
      " contact_due_time " + Stamp("2027-01-06 09:00") + " } " + rest);
}

TEST(ClockTable, S2_ExactlyAtTheDeadlineIsWithin) {
  const std::string text =
      ClockTable({Hot("acknowledge_time " + Stamp("2027-01-05 13:00"))}, Piped("2027-01-05 14:00"));
  EXPECT_THAT(text, HasSubstr("within"));
  EXPECT_THAT(text, HasSubstr("in 19 h"));
}

TEST(ClockTable, S6_ALateStepSaysByHowMuch) {
  EXPECT_THAT(
      ClockTable({Hot("acknowledge_time " + Stamp("2027-01-05 15:30"))}, Piped("2027-01-05 16:00")),
      HasSubstr("late by 2 h 30 min"));
}

TEST(ClockTable, S4_WhatNobodyDidInTimeIsMissed) {
  EXPECT_THAT(ClockTable({Hot("")}, Piped("2027-01-05 13:01")), HasSubstr("missed"));
  EXPECT_THAT(ClockTable({Hot("")}, Piped("2027-01-05 13:00")), Not(HasSubstr("missed")));
}

TEST(ClockTable, LeavesOutSignalsWithoutAClock) {
  const auto watching = FromText<v1::Signal>("name: 'tenants/acme/signals/01W'");
  EXPECT_THAT(ClockTable({watching}, Piped("2027-01-05 13:01")), Not(HasSubstr("01W")));
}

}  // namespace
}  // namespace baton::cli
