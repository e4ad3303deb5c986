#include "domain/trigger_catalogue.h"

#include <gtest/gtest.h>

namespace baton::domain {
namespace {

struct Row {
  v1::Trigger trigger;
  v1::SignalCategory category;
  v1::Urgency urgency;
};

class TriggerCatalogue : public ::testing::TestWithParam<Row> {};

TEST_P(TriggerCatalogue, H3_HasItsOwnCategoryAndUrgency) {
  EXPECT_EQ(DefaultCategory(GetParam().trigger), GetParam().category);
  EXPECT_EQ(DefaultUrgency(GetParam().trigger), GetParam().urgency);
}

TEST_P(TriggerCatalogue, H3_ItsNameReadsAsItself) {
  EXPECT_EQ(ParseTrigger(std::string(TriggerName(GetParam().trigger))), GetParam().trigger);
}

constexpr auto kProduct = v1::SIGNAL_CATEGORY_PRODUCT;
constexpr auto kRelationship = v1::SIGNAL_CATEGORY_RELATIONSHIP;
constexpr auto kBehavioral = v1::SIGNAL_CATEGORY_BEHAVIORAL;

INSTANTIATE_TEST_SUITE_P(
    Rows, TriggerCatalogue,
    ::testing::Values(Row{v1::TRIGGER_SEAT_UTILIZATION, kProduct, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_FEATURE_ADOPTION_ADJACENT_TIER, kProduct, v1::URGENCY_WARM},
                      Row{v1::TRIGGER_API_VOLUME_NEAR_LIMIT, kProduct, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_NEW_TEAM_ONBOARDED, kProduct, v1::URGENCY_WARM},
                      Row{v1::TRIGGER_FEATURE_REQUEST_PAID_TIER, kProduct, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_CHAMPION_BUDGET, kRelationship, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_NEW_DIVISION_ONBOARDED, kRelationship, v1::URGENCY_WARM},
                      Row{v1::TRIGGER_ORG_CHART_CHANGE, kRelationship, v1::URGENCY_WATCH},
                      Row{v1::TRIGGER_M_AND_A, kRelationship, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_ASKS_MISSING_FEATURE, kBehavioral, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_COMPETITOR_MENTIONED, kBehavioral, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_ROI_REFERENCED, kBehavioral, v1::URGENCY_WARM},
                      Row{v1::TRIGGER_NEW_STAKEHOLDER, kBehavioral, v1::URGENCY_WARM},
                      Row{v1::TRIGGER_OTHER, v1::SIGNAL_CATEGORY_UNSPECIFIED,
                          v1::URGENCY_UNSPECIFIED},
                      Row{v1::TRIGGER_USAGE_DECLINE, kProduct, v1::URGENCY_HOT},
                      Row{v1::TRIGGER_CHAMPION_DEPARTURE, kRelationship, v1::URGENCY_HOT}));

TEST(ParseTrigger, H3_ReadsLabelsInAnySpelling) {
  EXPECT_EQ(ParseTrigger("Feature Request (Paid Tier)"), v1::TRIGGER_FEATURE_REQUEST_PAID_TIER);
  EXPECT_EQ(ParseTrigger("M&A"), v1::TRIGGER_M_AND_A);
  EXPECT_EQ(ParseTrigger("  m & a !"), v1::TRIGGER_M_AND_A);
  EXPECT_EQ(ParseTrigger("SEAT-UTILIZATION"), v1::TRIGGER_SEAT_UTILIZATION);
  EXPECT_EQ(ParseTrigger("__ROI -- Referenced__"), v1::TRIGGER_ROI_REFERENCED);
}

TEST(ParseTrigger, H3_WhatTheCatalogueLacksIsUnspecified) {
  EXPECT_EQ(ParseTrigger(""), v1::TRIGGER_UNSPECIFIED);
  EXPECT_EQ(ParseTrigger(" () "), v1::TRIGGER_UNSPECIFIED);
  EXPECT_EQ(ParseTrigger("seatutilization"), v1::TRIGGER_UNSPECIFIED);
  EXPECT_EQ(ParseTrigger("Si\xC3\xA8ges"), v1::TRIGGER_UNSPECIFIED);
}

TEST(DefaultKind, H9_MergerAndCompetitorAreRisksOnRedAndYellowAccounts) {
  for (const v1::Trigger trigger : {v1::TRIGGER_M_AND_A, v1::TRIGGER_COMPETITOR_MENTIONED}) {
    EXPECT_EQ(DefaultKind(trigger, v1::HEALTH_TIER_RED), v1::SIGNAL_KIND_RISK);
    EXPECT_EQ(DefaultKind(trigger, v1::HEALTH_TIER_YELLOW), v1::SIGNAL_KIND_RISK);
    EXPECT_EQ(DefaultKind(trigger, v1::HEALTH_TIER_GREEN), v1::SIGNAL_KIND_EXPANSION);
    EXPECT_EQ(DefaultKind(trigger, v1::HEALTH_TIER_UNSPECIFIED), v1::SIGNAL_KIND_EXPANSION);
  }
}

TEST(DefaultKind, H9_DeclineAndDepartureAreRisksAnywhere) {
  EXPECT_EQ(DefaultKind(v1::TRIGGER_USAGE_DECLINE, v1::HEALTH_TIER_GREEN), v1::SIGNAL_KIND_RISK);
  EXPECT_EQ(DefaultKind(v1::TRIGGER_CHAMPION_DEPARTURE, v1::HEALTH_TIER_GREEN),
            v1::SIGNAL_KIND_RISK);
  EXPECT_EQ(DefaultKind(v1::TRIGGER_SEAT_UTILIZATION, v1::HEALTH_TIER_RED),
            v1::SIGNAL_KIND_EXPANSION);
}

}  // namespace
}  // namespace baton::domain
