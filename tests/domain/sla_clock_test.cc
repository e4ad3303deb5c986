#include "domain/sla_clock.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

const absl::Time kFriday = absl::FromCivil(absl::CivilHour(2027, 3, 5, 16), absl::UTCTimeZone());

BusinessCalendar NineToFive() {
  WeeklyWindows windows;
  for (size_t weekday = 0; weekday < 5; ++weekday) windows[weekday] = {{9 * 60, 17 * 60}};
  return BusinessCalendar::Create("UTC", windows, {}).value();
}

TEST(SlaClock, S1_HotIsFourAndTwentyFourHours) {
  const auto deadlines = DeadlinesFor(Urgency::kHot, kFriday, SlaPolicy(), nullptr);
  ASSERT_THAT(deadlines, IsOk());
  EXPECT_EQ(deadlines->acknowledge_by, kFriday + absl::Hours(4));
  EXPECT_EQ(deadlines->contact_by, kFriday + absl::Hours(24));
}

TEST(SlaClock, S1_WarmIsTwentyFourAndSeventyTwoHours) {
  const auto deadlines = DeadlinesFor(Urgency::kWarm, kFriday, SlaPolicy(), nullptr);
  ASSERT_THAT(deadlines, IsOk());
  EXPECT_EQ(deadlines->acknowledge_by, kFriday + absl::Hours(24));
  EXPECT_EQ(deadlines->contact_by, kFriday + absl::Hours(72));
}

TEST(SlaClock, S1_WatchIsReviewedWithinPlainDaysWhateverTheCalendar) {
  const BusinessCalendar calendar = NineToFive();
  SlaPolicy policy;
  const auto seven = DeadlinesFor(Urgency::kWatch, kFriday, policy, &calendar);
  ASSERT_THAT(seven, IsOk());
  EXPECT_EQ(seven->acknowledge_by, kFriday + absl::Hours(7 * 24));
  EXPECT_FALSE(seven->contact_by.has_value());
  policy.watch_review_days = 14;
  const auto fourteen = DeadlinesFor(Urgency::kWatch, kFriday, policy, nullptr);
  ASSERT_THAT(fourteen, IsOk());
  EXPECT_EQ(fourteen->acknowledge_by, kFriday + absl::Hours(14 * 24));
}

TEST(SlaClock, S2_AckAtExactlyFourHoursIsWithin) {
  const auto deadlines = DeadlinesFor(Urgency::kHot, kFriday, SlaPolicy(), nullptr);
  ASSERT_THAT(deadlines, IsOk());
  EXPECT_TRUE(Within(kFriday + absl::Hours(4), deadlines->acknowledge_by));
  EXPECT_TRUE(Within(kFriday, deadlines->acknowledge_by));
  EXPECT_FALSE(Within(kFriday + absl::Hours(4) + absl::Microseconds(1), deadlines->acknowledge_by));
}

TEST(SlaClock, S3_WithACalendarOnlyWorkingTimeCounts) {
  const BusinessCalendar calendar = NineToFive();
  const auto deadlines = DeadlinesFor(Urgency::kHot, kFriday, SlaPolicy(), &calendar);
  ASSERT_THAT(deadlines, IsOk());
  // One hour on Friday, three on Monday; 24 hours are three working days.
  EXPECT_EQ(deadlines->acknowledge_by, kFriday + absl::Hours(68));
  EXPECT_EQ(deadlines->contact_by, kFriday + absl::Hours(5 * 24));
}

TEST(SlaClock, S3_ADeadlineThatNeverComesIsRefused) {
  WeeklyWindows windows;
  windows[0] = {{0, 1}};
  const auto calendar = BusinessCalendar::Create("UTC", windows, {});
  ASSERT_THAT(calendar, IsOk());
  EXPECT_THAT(DeadlinesFor(Urgency::kWarm, kFriday, SlaPolicy(), &*calendar),
              StatusIs(StatusCode::kOutOfRange));
  EXPECT_THAT(DeadlinesFor(Urgency::kHot, absl::InfiniteFuture(), SlaPolicy(), nullptr),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(DueAfter(kFriday, -absl::Hours(1), nullptr), StatusIs(StatusCode::kInvalidArgument));
}

TEST(SlaClock, S11_TheCsmContactsWithinADayThreeDaysOrThirty) {
  const SlaPolicy policy;
  EXPECT_THAT(CsmContactDeadline(Urgency::kHot, kFriday, policy, nullptr),
              IsOkAndHolds(kFriday + absl::Hours(24)));
  EXPECT_THAT(CsmContactDeadline(Urgency::kWarm, kFriday, policy, nullptr),
              IsOkAndHolds(kFriday + absl::Hours(72)));
  EXPECT_THAT(CsmContactDeadline(Urgency::kWatch, kFriday, policy, nullptr),
              IsOkAndHolds(kFriday + absl::Hours(30 * 24)));
}

TEST(SlaClock, S11_HoursFollowTheCalendarDaysDoNot) {
  const SlaPolicy policy;
  const BusinessCalendar calendar = NineToFive();
  EXPECT_THAT(CsmContactDeadline(Urgency::kHot, kFriday, policy, &calendar),
              IsOkAndHolds(kFriday + absl::Hours(5 * 24)));
  EXPECT_THAT(CsmContactDeadline(Urgency::kWatch, kFriday, policy, &calendar),
              IsOkAndHolds(kFriday + absl::Hours(30 * 24)));
}

TEST(SlaClock, S1_APolicysFaultsAreAllNamed) {
  EXPECT_THAT(ValidateSlaPolicy(SlaPolicy()), IsOk());
  SlaPolicy policy;
  policy.hot.acknowledge = absl::ZeroDuration();
  policy.warm.contact = absl::Hours(23);
  policy.watch_review_days = 0;
  policy.csm_contact_watch_days = -1;
  EXPECT_THAT(ValidateSlaPolicy(policy),
              StatusIs(StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("hot acknowledge is not positive"),
                             HasSubstr("warm contact is due before acknowledge"),
                             HasSubstr("watch review is not positive"),
                             HasSubstr("watch CSM contact is not positive"))));
}

}  // namespace
}  // namespace baton::domain
