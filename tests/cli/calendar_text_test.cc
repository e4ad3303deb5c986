#include "tools/cli/calendar_text.h"

#include <gmock/gmock.h>

#include "absl/strings/str_join.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;

std::string Read(const std::vector<std::string>& texts) {
  google::protobuf::RepeatedPtrField<v1::WeekdayHours> week;
  for (const std::string& text : texts) {
    const auto days = ParseWeekHours(text);
    EXPECT_THAT(days, IsOk());
    if (days.ok()) week.Add(days->begin(), days->end());
  }
  return WeekText(week);
}

TEST(CalendarText, S3_HoursAreReadAndWrittenAlike) {
  for (const char* text :
       {"mon-fri 09:00-17:30", "mon-fri 09:00-12:00,13:00-17:30", "sun 00:00-24:00"}) {
    EXPECT_EQ(Read({text}), text);
  }
  EXPECT_EQ(Read({"mon-thu 09:00-17:30", "FRI  09:00-15:00"}),
            "mon-thu 09:00-17:30, fri 09:00-15:00");
  EXPECT_EQ(Read({"mon,wed 09:00-12:00"}), "mon 09:00-12:00, wed 09:00-12:00");
  EXPECT_EQ(Read({"mon-tue,sat-sun 09:00-12:00"}), "mon-tue 09:00-12:00, sat-sun 09:00-12:00");
}

TEST(CalendarText, S3_WhatIsNoHoursIsRefused) {
  for (const char* text :
       {"", "mon", "09:00-17:30", "monday 09:00-17:30", "fri-mon 09:00-17:30", "mon 9-17",
        "mon 09:00", "mon 09:00-17:30 18:00-19:00", "mon- 09:00-17:30", ", 09:00-17:30"}) {
    EXPECT_THAT(ParseWeekHours(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(CalendarText, S3_HolidaysAndYears) {
  const auto named = ParseHoliday("2027-12-24=Christmas = Eve");
  ASSERT_THAT(named, IsOk());
  EXPECT_EQ(named->date(), "2027-12-24");
  EXPECT_EQ(named->display_name(), "Christmas = Eve");
  EXPECT_THAT(ParseHoliday("2027-12-24"), IsOk());
  EXPECT_FALSE(ParseHoliday("Christmas").ok());
  const auto years = ParseYears("2027-2036");
  ASSERT_THAT(years, IsOk());
  EXPECT_EQ(years->first, 2027);
  EXPECT_EQ(years->last, 2036);
  ASSERT_THAT(ParseYears("2027"), IsOk());
  EXPECT_EQ(ParseYears("2027")->last, 2027);
  for (const char* text : {"", "-", "2027-", "2027-2028-2029", "soon"}) {
    EXPECT_FALSE(ParseYears(text).ok()) << text;
  }
}

}  // namespace
}  // namespace baton::cli
