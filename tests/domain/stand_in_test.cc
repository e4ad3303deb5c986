#include "domain/stand_in.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using testing::IsOk;

// Who isn't there; everybody else is.
using Company = std::map<std::string, Presence>;

Presence Away(const std::string& deputy) {
  return {.left = false, .manager = "", .deputy = deputy};
}
Presence Left(const std::string& manager) {
  return {.left = true, .manager = manager, .deputy = ""};
}

std::string StandInOf(const std::string& person, const Company& company) {
  const auto found =
      FindStandIn(person, [&company](const std::string& asked) -> absl::StatusOr<Presence> {
        const auto known = company.find(asked);
        return known == company.end() ? Presence() : known->second;
      });
  EXPECT_THAT(found, IsOk());
  return found.value_or("refused");
}

TEST(StandIn, W1_WhoIsThereStandsForThemself) { EXPECT_EQ(StandInOf("rosa", {}), "rosa"); }

TEST(StandIn, W1_TheDeputyOfADeputyTakesOver) {
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Away("dana")}}), "dana");
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Away("dana")}, {"dana", Away("priya")}}), "priya");
}

TEST(StandIn, W1_ALeaversWorkIsTheManagers) {
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Left("priya")}}), "priya");
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Left("priya")}, {"priya", Away("victor")}}), "victor");
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Away("dana")}, {"dana", Left("priya")}}), "priya");
}

TEST(StandIn, W1_ALeaverWithoutAManagerLeavesNobody) {
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Left("")}}), "");
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Left("priya")}, {"priya", Left("rosa")}}), "");
}

TEST(StandIn, W1_ACircleOfDeputiesLeavesTheWorkWhereItIs) {
  EXPECT_EQ(StandInOf("rosa", {{"rosa", Away("dana")}, {"dana", Away("rosa")}}), "rosa");
  EXPECT_EQ(StandInOf("dana", {{"rosa", Away("dana")}, {"dana", Away("rosa")}}), "dana");
  EXPECT_EQ(
      StandInOf("gone", {{"gone", Left("rosa")}, {"rosa", Away("dana")}, {"dana", Away("rosa")}}),
      "rosa");
}

TEST(StandIn, W1_FiveStepsAreTakenAndNotASixth) {
  Company company;
  for (int i = 0; i < kMaxStandIns; ++i) {
    company[absl::StrCat("p", i)] = Away(absl::StrCat("p", i + 1));
  }
  EXPECT_EQ(StandInOf("p0", company), "p5");
  company["p5"] = Away("p6");
  EXPECT_EQ(StandInOf("p0", company), "p0");
}

}  // namespace
}  // namespace baton::domain
