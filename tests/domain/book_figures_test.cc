#include "domain/book_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/policy.h"
#include "tests/domain/pool_builders.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Policy Policy() { return DefaultPolicy("acme"); }

BookGrr GrrOf(const BookAccount& account, const v1::Policy& policy = Policy()) {
  return GrrOfBook({account}, WindowTo("2027-Q1"), policy).value();
}

BookAmount Extension(absl::string_view booked, absl::string_view at, int64_t amount_minor) {
  return {"tenants/acme/bookings/X1", At(booked), At(at), amount_minor};
}

BookExpansion ExpansionOf(const std::vector<BookAmount>& credits,
                          const std::vector<BookAccount>& accounts,
                          const std::vector<CreditReversal>& reversals = {}) {
  return ExpansionOfBook(credits, accounts, reversals, WindowTo("2027-Q1")).value();
}

TEST(BookFigures, C7_GrrIsMeasuredOnWhatCameUpForRenewal) {
  BookAccount account = AccountOf("harrow");
  account.changes = {Renewal("2027-02-01T00:00:00Z", 10'000'000),
                     Renewal("2027-03-01T00:00:00Z", 5'000'000, 400'000)};
  const BookGrr grr = GrrOf(account);
  EXPECT_EQ(grr.basis_minor, 15'000'000);
  EXPECT_EQ(grr.lost_minor, 400'000);
  EXPECT_EQ(grr.lost_to_date_minor, 400'000);
  EXPECT_THAT(grr.missing, IsEmpty());
}

TEST(BookFigures, C7_TheQuartersEndIsTheNextQuarters) {
  for (const auto& [at, basis] :
       std::vector<std::pair<std::string, int64_t>>{{"2026-12-31T23:59:59.999999Z", 0},
                                                    {"2027-01-01T00:00:00Z", 7},
                                                    {"2027-03-31T23:59:59.999999Z", 7},
                                                    {"2027-04-01T00:00:00Z", 0}}) {
    BookAccount account = AccountOf("harrow");
    account.changes = {Renewal(at, 7)};
    EXPECT_EQ(GrrOf(account).basis_minor, basis) << at;
  }
}

TEST(BookFigures, W3_LossesFallToTheHolderThen) {
  BookAccount account = AccountOf("harrow");
  account.changes = {Renewal("2027-02-10T00:00:00Z", 100, 30)};
  account.held = {{At("2026-01-01T00:00:00Z"), At("2027-02-10T00:00:00Z")}};
  EXPECT_EQ(GrrOf(account).basis_minor, 0);  // exactly at the handover it is the next one's
  account.held = {{At("2027-02-10T00:00:00Z"), absl::InfiniteFuture()}};
  EXPECT_EQ(GrrOf(account).basis_minor, 100);
  EXPECT_EQ(GrrOf(account).lost_minor, 30);
}

TEST(BookFigures, W3_AnInheritedRedHasNinetyDaysOfGrace) {
  for (const v1::HealthTier tier : {v1::HEALTH_TIER_RED, v1::HEALTH_TIER_YELLOW}) {
    BookAccount account = AccountOf("harrow");
    account.held = {{At("2026-12-01T00:00:00Z"), absl::InfiniteFuture()}};
    account.health = {{At("2026-12-01T00:00:00Z"), tier}};
    account.changes = {Renewal("2027-03-01T00:00:00Z", 100, 100)};  // 90 days later, exactly
    EXPECT_EQ(GrrOf(account).lost_minor, 0);
    EXPECT_EQ(GrrOf(account).basis_minor, 0);  // what was lost was not up for renewal either
    account.changes = {Renewal("2027-03-01T00:00:00.000001Z", 100, 100)};
    EXPECT_EQ(GrrOf(account).lost_minor, 100);
    account.changes = {Renewal("2027-02-01T00:00:00Z", 100)};  // kept: the holder's
    EXPECT_EQ(GrrOf(account).basis_minor, 100);
  }
}

TEST(BookFigures, W3_WithoutARedAtTheHandoverThereIsNoGrace) {
  BookAccount account = AccountOf("harrow");
  account.held = {{At("2027-01-10T00:00:00Z"), absl::InfiniteFuture()}};
  account.health = {{At("2027-01-01T00:00:00Z"), v1::HEALTH_TIER_GREEN},
                    {At("2027-01-10T00:00:00.000001Z"), v1::HEALTH_TIER_RED}};
  account.changes = {Renewal("2027-02-01T00:00:00Z", 100, 100)};
  EXPECT_EQ(GrrOf(account).lost_minor, 100);
  v1::Policy policy = Policy();
  policy.set_inherited_red_days(0);
  account.health = {{At("2027-01-01T00:00:00Z"), v1::HEALTH_TIER_RED}};
  EXPECT_EQ(GrrOf(account, policy).lost_minor, 100);
  EXPECT_EQ(GrrOf(account).lost_minor, 0);
}

TEST(BookFigures, W3_AnAccountHasItsGraceOnce) {
  BookAccount account = AccountOf("harrow");
  account.held = {{At("2026-10-01T00:00:00Z"), At("2026-10-05T00:00:00Z")},
                  {At("2027-01-10T00:00:00Z"), absl::InfiniteFuture()}};
  account.health = {{At("2026-09-01T00:00:00Z"), v1::HEALTH_TIER_RED}};
  account.changes = {Renewal("2027-02-01T00:00:00Z", 100, 100)};
  EXPECT_EQ(GrrOf(account).lost_minor, 100);
}

TEST(BookFigures, G6_LossesAreNetPerAccountOrPerLine) {
  BookAccount account = AccountOf("harrow");
  BookChange grown = Renewal("2027-03-01T00:00:00Z", 0);
  grown.gain_minor = 300;
  account.changes = {Renewal("2027-02-01T00:00:00Z", 10'000, 500), grown};
  BookAccount other = AccountOf("other");
  other.changes = {grown};  // what one account gains covers no other's loss
  v1::Policy per_line = Policy();
  per_line.set_grr_loss(v1::GRR_LOSS_PER_LINE);
  const BookWindow window = WindowTo("2027-Q1");
  EXPECT_EQ(GrrOfBook({account, other}, window, Policy())->lost_minor, 200);
  EXPECT_EQ(GrrOfBook({account, other}, window, per_line)->lost_minor, 500);
}

// A change in a currency without a rate.
BookChange WithoutRate(BookChange change) {
  change.booking = "tenants/acme/bookings/E1";
  change.no_rate = true;
  return change;
}

TEST(BookFigures, W3_AnInheritedLossNeedsNoRate) {
  BookAccount account = AccountOf("harrow");
  account.held = {{At("2026-12-01T00:00:00Z"), absl::InfiniteFuture()}};
  account.health = {{At("2026-12-01T00:00:00Z"), v1::HEALTH_TIER_RED}};
  account.changes = {WithoutRate(Renewal("2027-03-01T00:00:00Z", 100, 100))};
  EXPECT_THAT(GrrOf(account).missing, IsEmpty());
  account.changes = {WithoutRate(Renewal("2027-03-01T00:00:00.000001Z", 100, 100))};
  EXPECT_THAT(GrrOf(account).missing, ElementsAre("tenants/acme/bookings/E1"));
}

TEST(BookFigures, G6_AGainNeedsARateOnlyWhereItMakesUpForALoss) {
  BookAccount account = AccountOf("harrow");
  BookChange grown = Renewal("2027-03-01T00:00:00Z", 0);
  grown.gain_minor = 300;
  account.changes = {WithoutRate(grown), Renewal("2027-02-01T00:00:00Z", 10'000)};
  EXPECT_THAT(GrrOf(account).missing, IsEmpty());
  account.changes[1].loss_minor = 500;
  EXPECT_THAT(GrrOf(account).missing, ElementsAre("tenants/acme/bookings/E1"));
  v1::Policy per_line = Policy();
  per_line.set_grr_loss(v1::GRR_LOSS_PER_LINE);
  EXPECT_THAT(GrrOf(account, per_line).missing, IsEmpty());
}

TEST(BookFigures, C7_OnStartingArrARenewalWithoutLossNeedsNoRate) {
  v1::Policy policy = Policy();
  BookAccount account = AccountOf("harrow");
  account.changes = {WithoutRate(Renewal("2027-02-01T00:00:00Z", 100))};
  EXPECT_THAT(GrrOf(account, policy).missing, ElementsAre("tenants/acme/bookings/E1"));
  policy.set_grr_basis(v1::GRR_BASIS_STARTING_ARR);
  EXPECT_THAT(GrrOf(account, policy).missing, IsEmpty());
}

TEST(BookFigures, C7_OnStartingArrLossesCountForAWholeYear) {
  v1::Policy policy = Policy();
  policy.set_grr_basis(v1::GRR_BASIS_STARTING_ARR);
  BookAccount account = AccountOf("harrow");
  account.changes = {Renewal("2027-02-01T00:00:00Z", 10'000'000, 900'000)};
  BookAccount gone = AccountOf("gone");
  gone.held = {{At("2026-01-01T00:00:00Z"), At("2027-01-01T00:00:00Z")}};
  const BookGrr grr = GrrOfBook({account, gone}, WindowTo("2027-Q1"), policy).value();
  EXPECT_EQ(grr.basis_minor, 100'000'000);  // who left as the year began was not in the book
  EXPECT_EQ(grr.lost_to_date_minor, 900'000);
  EXPECT_EQ(grr.lost_minor, 3'650'000);  // x 365 / 90 days
}

TEST(BookFigures, C10_AnEmptyBookHasNoFigures) {
  const BookGrr grr = GrrOfBook({}, WindowTo("2027-Q1"), Policy()).value();
  EXPECT_EQ(grr.basis_minor, 0);
  EXPECT_EQ(grr.lost_minor, 0);
  EXPECT_EQ(ArrOfBook({}, WindowTo("2027-Q1"))->arr_minor, 0);
  EXPECT_EQ(ExpansionOf({}, {}).credited_minor, 0);
}

TEST(BookFigures, C8_TheTargetsBookIsWhatIsHeldAsTheTimeBegins) {
  BookAccount later = AccountOf("later");
  later.held = {{At("2027-01-01T00:00:00.000001Z"), absl::InfiniteFuture()}};
  BookAccount unknown = AccountOf("unknown");
  unknown.entry_minor = 5;
  unknown.entry_no_rate = true;
  const BookArr book =
      ArrOfBook({AccountOf("harrow"), later, unknown}, WindowTo("2027-Q1")).value();
  EXPECT_EQ(book.arr_minor, 100'000'005);
  EXPECT_THAT(book.missing, ElementsAre("tenants/acme/accounts/unknown"));
}

TEST(BookFigures, C21_WhatHasNoRateIsLeftOutAndSaid) {
  BookAccount account = AccountOf("harrow");
  BookChange unknown = Renewal("2027-02-01T00:00:00Z", 5);
  unknown.booking = "tenants/acme/bookings/E1";
  unknown.no_rate = true;
  account.changes = {Renewal("2027-02-01T00:00:00Z", 10), unknown, unknown};
  const BookGrr grr = GrrOf(account);
  EXPECT_EQ(grr.basis_minor, 10);
  EXPECT_THAT(grr.missing, ElementsAre("tenants/acme/bookings/E1"));
  account.changes[1].at = account.changes[2].at = At("2027-04-01T00:00:00Z");
  EXPECT_THAT(GrrOf(account).missing, IsEmpty());  // it would not count
}

TEST(BookFigures, C8_CreditCountsInTheQuarterOfItsBooking) {
  const BookAmount in = Extension("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 700);
  const BookAmount after = Extension("2027-04-01T00:00:00Z", "2027-04-01T00:00:00Z", 9'000);
  const BookExpansion expansion = ExpansionOf({in, after}, {});
  EXPECT_EQ(expansion.credited_minor, 700);
  EXPECT_EQ(expansion.booked_minor, 700);
}

TEST(BookFigures, C8_MultiYearUpliftCountsWhenItTakesEffectForTheHolderThen) {
  BookAccount account = AccountOf("harrow");
  account.extensions = {Extension("2026-01-15T00:00:00Z", "2027-01-15T00:00:00Z", 1'000),
                        Extension("2026-01-15T00:00:00Z", "2028-01-15T00:00:00Z", 2'000)};
  EXPECT_EQ(ExpansionOf({}, {account}).extended_minor, 1'000);
  account.held = {{At("2027-01-15T00:00:00.000001Z"), absl::InfiniteFuture()}};
  EXPECT_EQ(ExpansionOf({}, {account}).extended_minor, 0);
}

TEST(BookFigures, C8_UpliftOfAnAccountThatChurnedBeforeNeverCounts) {
  BookAccount account = AccountOf("harrow");
  account.extensions = {Extension("2026-01-15T00:00:00Z", "2027-01-15T00:00:00Z", 1'000)};
  BookChange churn = Renewal("2027-01-14T00:00:00Z", 5'000, 5'000);
  churn.churn = true;
  account.changes = {churn};
  EXPECT_EQ(ExpansionOf({}, {account}).credited_minor, 0);
  account.changes[0].at = At("2027-01-15T00:00:00.000001Z");
  EXPECT_EQ(ExpansionOf({}, {account}).credited_minor, 1'000);
  account.changes[0].at = At("2026-01-14T00:00:00Z");  // before it was sold anew
  EXPECT_EQ(ExpansionOf({}, {account}).credited_minor, 1'000);
}

TEST(BookFigures, C11_CreditTakenBackCountsAgainstTheQuarterOfItsDay) {
  const BookAmount credit = Extension("2027-02-01T00:00:00Z", "2027-02-01T00:00:00Z", 700);
  const BookExpansion expansion = ExpansionOf(
      {credit}, {}, {{At("2027-03-31T23:59:59Z"), 1'000}, {At("2027-04-01T00:00:00Z"), 5}});
  EXPECT_EQ(expansion.reversed_minor, 1'000);
  EXPECT_EQ(expansion.credited_minor, -300);
}

}  // namespace
}  // namespace baton::domain
