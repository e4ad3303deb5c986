// The disk of the power tests does lose what was not synced, and nothing else.
#include "tests/crash/disk_file.h"

#include <gtest/gtest.h>

#include <set>

namespace baton::testing {
namespace {

constexpr int kSeeds = 200;

std::set<std::string> Outcomes(const DiskFile& file, Losses* losses) {
  std::set<std::string> outcomes;
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    std::mt19937 random(seed);
    outcomes.insert(file.AfterPowerLoss(&random, losses));
  }
  return outcomes;
}

TEST(DiskFile, WhatWasSyncedStays) {
  DiskFile file("old ");
  file.Write(4, "news of today");
  file.Truncate(8);
  file.Sync();
  Losses losses;
  EXPECT_EQ(Outcomes(file, &losses), std::set<std::string>{"old news"});
  EXPECT_EQ(losses.kept + losses.dropped + losses.torn, 0);
}

TEST(DiskFile, AWriteThatWasNotSyncedIsKeptDroppedOrTorn) {
  const std::string old(1024, 'o');
  const std::string half(512, 'n');
  DiskFile file(old);
  file.Write(0, half + half);
  Losses losses;
  const std::set<std::string> outcomes = Outcomes(file, &losses);
  for (const std::string& likely :
       {old, half + half, half + old.substr(512), old.substr(512) + half}) {
    EXPECT_EQ(outcomes.count(likely), 1u) << likely;
  }
  EXPECT_GT(outcomes.size(), 4u) << "no garbage";
  EXPECT_EQ(losses.kept + losses.dropped + losses.torn, kSeeds);
  EXPECT_GT(losses.kept, kSeeds / 4);
  EXPECT_GT(losses.dropped, kSeeds / 10);
  EXPECT_GT(losses.torn, kSeeds / 10);
}

TEST(DiskFile, WritesAreLostInAnyOrder) {
  DiskFile file("");
  file.Write(0, "a");
  file.Write(1, "b");
  Losses losses;
  const std::set<std::string> outcomes = Outcomes(file, &losses);
  for (const std::string& likely :
       {std::string(), std::string("a"), std::string("\0b", 2), std::string("ab")}) {
    EXPECT_EQ(outcomes.count(likely), 1u) << likely;
  }
}

TEST(DiskFile, BytesThatWereNotWrittenAreNeverTouched) {
  DiskFile file("before, between, behind");
  file.Write(8, "BETWEEN");
  Losses losses;
  for (const std::string& outcome : Outcomes(file, &losses)) {
    EXPECT_EQ(outcome.substr(0, 8), "before, ");
    EXPECT_EQ(outcome.substr(15), ", behind");
  }
}

TEST(DiskFile, ATruncationThatWasNotSyncedMayBeUndone) {
  DiskFile file("long");
  file.Truncate(2);
  Losses losses;
  EXPECT_EQ(Outcomes(file, &losses), (std::set<std::string>{"lo", "long"}));
}

}  // namespace
}  // namespace baton::testing
