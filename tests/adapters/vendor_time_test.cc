#include "adapters/vendor_time.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/instant_text.h"

namespace baton::adapters {
namespace {

std::string Read(absl::string_view text) {
  const auto time = ParseInstant(text);
  return time.ok() ? domain::FormatInstant(*time) : std::string(time.status().message());
}

TEST(VendorTime, X3_EveryFormThatVendorsSend) {
  EXPECT_EQ(Read("2026-11-12T16:04:11.000+0000"), "2026-11-12T16:04:11Z");
  EXPECT_EQ(Read("2025-10-14T08:05:00.000-07:00"), "2025-10-14T15:05:00Z");
  EXPECT_EQ(Read("2025-10-14T08:05:00+0530"), "2025-10-14T02:35:00Z");
  EXPECT_EQ(Read("2025-11-03T15:42:10.118Z"), "2025-11-03T15:42:10.118000Z");
  EXPECT_EQ(Read("2025-11-03T15:42:10.1234567Z"), "2025-11-03T15:42:10.123456Z");
  EXPECT_EQ(Read("2025-11-03 15:42Z"), "2025-11-03T15:42:00Z");
  EXPECT_EQ(Read("2025-11-07"), "2025-11-07T00:00:00Z");
  EXPECT_EQ(Read("1761744600000"), "2025-10-29T13:30:00Z");
  EXPECT_EQ(Read(" 1762410615250 "), "2025-11-06T06:30:15.250000Z");
  EXPECT_EQ(Read("1.7617446E12"), "2025-10-29T13:30:00Z");
}

TEST(VendorTime, X3_WithoutAZoneNobodyKnows) {
  EXPECT_EQ(Read("2025-11-03T15:42:10"), "has no time zone: \"2025-11-03T15:42:10\"");
  EXPECT_EQ(Read("2025-11-03 15:42"), "has no time zone: \"2025-11-03 15:42\"");
}

TEST(VendorTime, WhatIsNoInstantIsRefused) {
  for (const absl::string_view text :
       {"", "tomorrow", "2025-13-01", "2025-02-29", "2025-11-03T25:00:00Z", "2025-11-03Z",
        "infinite-future", "12-31-2026", "2025-11-03T15:42:10.Z+01", "0000-00-00",
        "20260-11-12T16:04:11Z", "--", "1e", "1761744600000.5",
        "2025-11-03T15:42:10 Europe/Paris"}) {
    EXPECT_FALSE(ParseInstant(text).ok()) << text;
  }
}

TEST(VendorTime, SecondsAreNotMillisecondsAndTheRangeHasEnds) {
  EXPECT_FALSE(ParseInstant("1761744600").ok());
  EXPECT_FALSE(ParseInstant("99999999999").ok());
  EXPECT_TRUE(ParseInstant("100000000000").ok());
  EXPECT_TRUE(ParseInstant("253402300799999").ok());
  EXPECT_FALSE(ParseInstant("253402300800000").ok());
  EXPECT_FALSE(ParseInstant("1e400").ok());
  EXPECT_FALSE(ParseInstant("1970-01-01T00:00:00Z").ok());
}

TEST(VendorTime, X3_DaysAreThoseOfUtc) {
  EXPECT_EQ(*ParseDay("2027-02-15"), "2027-02-15");
  EXPECT_EQ(*ParseDay("1802649600000"), "2027-02-15");
  EXPECT_EQ(*ParseDay("2027-02-14T23:30:00-07:00"), "2027-02-15");
  EXPECT_FALSE(ParseDay("2027-02-30").ok());
}

}  // namespace
}  // namespace baton::adapters
