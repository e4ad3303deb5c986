#include "adapters/vendor_period.h"

#include <gtest/gtest.h>

namespace baton::adapters {
namespace {

TEST(VendorPeriod, C18_ANameSaysMonthOrQuarter) {
  EXPECT_EQ(PeriodCode({"Q1-2027", "", ""}), "2027-Q1");
  EXPECT_EQ(PeriodCode({"2027-Q4", "", ""}), "2027-Q4");
  EXPECT_EQ(PeriodCode({"q2 2027", "", ""}), "2027-Q2");
  EXPECT_EQ(PeriodCode({"MAR-2027", "", ""}), "2027-03");
  EXPECT_EQ(PeriodCode({"Mar 2027", "", ""}), "2027-03");
  EXPECT_EQ(PeriodCode({"September 2027", "", ""}), "2027-09");
  EXPECT_EQ(PeriodCode({"2027-12", "", ""}), "2027-12");
}

TEST(VendorPeriod, C18_ItsDaysSayItWhereTheNameDoesNot) {
  EXPECT_EQ(PeriodCode({"Q2 FY27", "2027-04-01", "2027-06-30"}), "2027-Q2");
  EXPECT_EQ(PeriodCode({"", "2028-02-01", "2028-02-29"}), "2028-02");
  EXPECT_EQ(PeriodCode({"", "2027-10-01", "2027-12-31"}), "2027-Q4");
  // The fiscal quarter that the tool names goes before the calendar.
  EXPECT_EQ(PeriodCode({"Q1-2027", "2026-04-01", "2026-06-30"}), "2027-Q1");
}

TEST(VendorPeriod, C18_AnythingElseIsTheSourcesOwnText) {
  EXPECT_EQ(PeriodCode({"Pilot spiff 2026", "", ""}), "Pilot spiff 2026");
  EXPECT_EQ(PeriodCode({"Q5-2027", "", ""}), "Q5-2027");
  EXPECT_EQ(PeriodCode({"2027-13", "", ""}), "2027-13");
  EXPECT_EQ(PeriodCode({"H1 FY27", "2027-01-01", "2027-06-30"}), "H1 FY27");
  EXPECT_EQ(PeriodCode({"", "2027-02-01", "2027-04-30"}), "2027-02-01/2027-04-30");
  EXPECT_EQ(PeriodCode({"", "2027-01-01", "2027-03-30"}), "2027-01-01/2027-03-30");
  EXPECT_EQ(PeriodCode({"", "", ""}), "");
}

}  // namespace
}  // namespace baton::adapters
