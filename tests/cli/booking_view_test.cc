#include "tools/cli/booking_view.h"

#include <gmock/gmock.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using testing::Piped;

v1::Booking HeliosBooking() {
  return FromText<v1::Booking>(
      R"(name: 'tenants/acme/bookings/01JB' account: 'tenants/acme/accounts/helios'
         opportunity: 'tenants/acme/opportunities/01JO' booked_time )" +
      testing::Stamp("2027-02-15") +
      R"( currency_code: 'USD' attribution: 'tenants/acme/attributions/01JA'
         source { system: 'salesforce' record_id: '006A1' }
         lines { line: 'L1' kind: BOOKING_LINE_KIND_RENEWAL product: 'seats' product_line: 'core'
                 prior_arr_minor: 12000000 new_arr_minor: 13200000 uplift_bp: 500 }
         lines { line: 'L2' kind: BOOKING_LINE_KIND_ADD_ON product: 'bi' product_line: 'analytics'
                 new_arr_minor: 4800000 })");
}

TEST(BookingTable, ShowsTheWholeChangeOfArr) {
  EXPECT_EQ(
      BookingTable({HeliosBooking()}, Piped("2027-04-01")),
      "BOOKING  ACCOUNT  BOOKED         ARR CHANGE  ATTRIBUTION  LINES  SOURCE            "
      "OPPORTUNITY\n"
      "01JB     helios   2027-02-15  60,000.00 USD  01JA             2  salesforce:006A1  01JO\n");
}

TEST(BookingDetail, ShowsEveryLine) {
  EXPECT_THAT(
      BookingDetail(HeliosBooking(), Piped("2027-04-01")),
      HasSubstr(
          "LINE  KIND     PRODUCT  PRODUCT LINE  PRIOR ARR USD  NEW ARR USD  UPLIFT  EFFECTIVE\n"
          "L1    renewal  seats    core             120,000.00   132,000.00      5%\n"
          "L2    add_on   bi       analytics              0.00    48,000.00\n"));
}

}  // namespace
}  // namespace baton::cli
