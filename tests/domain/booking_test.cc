#include "domain/booking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::baton::testing::ViolatedFields;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::BookingLineKind kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr v1::BookingLineKind kAddOn = v1::BOOKING_LINE_KIND_ADD_ON;

TEST(Booking, A_FillsLineIdsByPositionAndEffectiveTimes) {
  v1::Booking booking = BookingOf({Line(kRenewal, "core", 1, 1), Line(kAddOn, "api", 0, 1)});
  booking.mutable_lines(0)->set_line("first");
  booking.mutable_lines(1)->clear_line();
  *booking.mutable_lines(0)->mutable_effective_time() = Stamp("2027-05-01T00:00:00Z");
  const auto checked = CheckBooking(booking);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->lines(0).line(), "first");
  EXPECT_EQ(checked->lines(1).line(), "L2");
  EXPECT_EQ(checked->lines(0).effective_time().seconds(), Stamp("2027-05-01T00:00:00Z").seconds());
  EXPECT_EQ(checked->lines(1).effective_time().seconds(), booking.booked_time().seconds());
  EXPECT_THAT(checked->warnings(), IsEmpty());
}

TEST(Booking, A_NamesEveryFaultAtOnce) {
  v1::Booking booking;
  booking.set_currency_code("usd");
  *booking.mutable_renewal_time() = google::protobuf::Timestamp();
  booking.mutable_renewal_time()->set_nanos(-1);
  v1::BookingLine* line = booking.add_lines();
  line->set_prior_arr_minor(-1);
  line->set_new_arr_minor(-2);
  line->set_uplift_bp(-3);
  EXPECT_THAT(
      CheckBooking(booking),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("booking.account"), HasSubstr("booking.booked_time"),
                     HasSubstr("booking.renewal_time"), HasSubstr("booking.currency_code"),
                     HasSubstr("booking.lines[0].product "), HasSubstr("lines[0].product_line"),
                     HasSubstr("lines[0].kind"), HasSubstr("lines[0].prior_arr_minor"),
                     HasSubstr("lines[0].new_arr_minor"), HasSubstr("lines[0].uplift_bp"))));
  EXPECT_EQ(ReasonOf(CheckBooking(booking).status()), v1::ERROR_REASON_INVALID_FIELDS);
}

TEST(Booking, A_TakesUpToAThousandLines) {
  EXPECT_THAT(CheckBooking(BookingOf({})), StatusIs(absl::StatusCode::kInvalidArgument));
  const v1::BookingLine line = Line(kAddOn, "core", 0, 1);
  EXPECT_THAT(CheckBooking(BookingOf(std::vector<v1::BookingLine>(1000, line))), IsOk());
  EXPECT_THAT(CheckBooking(BookingOf(std::vector<v1::BookingLine>(1001, line))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1001")));
}

TEST(Booking, A_RefusesALineIdThatStandsTwice) {
  v1::Booking booking = BookingOf({Line(kRenewal, "core", 1, 1), Line(kAddOn, "api", 0, 1)});
  booking.mutable_lines(0)->set_line("L2");
  EXPECT_THAT(CheckBooking(booking),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two lines")));
}

TEST(Booking, A_AnUpliftOutside300To500IsAWarning) {
  const auto warnings = [](int32_t uplift_bp) {
    return CheckBooking(BookingOf({Line(kRenewal, "core", 1, 1, uplift_bp)}))->warnings();
  };
  EXPECT_THAT(warnings(0), IsEmpty());
  EXPECT_THAT(warnings(300), IsEmpty());
  EXPECT_THAT(warnings(500), IsEmpty());
  EXPECT_THAT(warnings(299), ElementsAre(HasSubstr("2.99%")));
  EXPECT_THAT(warnings(501), ElementsAre(HasSubstr("lines[0].uplift_bp: 5.01% lies outside")));
}

TEST(Booking, A_ALinesArrHasALargestAmount) {
  constexpr int64_t kMost = kMaxLineArrMinor;
  EXPECT_THAT(
      CheckBooking(BookingOf({Line(kAddOn, "core", 0, kMost), Line(kAddOn, "api", kMost, 0)})),
      IsOk());
  const absl::Status refused = CheckBooking(BookingOf({Line(kAddOn, "core", kMost + 1, 0),
                                                       Line(kAddOn, "api", 0, kMost + 1)}))
                                   .status();
  EXPECT_THAT(ViolatedFields(refused),
              ElementsAre("booking.lines[0].prior_arr_minor", "booking.lines[1].new_arr_minor"));
}

TEST(Booking, A_TheSumsOfTheLargestBookingFitInto64Bits) {
  v1::Booking booking = BookingOf({});
  for (int i = 0; i < kMaxBookingLines; ++i) {
    *booking.add_lines() = Line(kAddOn, "core", 0, kMaxLineArrMinor);
    booking.mutable_lines(i)->clear_line();
  }
  ASSERT_THAT(CheckBooking(booking), IsOk());
  EXPECT_THAT(TotalChange(booking), IsOkAndHolds(kMaxBookingLines * kMaxLineArrMinor));
}

TEST(Booking, A4_TotalChangeAddsUpAllLines) {
  EXPECT_THAT(
      TotalChange(BookingOf({Line(kRenewal, "core", 500, 300), Line(kAddOn, "api", 0, 1000)})),
      IsOkAndHolds(800));
}

TEST(Booking, T1_KnowsWhetherALineRaisesOrLowersArr) {
  const v1::Booking both =
      BookingOf({Line(kRenewal, "core", 500, 300), Line(kAddOn, "api", 0, 100)});
  EXPECT_TRUE(RaisesArr(both));
  EXPECT_TRUE(LowersArr(both));
  const v1::Booking neither = BookingOf({Line(kRenewal, "core", 500, 500)});
  EXPECT_FALSE(RaisesArr(neither));
  EXPECT_FALSE(LowersArr(neither));
}

}  // namespace
}  // namespace baton::domain
