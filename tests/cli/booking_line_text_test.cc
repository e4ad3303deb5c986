#include "tools/cli/booking_line_text.h"

#include "tests/cli/proto_text.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

TEST(BookingLineText, A1_ARenewalWithUpliftIsReadInWholeMinorUnits) {
  const auto line = ParseBookingLine(
      "renewal product_line=core product=seats prior=120,000 new=132,000.50 uplift=5% line=L7 "
      "effective=2027-03-01",
      "USD");
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->kind(), v1::BOOKING_LINE_KIND_RENEWAL);
  EXPECT_EQ(line->product_line(), "core");
  EXPECT_EQ(line->product(), "seats");
  EXPECT_EQ(line->prior_arr_minor(), 12000000);
  EXPECT_EQ(line->new_arr_minor(), 13200050);
  EXPECT_EQ(line->uplift_bp(), 500);
  EXPECT_EQ(line->line(), "L7");
  EXPECT_EQ(FromProto(line->effective_time()), testing::At("2027-03-01"));
}

TEST(BookingLineText, TheProductLineStandsForTheProduct) {
  const auto line = ParseBookingLine("add-on product_line=analytics new=48000", "JPY");
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->product(), "analytics");
  EXPECT_EQ(line->new_arr_minor(), 48000);
  EXPECT_EQ(line->prior_arr_minor(), 0);
}

TEST(BookingLineText, ARefusalNamesTheWord) {
  const auto code = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(ParseBookingLine("", "USD"), StatusIs(code, HasSubstr("kind")));
  EXPECT_THAT(ParseBookingLine("gift product_line=a", "USD"), StatusIs(code, HasSubstr("gift")));
  EXPECT_THAT(ParseBookingLine("renewal new=1", "USD"), StatusIs(code, HasSubstr("product_line")));
  EXPECT_THAT(ParseBookingLine("renewal colour=red", "USD"), StatusIs(code, HasSubstr("colour")));
  EXPECT_THAT(ParseBookingLine("renewal product_line=a new=1.005", "USD"),
              StatusIs(code, HasSubstr("1.005")));
}

}  // namespace
}  // namespace baton::cli
