#include "tools/cli/time_text.h"

#include "tests/cli/proto_text.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::_;
using testing::At;

TEST(TimeText, S2_ExactlyAtTheDeadlineIsNotOverdue) {
  const absl::Time due = At("2027-01-05 13:00");
  EXPECT_EQ(FormatTimeLeft(due, due), "due now");
  EXPECT_EQ(FormatTimeLeft(due, due - absl::Seconds(1)), "in 1 s");
  EXPECT_EQ(FormatTimeLeft(due, due + absl::Seconds(1)), "overdue by 1 s");
}

TEST(TimeText, TimeLeftShowsTheTwoLargestUnits) {
  const absl::Time now = At("2027-01-05 09:00");
  EXPECT_EQ(FormatTimeLeft(At("2027-01-05 12:12"), now), "in 3 h 12 min");
  EXPECT_EQ(FormatTimeLeft(At("2027-01-05 08:20"), now), "overdue by 40 min");
  EXPECT_EQ(FormatTimeLeft(At("2027-01-07 13:30"), now), "in 2 d 4 h");
  EXPECT_EQ(FormatTimeLeft(At("2027-01-06 09:00"), now), "in 1 d");
  EXPECT_EQ(FormatTimeLeft(now + absl::Seconds(3661), now), "in 1 h 1 min");
  EXPECT_EQ(FormatTimeLeft(now + absl::Seconds(119), now), "in 1 min");
}

TEST(TimeText, AgeLooksBothWays) {
  const absl::Time now = At("2027-01-05 09:00");
  EXPECT_EQ(FormatAge(At("2027-01-05 06:00"), now), "3 h ago");
  EXPECT_EQ(FormatAge(At("2027-01-07"), now), "in 1 d 15 h");
  EXPECT_EQ(FormatAge(now, now), "just now");
}

TEST(TimeText, InstantsAreUtc) {
  const absl::Time expected = absl::FromUnixSeconds(1799141400);
  for (const char* text :
       {"2027-01-05 09:30", "2027-01-05 09:30:00", "2027-01-05T09:30:00Z",
        "2027-01-05T10:30:00+01:00", "2027-01-05T09:30Z", "2027-01-05 09:30 UTC"}) {
    EXPECT_EQ(At(text), expected) << text;
  }
  EXPECT_EQ(At("2027-01-05"), expected - absl::Minutes(570));
}

TEST(TimeText, RelativeInstantsNeedAnOwnNow) {
  const absl::Time now = At("2027-01-05 09:00");
  EXPECT_EQ(ParseTime("+4h30m")->At(now), At("2027-01-05 13:30"));
  EXPECT_EQ(ParseTime("-2d")->At(now), At("2027-01-03 09:00"));
  EXPECT_EQ(ParseTime("now")->At(now), now);
}

TEST(TimeText, SpansAddUp) {
  EXPECT_EQ(*ParseSpan("90s"), absl::Seconds(90));
  EXPECT_EQ(*ParseSpan("1d12h"), absl::Hours(36));
  EXPECT_EQ(*ParseSpan("2w"), absl::Hours(336));
  EXPECT_EQ(*ParseSpan("3 h 12 min"), absl::Minutes(192));
}

TEST(TimeText, WhatIsNoTimeIsRefused) {
  for (const char* text :
       {"", "soon", "+", "+4", "4h", "2027-13-01", "2027-01-05 25:00", "+4x", "+9999999d", "-h"}) {
    EXPECT_THAT(ParseTime(text), StatusIs(absl::StatusCode::kInvalidArgument, _)) << text;
  }
}

TEST(TimeText, FormatShowsSecondsOnlyWhereTheyMatter) {
  EXPECT_EQ(FormatInstant(At("2027-01-05 09:30")), "2027-01-05 09:30 UTC");
  EXPECT_EQ(FormatInstant(At("2027-01-05 09:30:05")), "2027-01-05 09:30:05 UTC");
}

TEST(TimeText, X3_TimestampsKeepMicroseconds) {
  for (const int64_t micros : {int64_t{1799141400123456}, int64_t{0}, int64_t{-1}}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(FromProto(ToProto(time)), time);
    EXPECT_GE(ToProto(time).nanos(), 0);
  }
}

}  // namespace
}  // namespace baton::cli
