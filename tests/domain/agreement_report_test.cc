#include "domain/agreement_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/attribution_reading.h"
#include "domain/documentation.h"
#include "tests/domain/revenue_builders.h"

namespace baton::domain {
namespace {

using ::testing::SizeIs;

constexpr auto kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr auto kClean = v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL;

// Proposed on 1 March.
v1::Attribution Of(v1::AttributionCategory category, absl::string_view concurred = "") {
  v1::Attribution attribution;
  *attribution.mutable_create_time() = Stamp("2027-03-01T00:00:00Z");
  if (!concurred.empty()) *attribution.mutable_concur_time() = Stamp(concurred);
  *attribution.add_parts() = Part(category, 1'000);
  attribution.mutable_parts(0)->set_part(1);
  return attribution;
}

v1::Recommendation From(const char* recommender, v1::AttributionCategory category,
                        absl::string_view when) {
  v1::Recommendation recommendation;
  recommendation.set_recommender(recommender);
  *recommendation.mutable_recommend_time() = Stamp(when);
  v1::PartRecommendation& part = *recommendation.add_parts();
  part.set_part(1);
  part.set_category(category);
  return recommendation;
}

TEST(AgreementReport, A9_EachIsHeldAgainstTheDecision) {
  AgreementReport report;
  const v1::Attribution save = Of(kSave, "2027-03-04T00:00:00Z");
  report.Add(save, save,
             {From("copilot", kClean, "2027-03-01T01:00:00Z"),
              From("advisor", kSave, "2027-03-02T00:00:00Z")});
  // Baton proposed a save, both sides ruled that it was none.
  report.Add(Of(kClean, "2027-03-11T00:00:00Z"), Of(kSave),
             {From("copilot", kClean, "2027-03-01T01:00:00Z")});
  const v1::RecommendationAgreementResponse found = report.Finish();
  ASSERT_THAT(found.recommenders(), SizeIs(3));
  EXPECT_EQ(found.recommenders(0).recommender(), "baton");
  EXPECT_EQ(found.recommenders(0).agreed().numerator(), 1);
  EXPECT_EQ(found.recommenders(0).agreed().denominator(), 2);
  EXPECT_EQ(found.recommenders(1).recommender(), "advisor");
  EXPECT_EQ(found.recommenders(1).agreed().share_bp(), 10'000);
  EXPECT_EQ(found.recommenders(2).recommender(), "copilot");
  EXPECT_EQ(found.recommenders(2).agreed().share_bp(), 5'000);
  EXPECT_EQ(found.with_outside().booking_count(), 2);
  EXPECT_EQ(found.with_outside().median().seconds(), (3 + 10) * 86'400 / 2);
  EXPECT_FALSE(found.without_outside().has_median());
}

TEST(AgreementReport, A9_TheLastWordBeforeTheDecisionCounts) {
  AgreementReport report;
  const v1::Attribution save = Of(kSave, "2027-03-04T00:00:00Z");
  report.Add(save, save,
             {From("copilot", kSave, "2027-03-04T00:00:00Z"),  // exactly then is in time
              From("copilot", kClean, "2027-03-02T00:00:00Z"),
              From("hindsight", kSave, "2027-03-04T00:00:01Z")});
  const v1::RecommendationAgreementResponse found = report.Finish();
  ASSERT_THAT(found.recommenders(), SizeIs(2));
  EXPECT_EQ(found.recommenders(1).recommender(), "copilot");
  EXPECT_EQ(found.recommenders(1).agreed().numerator(), 1);
}

TEST(AgreementReport, A9_WhatIsNotDecidedCountsForNothing) {
  AgreementReport report;
  report.Add(Of(kSave), Of(kSave), {From("copilot", kSave, "2027-03-01T01:00:00Z")});
  const v1::RecommendationAgreementResponse found = report.Finish();
  ASSERT_THAT(found.recommenders(), SizeIs(1));
  EXPECT_FALSE(found.recommenders(0).agreed().has_share_bp());
  EXPECT_EQ(found.without_outside().booking_count(), 0);
}

TEST(AgreementReport, A9_ASaveThatLackedDocumentsWasNotWhatBatonProposed) {
  AgreementReport report;
  v1::Attribution signed_off = Of(kClean, "2027-03-04T00:00:00Z");
  signed_off.mutable_parts(0)->add_flags(std::string(kAtRiskNoIntervention));
  report.Add(signed_off, signed_off, {});
  const v1::RecommendationAgreementResponse found = report.Finish();
  EXPECT_EQ(found.recommenders(0).agreed().numerator(), 0);
  EXPECT_EQ(found.without_outside().median().seconds(), 3 * 86'400);
}

}  // namespace
}  // namespace baton::domain
