#include "domain/policy_risk.h"

#include <gmock/gmock.h>

#include "domain/policy.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<v1::PolicyRisk> RisksOf(const v1::Policy& policy) {
  std::vector<v1::PolicyRisk> risks;
  for (const v1::PolicyWarning& warning : PolicyWarnings(policy)) {
    EXPECT_FALSE(warning.text().empty());
    EXPECT_NE(v1::Policy::descriptor()->FindFieldByName(warning.field()), nullptr);
    risks.push_back(warning.risk());
  }
  return risks;
}

// Banded, with a calendar: what is left is what every band has.
v1::Policy Careful() {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  policy.set_calendar("tenants/acme/calendars/berlin");
  return policy;
}

TEST(PolicyRisk, X5_TheDefaultsHaveNoBandsAndNoCalendar) {
  EXPECT_THAT(RisksOf(DefaultPolicy("acme")),
              ElementsAre(v1::POLICY_RISK_NO_BANDS, v1::POLICY_RISK_SLA_WITHOUT_CALENDAR));
}

TEST(PolicyRisk, X5_WholeBandsHaveCliffs) {
  EXPECT_THAT(RisksOf(Careful()), ElementsAre(v1::POLICY_RISK_CLIFF_AT_BAND));
}

TEST(PolicyRisk, X5_AnUpperBandThatNoDealReachesIsNone) {
  v1::Policy policy = Careful();
  policy.set_band_high_minor(kHighestBandEdgeMinor);
  EXPECT_THAT(RisksOf(policy), ElementsAre(v1::POLICY_RISK_CLIFF_AT_BAND));
  policy.set_band_high_minor(kHighestBandEdgeMinor + 1);
  EXPECT_THAT(RisksOf(policy),
              ElementsAre(v1::POLICY_RISK_NO_TOP_BAND, v1::POLICY_RISK_CLIFF_AT_BAND));
}

TEST(PolicyRisk, X5_APlanLaterThanSevenDaysIsNoSla) {
  v1::Policy policy = Careful();
  policy.set_intervention_plan_days(8);
  EXPECT_THAT(RisksOf(policy),
              ElementsAre(v1::POLICY_RISK_CLIFF_AT_BAND, v1::POLICY_RISK_INTERVENTION_SLA_OFF));
}

TEST(PolicyRisk, X5_ACrossSellThatPaysTheAeAloneIsNamed) {
  v1::Policy policy = Careful();
  policy.set_csm_cross_sell_bp(0);
  EXPECT_THAT(RisksOf(policy),
              ElementsAre(v1::POLICY_RISK_CLIFF_AT_BAND, v1::POLICY_RISK_AE_ALL_CSM_NOTHING));
  policy.set_csm_cross_sell_bp(1);
  EXPECT_THAT(RisksOf(policy), ElementsAre(v1::POLICY_RISK_CLIFF_AT_BAND));
}

}  // namespace
}  // namespace baton::domain
