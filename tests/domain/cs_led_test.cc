#include "domain/cs_led.h"

#include <gtest/gtest.h>

#include <vector>

namespace baton::domain {
namespace {

const absl::Time kBooked = absl::FromUnixSeconds(1'830'000'000);
constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr absl::Duration kDay = absl::Hours(24);

// An expansion that a CSM started 30 days before it was booked, without a renewal.
CsLedInput Expansion(absl::Span<const CsActivity> activities) {
  CsLedInput input;
  input.category = CsLedCategory::kNetNewExpansion;
  input.origin.source = CreationSource::kCsmInitiated;
  input.created_at = kBooked - 30 * kDay;
  input.booked_at = kBooked;
  input.activities = activities;
  return input;
}

CsLedInput Save(absl::Span<const CsActivity> activities) {
  CsLedInput input = Expansion(activities);
  input.category = CsLedCategory::kAtRiskSave;
  return input;
}

TEST(CsLed, G1_TheWindowIncludesBothItsEnds) {
  const struct {
    absl::Time at;
    CsLedTag tag;
  } kCases[] = {
      {kBooked - 90 * kDay - kTick, CsLedTag::kNone},
      {kBooked - 90 * kDay, CsLedTag::kSaveAndRenew},
      {kBooked, CsLedTag::kSaveAndRenew},
      {kBooked + kTick, CsLedTag::kNone},
  };
  for (const auto& c : kCases) {
    const CsActivity activity = {c.at, CsActivityType::kSaveCall, true};
    EXPECT_EQ(DecideCsLed(Save({&activity, 1})).tag, c.tag) << c.at;
  }
}

TEST(CsLed, G1_AnEarlierRenewalDateOpensTheWindowEarlier) {
  const CsActivity activity = {kBooked - 100 * kDay, CsActivityType::kSavePlan, true};
  CsLedInput input = Save({&activity, 1});
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kNone);
  input.renewal_date = kBooked - 10 * kDay;
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kSaveAndRenew);
  input.renewal_date = kBooked + 10 * kDay;
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kNone);
}

TEST(CsLed, G1_ASaveNeedsASaveActionOfACsm) {
  for (CsActivityType type :
       {CsActivityType::kSaveCall, CsActivityType::kExecutiveEscalation, CsActivityType::kRoiBrief,
        CsActivityType::kSponsorEngagement, CsActivityType::kSavePlan}) {
    const CsActivity by_csm = {kBooked - kDay, type, true};
    const CsActivity by_another = {kBooked - kDay, type, false};
    EXPECT_EQ(DecideCsLed(Save({&by_csm, 1})).tag, CsLedTag::kSaveAndRenew);
    EXPECT_EQ(DecideCsLed(Save({&by_another, 1})).tag, CsLedTag::kNone);
  }
  const CsActivity check_in = {kBooked - kDay, CsActivityType::kOther, true};
  EXPECT_EQ(DecideCsLed(Save({&check_in, 1})).tag, CsLedTag::kNone);
}

TEST(CsLed, G1_AnIntroductionBrokersAtOrBeforeTheCreation) {
  const absl::Time created = kBooked - 30 * kDay;
  const CsActivity at = {created, CsActivityType::kBrokeredIntroduction, true};
  const CsActivity late = {created + kTick, CsActivityType::kBrokeredIntroduction, true};
  const CsActivity by_ae = {created, CsActivityType::kBrokeredIntroduction, false};
  EXPECT_EQ(DecideCsLed(Expansion({&at, 1})).tag, CsLedTag::kMidCycleExpansion);
  EXPECT_TRUE(DecideCsLed(Expansion({&at, 1})).brokered);
  EXPECT_FALSE(DecideCsLed(Expansion({&late, 1})).brokered);
  EXPECT_FALSE(DecideCsLed(Expansion({&by_ae, 1})).brokered);
}

TEST(CsLed, G1_ASignalOfACsmBrokers) {
  CsLedInput input = Expansion({});
  input.from_csm_signal = true;
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kMidCycleExpansion);
  input.category = CsLedCategory::kCrossSell;
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kMultiProductAttach);
}

TEST(CsLed, G1_NothingPulledOrStartedBySalesIsBrokered) {
  CsLedInput input = Expansion({});
  input.from_csm_signal = true;
  for (OpportunityOrigin origin : {OpportunityOrigin{CreationSource::kPlgTrigger, false},
                                   OpportunityOrigin{CreationSource::kCsmInitiated, true},
                                   OpportunityOrigin{CreationSource::kSalesInitiated, false}}) {
    input.origin = origin;
    EXPECT_FALSE(DecideCsLed(input).brokered);
    EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kNone);
  }
}

TEST(CsLed, G1_ASponsorCountsInAnyRoleWhereNothingElseDoes) {
  const CsActivity sponsor = {kBooked - kDay, CsActivityType::kExecutiveSponsor, false};
  EXPECT_EQ(DecideCsLed(Expansion({&sponsor, 1})).tag, CsLedTag::kExecutiveSponsorImpact);
  EXPECT_EQ(DecideCsLed(Save({&sponsor, 1})).tag, CsLedTag::kExecutiveSponsorImpact);
  CsLedInput brokered = Expansion({&sponsor, 1});
  brokered.from_csm_signal = true;
  EXPECT_EQ(DecideCsLed(brokered).tag, CsLedTag::kMidCycleExpansion);
  EXPECT_TRUE(DecideCsLed(brokered).sponsor_involved);
}

TEST(CsLed, G1_ASponsorTagsAPulledSaveButNoPulledGrowth) {
  const CsActivity sponsor = {kBooked - kDay, CsActivityType::kExecutiveSponsor, true};
  CsLedInput input = Save({&sponsor, 1});
  input.origin.self_serve = true;
  EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kExecutiveSponsorImpact);
  for (CsLedCategory growth : {CsLedCategory::kNetNewExpansion, CsLedCategory::kCrossSell}) {
    input.category = growth;
    EXPECT_EQ(DecideCsLed(input).tag, CsLedTag::kNone);
    EXPECT_TRUE(DecideCsLed(input).sponsor_involved);
  }
}

TEST(CsLed, G1_UpliftAndCleanRenewalsNeverCarryATag) {
  const std::vector<CsActivity> activities = {
      {kBooked - 40 * kDay, CsActivityType::kBrokeredIntroduction, true},
      {kBooked - kDay, CsActivityType::kSaveCall, true},
      {kBooked - kDay, CsActivityType::kExecutiveSponsor, true}};
  CsLedInput input = Expansion(activities);
  input.category = CsLedCategory::kOther;
  const CsLedResult result = DecideCsLed(input);
  EXPECT_EQ(result.tag, CsLedTag::kNone);
  EXPECT_TRUE(result.brokered);
  EXPECT_TRUE(result.sponsor_involved);
}

TEST(CsLed, G1_TagsHaveNames) {
  EXPECT_EQ(CsLedTagName(CsLedTag::kNone), "");
  EXPECT_EQ(CsLedTagName(CsLedTag::kSaveAndRenew), "save_and_renew");
  EXPECT_EQ(CsLedTagName(CsLedTag::kMidCycleExpansion), "mid_cycle_expansion");
  EXPECT_EQ(CsLedTagName(CsLedTag::kMultiProductAttach), "multi_product_attach");
  EXPECT_EQ(CsLedTagName(CsLedTag::kExecutiveSponsorImpact), "executive_sponsor_impact");
}

}  // namespace
}  // namespace baton::domain
