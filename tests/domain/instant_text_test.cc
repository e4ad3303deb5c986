#include "domain/instant_text.h"

#include <gtest/gtest.h>

namespace baton::domain {
namespace {

absl::Time At(const char* text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(InstantText, X3_InstantsAreUtcWithMicroseconds) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2027-01-04T09:00:00Z", "2028-02-29T23:59:59Z",
                           "1969-12-31T23:59:59.999999Z", "2027-12-31T23:59:59.000001Z"}) {
    EXPECT_EQ(FormatInstant(At(text)), text);
  }
}

TEST(InstantText, X3_DaysAndMinutesAreCutNotRounded) {
  EXPECT_EQ(FormatMinute(At("2027-01-04T09:59:59.999999Z")), "2027-01-04 09:59 UTC");
  EXPECT_EQ(FormatDay(At("2027-01-04T23:59:59Z")), "2027-01-04");
}

}  // namespace
}  // namespace baton::domain
