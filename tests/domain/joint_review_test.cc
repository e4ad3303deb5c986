#include "domain/joint_review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/instant.h"
#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::Time kEnd = At("2027-03-11T12:00:00Z");

v1::Attribution Save() {
  v1::Attribution save;
  save.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  save.set_net_direction("flat");
  save.add_flags("unlogged_expansion");
  *save.add_parts() = Part(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, 1000);
  *save.add_parts() = Part(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, 50);
  return save;
}

v1::Attribution Shrinkage() {
  v1::Attribution shrinkage;
  shrinkage.set_booking("tenants/acme/bookings/B2");
  shrinkage.set_net_direction("contraction");
  *shrinkage.mutable_booked_time() = Stamp("2027-03-20T12:00:00Z");
  return shrinkage;
}

absl::StatusOr<v1::Attribution> Hold(const v1::Attribution& save) {
  return HoldForReview(save, Shrinkage(), DefaultPolicy("acme"), At("2027-03-22T09:00:00Z"));
}

TEST(JointReview, A3_TheWindowCountsBothItsEdges) {
  const absl::Duration tick = absl::Microseconds(1);
  EXPECT_TRUE(IsReviewed(kEnd, At("2026-12-11T12:00:00Z")));
  EXPECT_FALSE(IsReviewed(kEnd, At("2026-12-11T12:00:00Z") - tick));
  EXPECT_TRUE(IsReviewed(kEnd, At("2027-04-10T12:00:00Z")));
  EXPECT_FALSE(IsReviewed(kEnd, At("2027-04-10T12:00:00Z") + tick));
}

TEST(JointReview, A3_OnlyASaveIsHeldAndOnlyALossHoldsIt) {
  EXPECT_TRUE(IsSave(Save()));
  EXPECT_FALSE(IsSave(Shrinkage()));
  EXPECT_TRUE(IsShrinkage(Shrinkage()));
  EXPECT_FALSE(IsShrinkage(Save()));
}

TEST(JointReview, A3_TheSaveIsFlaggedWithTheReason) {
  const auto held = Hold(Save());
  ASSERT_THAT(held, IsOk());
  EXPECT_THAT(held->flags(), ElementsAre("joint_review", "unlogged_expansion"));
  EXPECT_THAT(held->parts(0).flags(), ElementsAre("joint_review"));
  EXPECT_THAT(held->parts(1).flags(), IsEmpty());
  EXPECT_EQ(ToTime(held->sign_due_time()), At("2027-03-29T09:00:00Z"));
  const std::string why = StepsOf(held->explanation(), "A-3");
  EXPECT_THAT(why, HasSubstr("shrank in tenants/acme/bookings/B2 of 2027-03-20"));
  EXPECT_THAT(why, HasSubstr("Both sides sign by 2027-03-29 09:00 UTC"));
  EXPECT_THAT(why, Not(HasSubstr("signed before")));
}

TEST(JointReview, A3_WhatWasSignedWithoutKnowingNoLongerCounts) {
  v1::Attribution concurred = Save();
  concurred.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  concurred.add_signatures()->set_side(v1::SIGNING_SIDE_CS);
  concurred.add_signatures()->set_side(v1::SIGNING_SIDE_SALES);
  *concurred.mutable_concur_time() = Stamp("2027-03-15T12:00:00Z");
  const auto held = Hold(concurred);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_THAT(held->signatures(), IsEmpty());
  EXPECT_FALSE(held->has_concur_time());
  EXPECT_THAT(StepsOf(held->explanation(), "A-3"),
              HasSubstr("What was signed before no longer counts"));
}

TEST(JointReview, A3_ASecondLossIsToldButFlaggedOnce) {
  const auto twice = Hold(Hold(Save()).value());
  ASSERT_THAT(twice, IsOk());
  EXPECT_THAT(twice->flags(), ElementsAre("joint_review", "unlogged_expansion"));
  EXPECT_EQ(twice->explanation_size(), 2);
}

}  // namespace
}  // namespace baton::domain
