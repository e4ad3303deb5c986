#include "server/ids.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace baton::server {
namespace {

const absl::Time kNow = absl::FromUnixMillis(1'767'603'600'123);

TEST(IdSource, GivesUlids) {
  const std::string id = IdSource().Next(kNow);
  EXPECT_EQ(id.size(), 26u);
  EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
}

TEST(IdSource, BeginsWithTheMilliseconds) {
  // The example of the ULID specification.
  EXPECT_EQ(IdSource().Next(absl::FromUnixMillis(1'469'918'176'385)).substr(0, 10), "01ARYZ6S41");
  EXPECT_EQ(IdSource().Next(absl::UnixEpoch()).substr(0, 10), "0000000000");
}

TEST(IdSource, IncreasesWithinAMillisecondAndWhenTheClockStepsBack) {
  IdSource ids;
  std::string last = ids.Next(kNow);
  for (int i = 0; i < 10'000; ++i) {
    const std::string next = ids.Next(i % 2 == 0 ? kNow : kNow - absl::Hours(1));
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(IdSource, TwoSourcesNeverMeet) {
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(seen.insert(IdSource().Next(kNow)).second);
}

TEST(IdSequence, BeginsWithItsFirstIdAndCountsUp) {
  IdSequence ids("01ARYZ6S41000000000000000Y");
  EXPECT_EQ(ids.Next(), "01ARYZ6S41000000000000000Y");
  EXPECT_EQ(ids.Next(), "01ARYZ6S41000000000000000Z");
  EXPECT_EQ(ids.Next(), "01ARYZ6S410000000000000010");
}

TEST(IdSequence, IsTheSameEveryTime) {
  const std::string first = IdSource().Next(kNow);
  IdSequence one(first);
  IdSequence two(first);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.Next(), two.Next());
}

TEST(IdSequence, NeverReachesTheSourcesNextId) {
  IdSource ids;
  for (int round = 0; round < 10; ++round) {
    IdSequence sequence(ids.Next(kNow));
    const std::string next = ids.Next(kNow);
    std::string last;
    for (int i = 0; i < kIdsPerSequence; ++i) last = sequence.Next();
    EXPECT_LT(last, next);
  }
}

}  // namespace
}  // namespace baton::server
