#include "domain/handoff_impact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "domain/share.h"
#include "tests/domain/report_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using testing::IsOk;

v1::Money Amount(int64_t minor, const char* currency = "USD") {
  v1::Money money;
  money.set_amount_minor(minor);
  money.set_currency_code(currency);
  return money;
}

TEST(HandoffImpact, H14_TheSourcesOwnPortfolio) {
  // 100 accounts of 30,000.00: 15 signals, 12 reached in time, 5 won with 150,000.00.
  HandoffImpact impact(Jan(20));
  for (int i = 0; i < 100; ++i) ASSERT_THAT(impact.AddAccount({Amount(3'000'000)}), IsOk());
  for (int i = 0; i < 15; ++i) {
    const v1::Signal signal = i < 12 ? Contacted(Routed(Jan(5)), Jan(5, 1)) : Routed(Jan(5));
    impact.AddSignal(signal, i < 5 ? v1::SIGNAL_STATE_WON : signal.state());
    if (i >= 5) continue;
    ASSERT_THAT(impact.AddWonArr(Amount(3'000'000)), IsOk());
  }
  const v1::HandoffImpactResponse report = impact.Finish().value();
  EXPECT_EQ(report.account_count(), 100);
  const auto same = [](const v1::ImpactFunnel& a, const v1::ImpactFunnel& b) {
    return a.signals().share_bp() == b.signals().share_bp() &&
           a.reached_in_time().share_bp() == b.reached_in_time().share_bp() &&
           a.won().share_bp() == b.won().share_bp();
  };
  EXPECT_TRUE(same(report.own(), report.with_protocol()));
  EXPECT_EQ(report.with_protocol().signals().share_bp(), 1500);
  EXPECT_EQ(report.with_protocol().reached_in_time().share_bp(), 1200);
  EXPECT_EQ(report.with_protocol().won().share_bp(), 500);
  EXPECT_EQ(report.with_protocol().expansion_bp(), 500);
  EXPECT_EQ(report.without_protocol().signals().share_bp(), 1500);
  EXPECT_EQ(report.without_protocol().reached_in_time().share_bp(), 400);
  EXPECT_EQ(report.without_protocol().won().share_bp(), 200);
  EXPECT_EQ(report.without_protocol().expansion_bp(), 200);
  ASSERT_EQ(report.amounts_size(), 1);
  const v1::ImpactAmounts& usd = report.amounts(0);
  EXPECT_EQ(usd.portfolio_arr().amount_minor(), 300'000'000);
  EXPECT_EQ(usd.expansion().share_bp(), 500);
  EXPECT_EQ(usd.difference_quarter().amount_minor(), 9'000'000);
  EXPECT_EQ(usd.difference_year().amount_minor(), 36'000'000);
  EXPECT_EQ(usd.above_without().amount_minor(), 9'000'000);
}

TEST(HandoffImpact, X2_CurrenciesAreNeverAdded) {
  HandoffImpact impact(Jan(20));
  ASSERT_THAT(impact.AddAccount({Amount(1'000, "EUR"), Amount(2'000)}), IsOk());
  ASSERT_THAT(impact.AddAccount({Amount(0)}), IsOk());
  ASSERT_THAT(impact.AddWonArr(Amount(50, "JPY")), IsOk());
  const v1::HandoffImpactResponse report = impact.Finish().value();
  EXPECT_EQ(report.account_count(), 1);
  ASSERT_EQ(report.amounts_size(), 3);
  EXPECT_EQ(report.amounts(0).portfolio_arr().currency_code(), "EUR");
  EXPECT_EQ(report.amounts(1).portfolio_arr().currency_code(), "JPY");
  EXPECT_FALSE(report.amounts(1).expansion().has_share_bp());
  EXPECT_EQ(report.amounts(1).above_without().amount_minor(), 50);
  EXPECT_EQ(report.amounts(2).above_without().amount_minor(), -40);
}

TEST(HandoffImpact, H14_WhatWasMissedOnceWasNotReachedInTime) {
  const auto reached = [](const v1::Signal& signal) {
    HandoffImpact impact(Jan(20));
    impact.AddSignal(signal, signal.state());
    return impact.Finish()->own().reached_in_time().numerator();
  };
  EXPECT_EQ(reached(Acknowledged(Routed(Jan(5)), Jan(5, 4))), 1);
  EXPECT_EQ(reached(Acknowledged(Routed(Jan(5)), Jan(5, 4) + kTick)), 0);
  EXPECT_EQ(reached(Acknowledged(HandedTo("dana", Jan(6), true, Routed(Jan(5))), Jan(6))), 0);
  EXPECT_EQ(reached(Acknowledged(HandedTo("dana", Jan(5, 1), true, Routed(Jan(5))), Jan(5, 2))), 1);
  EXPECT_EQ(reached(v1::Signal()), 0);
}

TEST(HandoffImpact, H14_CountsExpansionsOfTheirOwn) {
  EXPECT_TRUE(HandoffImpact::Counts(Routed(Jan(5))));
  v1::Signal signal = Routed(Jan(5));
  signal.set_kind(v1::SIGNAL_KIND_RISK);
  EXPECT_FALSE(HandoffImpact::Counts(signal));
  signal = Routed(Jan(5));
  signal.set_state(v1::SIGNAL_STATE_WITHDRAWN);
  EXPECT_FALSE(HandoffImpact::Counts(signal));
  signal = Routed(Jan(5));
  signal.set_continues("tenants/acme/signals/s0");
  EXPECT_FALSE(HandoffImpact::Counts(signal));
  signal = Routed(Jan(5));
  signal.clear_clock();
  signal.clear_route_time();
  signal.set_possible_duplicate_of("tenants/acme/signals/s0");
  EXPECT_FALSE(HandoffImpact::Counts(signal));
}

TEST(HandoffImpact, X2_ASumThatDoesNotFitIsRefused) {
  HandoffImpact impact(Jan(20));
  ASSERT_THAT(impact.AddAccount({Amount(std::numeric_limits<int64_t>::max())}), IsOk());
  EXPECT_EQ(impact.AddAccount({Amount(1)}).code(), absl::StatusCode::kOutOfRange);
}

TEST(Share, X2_RoundsHalfToEvenAndIsAbsentOfNothing) {
  EXPECT_EQ(ShareOf(1, 20'000).share_bp(), 0);
  EXPECT_EQ(ShareOf(3, 20'000).share_bp(), 2);
  EXPECT_EQ(ShareOf(2, 3).share_bp(), 6667);
  EXPECT_FALSE(ShareOf(0, 0).has_share_bp());
  EXPECT_FALSE(IsBelow(ShareOf(0, 0), 8000));
  EXPECT_FALSE(IsAbove(ShareOf(0, 0), 0));
  EXPECT_FALSE(ShareOf(std::numeric_limits<int64_t>::max(), 1).has_share_bp());
}

}  // namespace
}  // namespace baton::domain
