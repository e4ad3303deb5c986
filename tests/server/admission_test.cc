#include "server/admission.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

namespace baton::server {
namespace {

// How many calls the tenant gets in before one is refused.
int Fill(Admission& admission, const std::string& tenant) {
  int count = 0;
  while (admission.Enter(tenant)) ++count;
  return count;
}

TEST(Admission, R17_ATenantAloneGetsFourFifths) {
  Admission admission(1'000);
  EXPECT_EQ(Fill(admission, "acme"), 800);
  EXPECT_EQ(admission.in_flight(), 800);
}

TEST(Admission, R17_ANewcomerFindsPlacesThoughAnotherTookAllItCould) {
  Admission admission(1'000);
  Fill(admission, "flood");
  EXPECT_EQ(Fill(admission, "calm"), 160);
  EXPECT_GT(Fill(admission, "third"), 0);
  EXPECT_FALSE(admission.Enter("flood"));
}

TEST(Admission, R17_TenantsThatPressEndWithTheSameShare) {
  Admission admission(900);
  std::map<std::string, int> in_flight;
  in_flight["flood"] = Fill(admission, "flood");
  // Calls end one by one; both ask again at once, the flood fifty times as often.
  for (int round = 0; round < 20'000; ++round) {
    const std::string leaver = round % 900 < in_flight["flood"] ? "flood" : "calm";
    if (in_flight[leaver] > 0) {
      admission.Leave(leaver);
      --in_flight[leaver];
    }
    for (int i = 0; i < 50; ++i) in_flight["flood"] += admission.Enter("flood") ? 1 : 0;
    in_flight["calm"] += admission.Enter("calm") ? 1 : 0;
  }
  EXPECT_NEAR(in_flight["flood"], 400, 4);
  EXPECT_NEAR(in_flight["calm"], 400, 4);
}

TEST(Admission, R17_OnePlaceIsOnePlace) {
  Admission admission(1);
  EXPECT_TRUE(admission.Enter("acme"));
  EXPECT_FALSE(admission.Enter("acme"));
  EXPECT_FALSE(admission.Enter("other"));
  admission.Leave("acme");
  EXPECT_TRUE(admission.Enter("other"));
}

TEST(Admission, NoPlaceIsLostBetweenThreads) {
  Admission admission(10);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&admission, tenant = std::to_string(i)] {
      for (int round = 0; round < 20'000; ++round) {
        if (admission.Enter(tenant)) admission.Leave(tenant);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admission.in_flight(), 0);
  EXPECT_EQ(Fill(admission, "acme"), 8);
}

}  // namespace
}  // namespace baton::server
