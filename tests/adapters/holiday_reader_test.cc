#include "adapters/icalendar/holiday_reader.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::HolidayFeed Feed(const std::string& icalendar, int first_year = 2027, int last_year = 2028) {
  v1::HolidayFeed feed;
  feed.set_icalendar(icalendar);
  feed.set_first_year(first_year);
  feed.set_last_year(last_year);
  return feed;
}

std::string Calendar(const std::string& parts) {
  return absl::StrCat("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Berlin//Holidays\r\n", parts,
                      "END:VCALENDAR\r\n");
}

std::string Event(const std::string& lines, const std::string& name = "Day") {
  return absl::StrCat("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:", name, "\r\n", lines,
                      "\r\nEND:VEVENT\r\n");
}

// The dates of a feed that has no fault.
std::vector<std::string> DatesOf(const v1::HolidayFeed& feed) {
  domain::Violations faults;
  std::vector<std::string> dates;
  for (const v1::Holiday& holiday : ReadHolidays(feed, &faults).holidays) {
    dates.push_back(holiday.date());
  }
  EXPECT_TRUE(faults.empty()) << faults.ToStatus();
  return dates;
}

std::vector<std::string> DatesOfEvent(const std::string& lines) {
  return DatesOf(Feed(Calendar(Event(lines))));
}

std::vector<std::string> FaultsOf(const v1::HolidayFeed& feed) {
  domain::Violations faults;
  ReadHolidays(feed, &faults);
  std::vector<std::string> texts;
  for (const auto& [field, description] : faults.faults()) {
    texts.push_back(absl::StrCat(field, " ", description));
  }
  return texts;
}

std::vector<std::string> FaultsOfEvent(const std::string& lines) {
  return FaultsOf(Feed(Calendar(Event(lines, "Odd"))));
}

TEST(HolidayReader, S3_AnEventOfOneDayIsAHoliday) {
  domain::Violations faults;
  const FeedHolidays read =
      ReadHolidays(Feed(Calendar(Event("DTSTART;VALUE=DATE:20271003\r\nDTEND;VALUE=DATE:20271004",
                                       "Tag der Deutschen\r\n  Einheit\\, frei"))),
                   &faults);
  EXPECT_TRUE(faults.empty()) << faults.ToStatus();
  ASSERT_THAT(read.holidays, SizeIs(1));
  EXPECT_EQ(read.holidays[0].date(), "2027-10-03");
  EXPECT_EQ(read.holidays[0].display_name(), "Tag der Deutschen Einheit, frei");
  EXPECT_EQ(read.product, "-//Berlin//Holidays");
}

TEST(HolidayReader, S3_AnEventWithoutAnEndLastsItsDay) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20270101"), ElementsAre("2027-01-01"));
}

TEST(HolidayReader, S3_AnEventSpansItsDaysButNotItsEnd) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20271224\r\nDTEND;VALUE=DATE:20271227"),
              ElementsAre("2027-12-24", "2027-12-25", "2027-12-26"));
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20280228\r\nDURATION:P2D"),
              ElementsAre("2028-02-28", "2028-02-29"));
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20270801\r\nDURATION:P1W"), SizeIs(7));
}

TEST(HolidayReader, S3_OnlyTheYearsAskedForAreRead) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270103"),
              ElementsAre("2027-01-01", "2027-01-02"));
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20281231\r\nDTEND;VALUE=DATE:20290102"),
              ElementsAre("2028-12-31"));
}

TEST(HolidayReader, S3_ARuleGivesEveryOccurrence) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:19700501\r\nRRULE:FREQ=YEARLY"),
              ElementsAre("2027-05-01", "2028-05-01"));
  // The fourth Thursday of November, and a leap day that the years between don't have.
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
              ElementsAre("2027-11-25", "2028-11-23"));
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20200229\r\nRRULE:FREQ=YEARLY"),
              ElementsAre("2028-02-29"));
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20270131\r\nRRULE:FREQ=MONTHLY;COUNT=3"),
              ElementsAre("2027-01-31", "2027-03-31", "2027-05-31"));
  EXPECT_THAT(
      DatesOfEvent("DTSTART;VALUE=DATE:20270806\r\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20270820"),
      ElementsAre("2027-08-06", "2027-08-13", "2027-08-20"));
}

TEST(HolidayReader, S3_AnOccurrenceThatBeganTheYearBeforeReachesIn) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20001231\r\nDTEND;VALUE=DATE:20010102\r\n"
                           "RRULE:FREQ=YEARLY"),
              ElementsAre("2027-01-01", "2027-12-31", "2028-01-01", "2028-12-31"));
}

TEST(HolidayReader, S3_DatesAreAddedAndTakenAway) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
                           "EXDATE;VALUE=DATE:20270105,20270106\r\n"
                           "RDATE;VALUE=DATE:20280704,20270104"),
              ElementsAre("2027-01-04", "2027-01-07", "2028-07-04"));
  // Taken away wins, whatever the order.
  EXPECT_THAT(DatesOfEvent("EXDATE;VALUE=DATE:20270104\r\nRDATE;VALUE=DATE:20270105\r\n"
                           "DTSTART;VALUE=DATE:20270104"),
              ElementsAre("2027-01-05"));
}

TEST(HolidayReader, S3_ACancelledEventIsNoHoliday) {
  EXPECT_THAT(DatesOfEvent("DTSTART;VALUE=DATE:20270104\r\nSTATUS:CANCELLED"), IsEmpty());
}

TEST(HolidayReader, S3_WhatDoesNotMatterIsPassedOver) {
  EXPECT_THAT(DatesOf(Feed(Calendar(
                  "X-WR-CALNAME:Holidays\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\n" +
                  Event("DTSTART;VALUE=DATE:20270104\r\nTRANSP:TRANSPARENT\r\nNEW-WORD:1\r\n"
                        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nEND:VALARM")))),
              ElementsAre("2027-01-04"));
}

TEST(HolidayReader, S3_EveryEventThatCannotBeReadIsNamed) {
  const std::vector<std::string> faults = FaultsOf(Feed(Calendar(absl::StrCat(
      Event("DTSTART:20270104T090000\r\nDTEND:20270104T120000", "Half day"),
      Event("DTSTART;VALUE=DATE:20270104"),
      Event("DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=HOURLY", "Often"),
      Event("DTEND;VALUE=DATE:20270104", "Late"), "BEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\n"))));
  ASSERT_THAT(faults, SizeIs(4));
  EXPECT_THAT(faults, Each(HasSubstr("holiday_feed.icalendar ")));
  EXPECT_THAT(faults[0],
              AllOf(HasSubstr("event 1 \"Half day\" (\"1\")"), HasSubstr("time of day")));
  EXPECT_THAT(faults[1], AllOf(HasSubstr("event 3 \"Often\""), HasSubstr("RRULE")));
  EXPECT_THAT(faults[2], AllOf(HasSubstr("event 4 \"Late\""), HasSubstr("no DTSTART")));
  EXPECT_THAT(faults[3], HasSubstr("VTODO"));
}

TEST(HolidayReader, S3_EventsThatAreNoWholeDaysAreRefused) {
  for (const char* lines :
       {"DTSTART;VALUE=DATE:20270231", "DTSTART;VALUE=DATE:18991231",
        "DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20270104",
        "DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20280106",
        "DTSTART;VALUE=DATE:20270104\r\nDTEND:20270105T120000",
        "DTSTART;VALUE=DATE:20270104\r\nDURATION:P1DT12H",
        "DTSTART;VALUE=DATE:20270104\r\nDURATION:-P1D",
        "DTSTART;VALUE=DATE:20270104\r\nDURATION:P999999999W",
        "DTSTART;VALUE=DATE:20270104\r\nRECURRENCE-ID;VALUE=DATE:20270103",
        "DTSTART;VALUE=DATE:20270104\r\nEXRULE:FREQ=YEARLY",
        "DTSTART;VALUE=DATE:20270104\r\nRDATE:20270105T090000",
        "DTSTART;VALUE=DATE:20270104\r\nRDATE;VALUE=PERIOD:20270105T000000Z/P1D",
        "DTSTART;VALUE=DATE:20270104\r\nEXDATE:20270104T000000",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=BANANA",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:RSCALE=CHINESE;FREQ=YEARLY",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=YEARLY;BYMONTH=33"}) {
    EXPECT_THAT(FaultsOfEvent(lines), SizeIs(1)) << lines;
  }
}

TEST(HolidayReader, S3_WhatIsNoWholeTextIsRefused) {
  const std::string whole = Calendar(Event("DTSTART;VALUE=DATE:20270104"));
  for (const std::string& text :
       {std::string("hello"), whole.substr(0, whole.size() / 2), std::string("{}"), Calendar(""),
        Event("DTSTART;VALUE=DATE:20270104"), whole + std::string(1, '\0'),
        whole + "END:VEVENT\r\n", Calendar("BEGIN:VEVENT\r\nEND:VTODO\r\n"),
        Calendar("rubbish\r\n" + Event("DTSTART;VALUE=DATE:20270104"))}) {
    EXPECT_THAT(FaultsOf(Feed(text)), SizeIs(1)) << text;
  }
}

TEST(HolidayReader, S3_TheFeedStatesItsYearsAndHasASize) {
  EXPECT_THAT(FaultsOf(v1::HolidayFeed()), SizeIs(2));
  const std::string text = Calendar(Event("DTSTART;VALUE=DATE:20270104"));
  EXPECT_THAT(FaultsOf(Feed(text, 2028, 2027)), SizeIs(1));
  EXPECT_THAT(FaultsOf(Feed(text, 2027, 2127)), IsEmpty());
  EXPECT_THAT(FaultsOf(Feed(text, 2027, 2128)), SizeIs(1));
  EXPECT_THAT(FaultsOf(Feed(std::string(kMaxFeedBytes + 1, ' '))), SizeIs(1));
}

TEST(HolidayReader, S3_WhatWouldTakeForeverIsRefused) {
  std::string events;
  for (int i = 0; i < 4; ++i) {
    events += Event("DTSTART;VALUE=DATE:19000101\r\nRRULE:FREQ=DAILY");
  }
  EXPECT_THAT(FaultsOf(Feed(Calendar(events), 1900, 2000)),
              ElementsAre(HasSubstr("recurs too often"), HasSubstr("recurs too often")));
  events.clear();
  for (int i = 0; i <= kMaxRecurringEvents; ++i) {
    events += Event("DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=YEARLY");
  }
  EXPECT_THAT(FaultsOf(Feed(Calendar(events))), SizeIs(1));
  events.clear();
  for (int i = 0; i < 50; ++i) events += Event("DTSTART:20270104T090000");
  EXPECT_THAT(FaultsOf(Feed(Calendar(events))), SizeIs(21));
}

// Broken at random: whatever arrives, it is read or refused.
TEST(HolidayReader, S3_BrokenTextsAreReadOrRefused) {
  const std::string whole = Calendar(absl::StrCat(
      Event("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270103\r\nRRULE:FREQ=YEARLY;"
            "BYMONTH=1,12;BYDAY=1MO,-1FR;UNTIL=20290101\r\nEXDATE;VALUE=DATE:20280103"),
      Event("DTSTART;VALUE=DATE:20270131\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=40\r\n"
            "RDATE;VALUE=DATE:20270704,20280704\r\nDURATION:P1W"),
      Event("DTSTART;VALUE=DATE:20270806\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,TH")));
  std::mt19937 random(3);
  const auto below = [&random](size_t end) {
    return std::uniform_int_distribution<size_t>(0, end - 1)(random);
  };
  constexpr absl::string_view kSpecial = "0123456789-+;:,=\r\n\\TZPWDFREQ\x80\xFF";
  int read = 0;
  int refused = 0;
  for (int round = 0; round < 3'000; ++round) {
    std::string text = whole;
    for (size_t i = below(4) + 1; i > 0; --i) {
      const size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = kSpecial[below(kSpecial.size())];
          break;
        case 1:
          text.erase(at, below(20) + 1);
          break;
        case 2:
          text.insert(at, text.substr(below(text.size()), below(60)));
          break;
        default:
          text.insert(at, 1, kSpecial[below(kSpecial.size())]);
      }
    }
    domain::Violations faults;
    ReadHolidays(Feed(text), &faults);
    ++(faults.empty() ? read : refused);
  }
  EXPECT_GT(read, 0);
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace baton::adapters
