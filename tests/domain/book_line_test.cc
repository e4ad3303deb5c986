#include "domain/book_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/domain/revenue_builders.h"

namespace baton::domain {
namespace {

BookedPart PartOfLine(v1::BookingLineKind kind, v1::AttributionCategory category,
                      int64_t amount_minor) {
  BookedPart part;
  part.booking = "tenants/acme/bookings/B1";
  part.booked_at = At("2026-03-01T00:00:00Z");
  part.renewal = At("2026-04-01T00:00:00Z");
  part.effective = At("2026-05-01T00:00:00Z");
  part.concurred = true;
  part.line_kind = kind;
  part.prior_minor = 1'000;
  part.category = category;
  part.amount_minor = amount_minor;
  return part;
}

TEST(BookLine, C7_ARenewalFallsOnTheOldContractsEnd) {
  const BookChange change = ChangeOf(
      {PartOfLine(v1::BOOKING_LINE_KIND_RENEWAL, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 900),
       PartOfLine(v1::BOOKING_LINE_KIND_RENEWAL, v1::ATTRIBUTION_CATEGORY_CONTRACTION, -100)});
  EXPECT_EQ(change.at, At("2026-04-01T00:00:00Z"));
  EXPECT_EQ(change.renewed_minor, 1'000);
  EXPECT_EQ(change.loss_minor, 100);
  EXPECT_EQ(change.gain_minor, 0);
  EXPECT_FALSE(change.churn);
}

TEST(BookLine, C7_AnyOtherLineFallsOnWhenItTakesEffect) {
  const BookChange shrunk = ChangeOf(
      {PartOfLine(v1::BOOKING_LINE_KIND_ADD_ON, v1::ATTRIBUTION_CATEGORY_CONTRACTION, -100)});
  EXPECT_EQ(shrunk.at, At("2026-05-01T00:00:00Z"));
  EXPECT_EQ(shrunk.renewed_minor, 0);  // it did not come up for renewal
  EXPECT_EQ(shrunk.loss_minor, 100);
  const BookChange grown = ChangeOf(
      {PartOfLine(v1::BOOKING_LINE_KIND_ADD_ON, v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, 70)});
  EXPECT_EQ(grown.gain_minor, 70);
}

TEST(BookLine, C7_WhatChurnsCameUpWithIt) {
  const BookChange churned =
      ChangeOf({PartOfLine(v1::BOOKING_LINE_KIND_ADD_ON, v1::ATTRIBUTION_CATEGORY_CHURN, -1'000)});
  EXPECT_TRUE(churned.churn);
  EXPECT_EQ(churned.renewed_minor, 1'000);
  EXPECT_EQ(churned.loss_minor, 1'000);
}

TEST(BookLine, C8_UpliftAYearOnIsAMultiYearExtension) {
  BookedPart part =
      PartOfLine(v1::BOOKING_LINE_KIND_PRICE_UPLIFT, v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, 50);
  part.effective = At("2027-03-01T00:00:00Z");  // 365 days, exactly
  EXPECT_TRUE(IsExtension(part));
  part.effective -= absl::Microseconds(1);
  EXPECT_FALSE(IsExtension(part));
  part.effective += absl::Hours(24 * 400);
  part.concurred = false;
  EXPECT_FALSE(IsExtension(part));
  part.concurred = true;
  part.category = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
  EXPECT_FALSE(IsExtension(part));
}

TEST(BookLine, C8_CreditCountsForItsHolderOnceConcurred) {
  v1::Attribution attribution;
  attribution.set_csm(kCsm);
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  for (const auto category :
       {v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, v1::ATTRIBUTION_CATEGORY_CROSS_SELL,
        v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT}) {
    *attribution.add_parts() = Part(category, 10);
    attribution.mutable_parts()->rbegin()->set_csm_credit_minor(7);
  }
  EXPECT_EQ(ExpansionCredit(attribution, {kCsm}).value(), 14);
  EXPECT_EQ(ExpansionCredit(attribution, {kVpCs}).value(), 0);
  attribution.set_open_dispute("tenants/acme/disputes/D1");
  EXPECT_EQ(ExpansionCredit(attribution, {kCsm}).value(), 0);
  attribution.clear_open_dispute();
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_EQ(ExpansionCredit(attribution, {kCsm}).value(), 0);
}

}  // namespace
}  // namespace baton::domain
