#include "domain/dispute.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::ViolatedFields;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr char kCro[] = "tenants/acme/people/cora";
constexpr char kNow[] = "2027-03-12T09:00:00Z";  // a Friday
constexpr v1::SigningSide kCs = v1::SIGNING_SIDE_CS;
constexpr v1::SigningSide kSales = v1::SIGNING_SIDE_SALES;

v1::Policy Default() { return DefaultPolicy("acme"); }

v1::Attribution Standing() {
  v1::Attribution attribution;
  attribution.set_name("tenants/acme/attributions/A1");
  attribution.set_booking("tenants/acme/bookings/B1");
  attribution.set_account("tenants/acme/accounts/harrow");
  attribution.set_currency_code("USD");
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  attribution.set_reading(2);
  v1::AttributionPart part = Part(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 2'000'000);
  part.set_part(1);
  part.set_csm_credit_minor(2'000'000);
  *attribution.add_parts() = part;
  return attribution;
}

v1::Dispute Stated() {
  v1::Dispute stated;
  stated.set_name("tenants/acme/disputes/D1");
  stated.set_opener(kAe);
  stated.set_reason("The account was red in February.");
  v1::PartCategory& asked = *stated.add_asked();
  asked.set_part(1);
  asked.set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  return stated;
}

absl::StatusOr<v1::Dispute> Open(const DisputeCircumstances& circumstances = {},
                                 const v1::Attribution& attribution = Standing()) {
  return OpenDispute(Stated(), attribution, circumstances, Default(), At(kNow));
}

v1::DisputeReview Review(v1::SigningSide side, const std::string& who, v1::DisputeRuling ruling) {
  v1::DisputeReview review;
  review.set_side(side);
  review.set_reviewer(who);
  review.set_ruling(ruling);
  review.set_reason("As the calls show.");
  return review;
}

absl::StatusOr<v1::Dispute> Rule(const v1::Dispute& dispute, const v1::DisputeReview& review,
                                 absl::string_view now = "2027-03-15T09:00:00Z") {
  return ReviewDispute(dispute, review, Standing(), Default(), At(now));
}

TEST(Dispute, A8_AJointReviewIsDueInFiveBusinessDays) {
  const auto dispute = Open();
  ASSERT_THAT(dispute, IsOk());
  EXPECT_EQ(dispute->state(), v1::DISPUTE_STATE_JOINT_REVIEW);
  EXPECT_EQ(ToTime(dispute->due_time()), At("2027-03-19T09:00:00Z"));
}

TEST(Dispute, A8_WhatIsAskedForMustDifferAndFitTheSign) {
  v1::Dispute stated = Stated();
  stated.clear_reason();
  stated.mutable_asked(0)->set_category(v1::ATTRIBUTION_CATEGORY_CHURN);
  stated.add_asked()->set_part(2);
  const auto refused = OpenDispute(stated, Standing(), {}, Default(), At(kNow));
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("reason", "asked[0].category", "asked[1].part"));
  stated = Stated();
  stated.mutable_asked(0)->set_category(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(ViolatedFields(OpenDispute(stated, Standing(), {}, Default(), At(kNow)).status()),
              ElementsAre("asked"));
}

TEST(Dispute, A8_OpenUntilThirtyDaysAfterItsStatementWasPublished) {
  DisputeCircumstances circumstances;
  circumstances.publish_time = At(kNow) - absl::Hours(30 * 24);
  EXPECT_THAT(Open(circumstances), IsOk());
  circumstances.publish_time = *circumstances.publish_time - absl::Microseconds(1);
  EXPECT_EQ(ReasonOf(Open(circumstances).status()), v1::ERROR_REASON_DISPUTE_NOT_POSSIBLE);
}

TEST(Dispute, A8_OneIsOpenAndOneAppealIsHeard) {
  v1::Attribution attribution = Standing();
  attribution.set_open_dispute("tenants/acme/disputes/D0");
  EXPECT_EQ(ReasonOf(Open({}, attribution).status()), v1::ERROR_REASON_DISPUTE_NOT_POSSIBLE);
  DisputeCircumstances circumstances;
  circumstances.earlier = Stated();
  const auto appeal = Open(circumstances);
  ASSERT_THAT(appeal, IsOk());
  EXPECT_EQ(appeal->appeal_of(), "tenants/acme/disputes/D1");
  circumstances.earlier->set_appeal_of("tenants/acme/disputes/D0");
  EXPECT_EQ(ReasonOf(Open(circumstances).status()), v1::ERROR_REASON_DISPUTE_NOT_POSSIBLE);
}

TEST(Dispute, A8_WhereASideCantRuleTheCroDoes) {
  DisputeCircumstances circumstances;
  circumstances.both_sides_can_rule = false;
  EXPECT_EQ(Open(circumstances)->state(), v1::DISPUTE_STATE_CRO_REVIEW);
}

TEST(Dispute, A8_BothSidesTogetherUphold) {
  const v1::Dispute dispute = Open().value();
  const auto once = Rule(dispute, Review(kCs, kVpCs, v1::DISPUTE_RULING_UPHOLD));
  ASSERT_THAT(once, IsOk());
  EXPECT_TRUE(IsOpen(*once));
  const auto closed = Rule(*once, Review(kSales, kVpSales, v1::DISPUTE_RULING_UPHOLD));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::DISPUTE_STATE_UPHELD);
  EXPECT_THAT(closed->reviews(), SizeIs(2));
  EXPECT_FALSE(closed->has_due_time());
}

TEST(Dispute, A8_WhoDisagreeGoToTheCroWhoRulesAlone) {
  const v1::Dispute once =
      Rule(Open().value(), Review(kCs, kVpCs, v1::DISPUTE_RULING_UPHOLD)).value();
  const v1::Dispute cro =
      Rule(once, Review(kSales, kVpSales, v1::DISPUTE_RULING_RECATEGORISE)).value();
  EXPECT_EQ(cro.state(), v1::DISPUTE_STATE_CRO_REVIEW);
  EXPECT_EQ(ToTime(cro.due_time()), At("2027-03-22T09:00:00Z"));
  EXPECT_EQ(ReasonOf(Rule(cro, Review(kCs, kVpCs, v1::DISPUTE_RULING_UPHOLD)).status()),
            v1::ERROR_REASON_DISPUTE_STATE);
  const auto ruled =
      Rule(cro, Review(v1::SIGNING_SIDE_UNSPECIFIED, kCro, v1::DISPUTE_RULING_RECATEGORISE));
  ASSERT_THAT(ruled, IsOk());
  EXPECT_EQ(ruled->state(), v1::DISPUTE_STATE_RECATEGORISED);
}

TEST(Dispute, A8_OtherCategoriesAreNoAgreement) {
  const v1::Dispute once =
      Rule(Open().value(), Review(kCs, kVpCs, v1::DISPUTE_RULING_RECATEGORISE)).value();
  v1::DisputeReview other = Review(kSales, kVpSales, v1::DISPUTE_RULING_RECATEGORISE);
  other.add_categories()->set_part(1);
  other.mutable_categories(0)->set_category(v1::ATTRIBUTION_CATEGORY_CROSS_SELL);
  EXPECT_EQ(Rule(once, other)->state(), v1::DISPUTE_STATE_CRO_REVIEW);
}

TEST(Dispute, A8_APartyNeverRules) {
  for (const char* party : {kAe, kCsm}) {
    EXPECT_EQ(
        ReasonOf(Rule(Open().value(), Review(kCs, party, v1::DISPUTE_RULING_UPHOLD)).status()),
        v1::ERROR_REASON_DISPUTE_PARTY);
  }
  const v1::Dispute once =
      Rule(Open().value(), Review(kCs, kVpCs, v1::DISPUTE_RULING_UPHOLD)).value();
  EXPECT_EQ(ReasonOf(Rule(once, Review(kSales, kVpCs, v1::DISPUTE_RULING_UPHOLD)).status()),
            v1::ERROR_REASON_SIGNER_CONFLICT);
}

TEST(Dispute, S8_ExactlyWhenDueAReviewIsInTimeAndThenTheCroHasFiveDaysMore) {
  const v1::Dispute dispute = Open().value();
  const absl::Time due = ToTime(dispute.due_time());
  EXPECT_EQ(PassDeadlines(dispute, Default(), due)->state(), v1::DISPUTE_STATE_JOINT_REVIEW);
  const auto cro = PassDeadlines(dispute, Default(), due + absl::Microseconds(1));
  EXPECT_EQ(cro->state(), v1::DISPUTE_STATE_CRO_REVIEW);
  EXPECT_EQ(ToTime(cro->due_time()), At("2027-03-26T09:00:00Z"));
  const auto late = PassDeadlines(dispute, Default(), At("2027-03-26T09:00:00.000001Z"));
  EXPECT_EQ(late->state(), v1::DISPUTE_STATE_UPHELD);
  EXPECT_EQ(ToTime(late->close_time()), At("2027-03-26T09:00:00Z"));
}

TEST(Dispute, A8_ARecategorisationSupersedesAndCreditsAnew) {
  const v1::Dispute once =
      Rule(Open().value(), Review(kCs, kVpCs, v1::DISPUTE_RULING_RECATEGORISE)).value();
  const v1::Dispute ruled =
      Rule(once, Review(kSales, kVpSales, v1::DISPUTE_RULING_RECATEGORISE)).value();
  const auto anew = Recategorise(Standing(), "tenants/acme/attributions/A2", ruled, Default(), {},
                                 At("2027-03-15T09:00:00Z"));
  ASSERT_THAT(anew, IsOk());
  EXPECT_EQ(anew->supersedes(), "tenants/acme/attributions/A1");
  EXPECT_EQ(anew->state(), v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_EQ(anew->parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_EQ(anew->parts(0).ae_credit_minor(), 600'000);
  EXPECT_EQ(anew->parts(0).csm_credit_minor(), 2'000'000);
  EXPECT_EQ(anew->save_bonus().amount_minor(), 100'000);
}

}  // namespace
}  // namespace baton::domain
