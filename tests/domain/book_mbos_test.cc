#include "domain/book_mbos.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/domain/pool_builders.h"

namespace baton::domain {
namespace {

BookActivity Deed(absl::string_view at, std::string type, std::string contact = "") {
  return {At(at), std::move(type), !contact.empty(), contact};
}

TEST(BookMbos, C9_AWeekIsKeptByAnyObservationInIt) {
  // Q1 of 2027 has 12 whole weeks from 1 January on; the last six days are no week.
  BookAccount account = AccountOf("harrow");
  account.health = {{At("2027-01-01T00:00:00Z"), v1::HEALTH_TIER_GREEN},
                    {At("2027-01-07T23:59:59Z"), v1::HEALTH_TIER_GREEN},
                    {At("2027-01-15T00:00:00Z"), v1::HEALTH_TIER_GREEN},
                    {At("2027-03-31T00:00:00Z"), v1::HEALTH_TIER_GREEN}};
  const MboCount count = HealthWeeks({account}, WindowTo("2027-Q1"));
  EXPECT_EQ(count.of, 12);
  EXPECT_EQ(count.reached, 2);
}

TEST(BookMbos, C9_AWeekCountsOnlyWhereTheAccountIsHeldThroughout) {
  BookAccount account = AccountOf("harrow");
  account.held = {{At("2027-01-01T00:00:00.000001Z"), At("2027-01-22T00:00:00Z")}};
  EXPECT_EQ(HealthWeeks({account}, WindowTo("2027-Q1")).of, 2);
}

TEST(BookMbos, C9_EveryAccountHasAReviewAQuarter) {
  BookAccount twice = AccountOf("twice");
  twice.activities = {Deed("2027-01-10T00:00:00Z", "ebr"), Deed("2027-06-30T23:59:59Z", "qbr")};
  BookAccount never = AccountOf("never");
  never.activities = {Deed("2027-02-01T00:00:00Z", "call"), Deed("2027-07-01T00:00:00Z", "ebr")};
  BookAccount left = AccountOf("left");
  left.held = {{absl::InfinitePast(), At("2027-06-30T00:00:00Z")}};
  const MboCount count =
      ReviewedQuarters({twice, never, left}, YearTo("2027-Q2"), WindowTo("2027-Q2"));
  EXPECT_EQ(count.of, 5);  // who was given away before a quarter's end is not due in it
  EXPECT_EQ(count.reached, 2);
}

TEST(BookMbos, C9_ContactsAreCountedOnceOverNinetyDays) {
  BookAccount account = AccountOf("harrow");
  account.activities = {
      Deed("2026-12-31T23:59:59Z", "call", "003A"),  // 90 days and a second ago
      Deed("2027-01-01T00:00:00Z", "call", "003B"), Deed("2027-02-01T00:00:00Z", "call", "003B"),
      Deed("2027-02-01T00:00:00Z", "email", "003C"), Deed("2027-02-01T00:00:00Z", "meeting")};
  account.activities[3].two_way = false;
  account.activities[4].two_way = true;  // with whom nobody said
  const MboCount count = ContactsKnown({account, AccountOf("other")}, WindowTo("2027-Q1"));
  EXPECT_EQ(count.reached, 1);
  EXPECT_EQ(count.of, 2);
}

TEST(BookMbos, C9_ARiskIsAnsweredWithinSevenDays) {
  BookAccount account = AccountOf("harrow");
  account.health = {{At("2027-01-10T00:00:00Z"), v1::HEALTH_TIER_YELLOW},
                    {At("2027-01-12T00:00:00Z"), v1::HEALTH_TIER_RED},  // no turn: at risk already
                    {At("2027-02-01T00:00:00Z"), v1::HEALTH_TIER_GREEN},
                    {At("2027-02-10T00:00:00Z"), v1::HEALTH_TIER_RED}};
  account.activities = {Deed("2027-01-17T00:00:00Z", "save_call")};  // 7 days later, exactly
  account.plans_logged = {At("2027-02-17T00:00:00.000001Z")};
  const MboCount count = RisksAnswered({account}, WindowTo("2027-Q1"));
  EXPECT_EQ(count.of, 2);
  EXPECT_EQ(count.reached, 1);
  account.plans_logged = {At("2027-02-10T00:00:00Z")};
  EXPECT_EQ(RisksAnswered({account}, WindowTo("2027-Q1")).reached, 2);
}

TEST(BookMbos, C9_ARiskWhoseDaysAreNotOverIsNotDueYet) {
  BookAccount account = AccountOf("harrow");
  account.health = {{At("2027-03-25T00:00:00Z"), v1::HEALTH_TIER_RED}};
  account.plans_logged = {At("2027-04-01T00:00:00Z")};
  EXPECT_EQ(RisksAnswered({account}, WindowTo("2027-Q1")).of, 0);
  EXPECT_EQ(RisksAnswered({account}, WindowTo("2027-Q2")).reached, 1);
  account.plans_logged = {At("2027-03-31T00:00:00Z")};
  EXPECT_EQ(RisksAnswered({account}, WindowTo("2027-Q1")).of, 1);
}

TEST(BookMbos, C9_WhatHasNothingToMeasureIsMet) {
  v1::CompPlan plan = PoolPlan();
  for (const v1::MboKind kind : {v1::MBO_KIND_RISK_PLAYBOOK, v1::MBO_KIND_EBR_COMPLETION}) {
    v1::MboTarget& target = *plan.add_mbos();
    target.set_kind(kind);
    target.set_target_bp(9'000);
  }
  BookAccount account = AccountOf("harrow");
  const auto mbos = MbosOfBook(plan, {account}, YearTo("2027-Q1"), WindowTo("2027-Q1")).value();
  ASSERT_EQ(mbos.size(), 2u);
  EXPECT_EQ(mbos[0].figures.target_bp, 0);
  EXPECT_EQ(mbos[1].figures.target_bp, 9'000);
  EXPECT_EQ(mbos[1].figures.actual_bp, 0);
  EXPECT_EQ(mbos[1].figures.of, 1);
}

// 79.995% is 8,000 bp when rounded.
TEST(BookMbos, C8_ShortOfEightyPercentIsShortOfIt) {
  std::vector<BookAccount> accounts(20'000, AccountOf("a"));
  for (size_t i = 0; i < 15'999; ++i) {
    accounts[i].activities = {Deed("2027-01-10T00:00:00Z", "ebr")};
  }
  EXPECT_EQ(EbrCompletionBp(accounts, YearTo("2027-Q1"), WindowTo("2027-Q1")).value(), 7'999);
  accounts[15'999].activities = {Deed("2027-01-10T00:00:00Z", "qbr")};
  EXPECT_EQ(EbrCompletionBp(accounts, YearTo("2027-Q1"), WindowTo("2027-Q1")).value(), 8'000);
}

TEST(BookMbos, C8_WithoutAnyReviewDueNothingSlowsTheExpansionPool) {
  EXPECT_EQ(EbrCompletionBp({}, YearTo("2027-Q1"), WindowTo("2027-Q1")).value(), 10'000);
  EXPECT_EQ(EbrCompletionBp({AccountOf("a")}, YearTo("2027-Q1"), WindowTo("2027-Q1")).value(), 0);
}

}  // namespace
}  // namespace baton::domain
