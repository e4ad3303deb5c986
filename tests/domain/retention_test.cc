#include "domain/retention.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "domain/benchmark.h"
#include "domain/forecast.h"
#include "domain/policy.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;

RevenuePart Part(v1::AttributionCategory category, int64_t minor,
                 v1::GrowthLead lead = v1::GROWTH_LEAD_UNSPECIFIED) {
  RevenuePart part;
  part.category = category;
  part.amount_minor = minor;
  part.lead = lead;
  return part;
}

AccountMovement Account(int64_t starting_minor, const std::vector<RevenuePart>& parts) {
  AccountMovement account;
  account.starting_minor = starting_minor;
  for (const RevenuePart& part : parts) EXPECT_THAT(Move(part, &account), IsOk());
  return account;
}

constexpr auto kExpansion = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr auto kCrossSell = v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
constexpr auto kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
constexpr auto kContraction = v1::ATTRIBUTION_CATEGORY_CONTRACTION;
constexpr auto kChurn = v1::ATTRIBUTION_CATEGORY_CHURN;

TEST(Retention, G6_GrrTakesLossesAndNrrGains) {
  const std::vector<AccountMovement> accounts = {
      Account(10'000, {Part(kExpansion, 2'000, v1::GROWTH_LEAD_CS), Part(kUplift, 500)}),
      Account(10'000, {Part(kContraction, -1'000)}), Account(5'000, {Part(kChurn, -5'000)}),
      Account(0, {Part(kExpansion, 9'000)}),  // nothing at the start: no part of it
  };
  const v1::RetentionFigures figures = RetentionOf(accounts, v1::GRR_LOSS_PER_ACCOUNT).value();
  EXPECT_EQ(figures.account_count(), 3);
  EXPECT_EQ(figures.starting_minor(), 25'000);
  EXPECT_EQ(figures.grr().share_bp(), 7'600);  // (25,000 - 6,000) / 25,000
  EXPECT_EQ(figures.nrr().share_bp(), 8'600);  // + 2,500
  EXPECT_EQ(figures.cs_led_gain().numerator(), 2'000);
  EXPECT_EQ(figures.other_gain().numerator(), 500);
}

TEST(Retention, G6_AnAccountsLossIsNetOfItsGainsUnlessThePolicyCountsLines) {
  const std::vector<AccountMovement> accounts = {
      Account(10'000, {Part(kContraction, -3'000), Part(kCrossSell, 2'000)}),
      Account(10'000, {Part(kContraction, -1'000), Part(kExpansion, 1'000)}),
  };
  EXPECT_EQ(RetentionOf(accounts, v1::GRR_LOSS_PER_ACCOUNT)->loss_minor(), 1'000);
  EXPECT_EQ(RetentionOf(accounts, v1::GRR_LOSS_PER_LINE)->loss_minor(), 4'000);
  EXPECT_EQ(RetentionOf(accounts, v1::GRR_LOSS_PER_LINE)->grr().share_bp(), 8'000);
}

TEST(Retention, G6_WhatIsRetainedMovesNothing) {
  const AccountMovement account =
      Account(10'000, {Part(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, 6'000),
                       Part(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 4'000)});
  const v1::RetentionFigures figures = RetentionOf({account}, v1::GRR_LOSS_PER_ACCOUNT).value();
  EXPECT_EQ(figures.grr().share_bp(), 10'000);
  EXPECT_EQ(figures.nrr().share_bp(), 10'000);
}

TEST(Retention, G6_SegmentsAndBooksAreTheCompanyTakenApart) {
  std::vector<AccountMovement> accounts = {Account(6'000, {Part(kChurn, -6'000)}),
                                           Account(4'000, {Part(kExpansion, 1'000)})};
  accounts[0].segment = v1::SEGMENT_ENTERPRISE;
  accounts[0].csm = "tenants/acme/people/ines";
  accounts[1].segment = v1::SEGMENT_SMB;
  const v1::RetentionRatesResponse report =
      RetentionReport(accounts, v1::GRR_LOSS_PER_ACCOUNT).value();
  ASSERT_EQ(report.segments_size(), 2);
  EXPECT_EQ(report.segments(0).segment(), v1::SEGMENT_SMB);
  EXPECT_EQ(report.segments(1).figures().grr().share_bp(), 0);
  ASSERT_EQ(report.books_size(), 2);
  EXPECT_EQ(report.books(0).csm(), "");
  EXPECT_EQ(report.company().grr().share_bp(), 4'000);
  EXPECT_GT(report.benchmarks_size(), 0);
}

TEST(Retention, G4_CohortsPartExactlyAtThePolicysCount) {
  std::vector<AccountMovement> accounts = {Account(10'000, {Part(kExpansion, 1'500)}),
                                           Account(10'000, {Part(kContraction, -500)})};
  accounts[0].account = "a";
  accounts[0].two_way_count = 6;
  accounts[1].account = "b";
  accounts[1].two_way_count = 5;
  const std::vector<SignalWay> ways = {{"a", absl::Hours(48)},
                                       {"a", absl::Hours(24)},
                                       {"a", absl::Hours(24 * 9)},
                                       {"a", absl::Hours(96)},
                                       {"b", absl::Hours(10)}};
  const v1::EngagementCohortsResponse report =
      CohortReport(accounts, ways, 6, v1::GRR_LOSS_PER_ACCOUNT).value();
  EXPECT_EQ(report.high().account_count(), 1);
  EXPECT_EQ(report.high().nrr().share_bp(), 11'500);
  EXPECT_EQ(report.high().velocity().share_bp(), 1'500);
  EXPECT_EQ(report.high().signal_booking_count(), 4);
  EXPECT_EQ(report.high().median_signal_to_booking().seconds(), 72 * 3600);
  EXPECT_EQ(report.low().nrr().share_bp(), 9'500);
  EXPECT_EQ(report.nrr_difference_bp(), 2'000);
}

TEST(Forecast, A5_EachCategoryHasItsTreatmentAndProbability) {
  const v1::Policy policy = DefaultPolicy("acme");
  Forecast forecast(policy);
  for (const RevenuePart& part :
       {Part(kExpansion, 100), Part(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, 200),
        Part(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 300), Part(kUplift, 40), Part(kCrossSell, 50),
        Part(kContraction, -60), Part(kChurn, -7)}) {
    ASSERT_THAT(forecast.AddBooked(part), IsOk());
  }
  ASSERT_THAT(forecast.AddOpportunity(false, 1'001), IsOk());
  ASSERT_THAT(forecast.AddOpportunity(true, 1'000), IsOk());
  ASSERT_THAT(forecast.AddRenewal(true, 1'000), IsOk());
  ASSERT_THAT(forecast.AddRenewal(false, 1'000), IsOk());
  const v1::ForecastResponse report = forecast.Finish().value();
  const auto expected = [&report](v1::ForecastTreatment treatment) {
    return report.lines(treatment - 1).expected_minor();
  };
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_EXPANSION), 100 + 500);  // half to even
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_RENEWAL_AT_RISK), 200 + 700);
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_RENEWAL), 300 + 950);
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_RENEWAL_UPLIFT), 40);
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_CROSS_SELL), 50 + 300);
  EXPECT_EQ(expected(v1::FORECAST_TREATMENT_LOSS), -67);
  EXPECT_EQ(report.total().expected_minor(), 600 + 900 + 1'250 + 40 + 350 - 67);
}

TEST(Benchmark, G7_EachHasItsSourceAndARange) {
  std::set<std::string> ids;
  for (const auto& benchmarks :
       {RetentionBenchmarks(), EngagementBenchmarks(), GrowthBenchmarks()}) {
    for (const v1::Benchmark& benchmark : benchmarks) {
      EXPECT_TRUE(ids.insert(benchmark.id()).second) << benchmark.id();
      EXPECT_NE(benchmark.source(), "") << benchmark.id();
      EXPECT_NE(benchmark.text(), "") << benchmark.id();
      EXPECT_LE(benchmark.low(), benchmark.high()) << benchmark.id();
    }
  }
  EXPECT_EQ(RetentionBenchmarks().front().low(), 12'000);  // NRR of 120%
  EXPECT_EQ(EngagementBenchmarks().front().low(), 900);    // 9 to 14 points
  EXPECT_EQ(EngagementBenchmarks().front().high(), 1'400);
}

}  // namespace
}  // namespace baton::domain
